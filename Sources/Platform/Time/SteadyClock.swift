import Foundation
import Synchronization

/// The platform's time: the wall clock, but never going back while the platform runs. A clock that is set back by hours
/// must not make those who wait wait for hours, nor a booth that fell silent look alive.
///
/// While the wall clock is behind, time goes on as the monotonic clock does, until the wall clock has caught up, or until it
/// is known to be right: then it was ahead before, and what is stamped must not stay ahead.
final class SteadyClock: Sendable {
    private struct State {
        var wall: Date
        var at: ContinuousClock.Instant
        /// How far the wall clock is behind.
        var offset: TimeInterval = 0
    }

    private let read: @Sendable () -> (wall: Date, at: ContinuousClock.Instant)
    private let state: Mutex<State>
    /// Steps of a time service that corrects a little are nothing.
    private static let tolerance: TimeInterval = 1

    init(
        wall: @escaping @Sendable () -> Date,
        monotonic: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        read = { (wall(), monotonic()) }
        state = Mutex(State(wall: wall(), at: monotonic()))
    }

    /// What time it is.
    var now: Date { reading.steady }

    /// The wall clock is right as it is now.
    func believeWall() {
        _ = reading
        state.withLock { $0.offset = 0 }
    }

    /// The wall clock as it is, the monotonic clock, and the time.
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
