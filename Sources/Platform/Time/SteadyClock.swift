import Foundation
import Synchronization

/// The platform's time: the wall clock, except that it never goes back while the platform runs. If the clock is set
/// back by hours, those who wait must not wait for hours, and a booth that fell silent must not look alive.
///
/// While the wall clock is behind, time advances with the monotonic clock. This lasts until the wall clock has caught
/// up, or until it is known to be right. In the latter case it had been ahead before, and new timestamps must not stay
/// ahead.
final class SteadyClock: Sendable {
    private struct State {
        var wall: Date
        var at: ContinuousClock.Instant
        /// How far the wall clock is behind.
        var offset: TimeInterval = 0
    }

    private let read: @Sendable () -> (wall: Date, at: ContinuousClock.Instant)
    private let state: Mutex<State>
    /// Steps up to this, as a time service makes them, do not count; in seconds.
    private static let tolerance: TimeInterval = 1

    init(
        wall: @escaping @Sendable () -> Date,
        monotonic: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        read = { (wall(), monotonic()) }
        state = Mutex(State(wall: wall(), at: monotonic()))
    }

    /// The time.
    var now: Date { reading.steady }

    /// Accepts the wall clock as right from now on.
    func believeWall() {
        _ = reading
        state.withLock { $0.offset = 0 }
    }

    /// The wall clock, the monotonic clock and the steady time.
    var reading: (wall: Date, at: ContinuousClock.Instant, steady: Date) {
        state.withLock { state in
            let (wall, at) = read()
            let step = wall.timeIntervalSince(state.wall)
            let elapsed = (at - state.at) / .seconds(1)
            if step < -Self.tolerance {
                state.offset += elapsed - step
            } else if state.offset > 0, step - elapsed > Self.tolerance {
                state.offset = max(0, state.offset - (step - elapsed))
            }
            (state.wall, state.at) = (wall, at)
            return (wall, at, wall + state.offset)
        }
    }
}
