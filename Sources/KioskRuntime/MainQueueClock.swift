import Dispatch
import KioskCore

extension Ports.Clock {
    /// A clock with the main queue's timers. A timer that is called off is gone at once: a queue keeps a delayed work item
    /// until it is due, cancelled or not, and a booth calls off timers of minutes all day.
    public static func mainQueue(
        now: @escaping @MainActor () -> Moment, wall: @escaping @MainActor () -> WallTime?
    ) -> Self {
        Self(now: now, wall: wall) { duration, work in
            let timer = DispatchSource.makeTimerSource(queue: .main)
            timer.setEventHandler {
                MainActor.assumeIsolated {
                    timer.cancel()
                    work()
                }
            }
            timer.schedule(deadline: .now() + .milliseconds(Int(max(0, duration.wholeMilliseconds))))
            timer.activate()
            return { timer.cancel() }
        }
    }
}
