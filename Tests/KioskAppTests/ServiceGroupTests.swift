import Serial
import Testing

@testable import KioskApp

/// The booth's parts start in order and stop in the reverse order, each once the one before has ended.
@Suite @MainActor struct ServiceGroupTests {
    private final class Diary { var lines: [String] = [] }
    private let diary = Diary()

    private func part(_ name: String) -> Service {
        Service(start: { diary.lines.append("+\(name)") }, stop: { diary.lines.append("-\(name)") })
    }

    @Test func theLastStartedStopsFirst() async throws {
        let group = ServiceGroup()
        try group.start([part("terminal"), part("queue"), part("voice")])
        await withCheckedContinuation { continuation in group.stop { continuation.resume() } }
        #expect(diary.lines == ["+terminal", "+queue", "+voice", "-voice", "-queue", "-terminal"])
    }

    @Test func aPartIsWaitedForBeforeTheNextStops() async throws {
        let slow = Service(endingLater: { ended in
            diary.lines.append("uploader stops")
            Main.run(after: .milliseconds(1)) {
                diary.lines.append("uploader has ended")
                ended()
            }
        })
        let group = ServiceGroup()
        try group.start([part("queue"), slow, part("watcher")])
        await withCheckedContinuation { continuation in group.stop { continuation.resume() } }
        #expect(diary.lines == ["+queue", "+watcher", "-watcher", "uploader stops", "uploader has ended", "-queue"])
    }

    @Test func whatNeverStartedIsNotStopped() async throws {
        struct NoTerminal: Error {}
        let group = ServiceGroup()
        #expect(throws: NoTerminal.self) {
            try group.start([part("queue"), Service(start: { throw NoTerminal() }), part("voice")])
        }
        await withCheckedContinuation { continuation in group.stop { continuation.resume() } }
        #expect(diary.lines == ["+queue", "-queue"])
    }
}
