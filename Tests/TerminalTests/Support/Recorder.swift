import Vocabulary
import Screens
import Terminal

/// What a terminal reported, in order, for a test to wait on.
@MainActor final class Recorder {
    enum Report: Hashable {
        case key(Key)
        /// A finger that came down.
        case touch(column: Int, row: Int)
        case resize(Size)
        case lost
    }

    private(set) var reports: [Report] = []
    /// Every touch, down and up.
    private(set) var touches: [Touch] = []
    private let changes = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    init(_ terminal: CursesTerminal) {
        terminal.onKey = { [weak self] in self?.add(.key($0)) }
        terminal.onTouch = { [weak self] touch in
            self?.touches.append(touch)
            if touch.phase == .down { self?.add(.touch(column: touch.column, row: touch.row)) }
        }
        terminal.onResize = { [weak self] in self?.add(.resize($0)) }
        terminal.onLost = { [weak self] in self?.add(.lost) }
    }

    /// Waits until this many reports have come (or the test's time has run out) and returns them all.
    func reports(_ count: Int) async -> [Report] {
        if reports.count >= count { return reports }
        for await _ in changes.stream where reports.count >= count { break }
        return reports
    }

    private func add(_ report: Report) {
        reports.append(report)
        changes.continuation.yield()
    }
}
