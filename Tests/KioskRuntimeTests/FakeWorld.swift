import Reporting
import Basics
import KioskCore
import Vocabulary
import Screens

@testable import KioskRuntime

/// A world of closures that remembers what was asked of it, with a clock that moves when told.
@MainActor
final class FakeWorld {
    var now = Moment(milliseconds: 5_000)
    var wall: WallTime? = WallTime(unixMilliseconds: 1_795_260_960_000)
    var frames: [Frame] = []
    var records: [Ports.Record] = []
    var spoken: [Utterance] = []
    var dialled: [(CallHandle, DialTarget)] = []
    var ended = 0
    /// The call dialled last.
    private(set) var line: CallHandle?
    private var work: [(id: Int, due: Moment, run: @MainActor () -> Void)] = []
    private var nextID = 0

    var ports: Ports {
        Ports(
            clock: Ports.Clock(
                now: { [self] in now }, wall: { [self] in wall },
                schedule: { [self] after, run in
                    nextID += 1
                    let id = nextID
                    work.append((id, now + after, run))
                    return { [self] in work.removeAll { $0.id == id } }
                }),
            sound: { [self] in if case .speak(let utterance) = $0 { spoken.append(utterance) } },
            telephone: { [self] in
                guard case .dial(let handle, let target) = $0 else { return }
                dialled.append((handle, target))
                line = handle
            },
            record: { [self] in records.append($0) },
            randomID: { [self] in
                nextID += 1
                return "random-\(nextID)"
            }, present: { [self] in frames.append($0) }, sessionEnded: { [self] in ended += 1 })
    }

    func pass(_ duration: Duration) {
        let end = now + duration
        while let next = work.filter({ $0.due <= end }).min(by: { ($0.due, $0.id) < ($1.due, $1.id) }) {
            work.removeAll { $0.id == next.id }
            move(to: max(now, next.due))
            next.run()
        }
        move(to: end)
    }

    private func move(to moment: Moment) {
        wall?.unixMilliseconds += (moment - now).wholeMilliseconds
        now = moment
    }

    var scheduled: Int { work.count }

    /// Keeps only the last picture, for long lives.
    func forget() {
        frames = frames.suffix(1)
        (records, spoken, dialled) = ([], [], [])
    }
}
