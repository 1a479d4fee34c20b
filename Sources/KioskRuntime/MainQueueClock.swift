public import Vocabulary
import Serial

extension Ports.Clock {
    /// A clock that uses the main queue's timers.
    public static func mainQueue(
        now: @escaping @MainActor () -> Moment, wall: @escaping @MainActor () -> WallTime?
    ) -> Self {
        Self(now: now, wall: wall) { duration, work in
            let timer = Timer()
            timer.alarm = Main.alarm(after: max(.zero, duration)) {
                timer.alarm = nil
                work()
            }
            return { timer.alarm = nil }
        }
    }
}

/// An alarm that lasts until it rings, even if nobody keeps the closure that cancels it.
@MainActor private final class Timer {
    var alarm: Watch?
}
