import Basics

/// A point on the booth's monotonic clock. Only differences between moments have a meaning. The clock never steps with
/// the wall clock.
///
/// Arithmetic saturates instead of trapping, because a moment may come from a file, which may contain any value.
public struct Moment: Hashable, Comparable, Sendable {
    /// Milliseconds since an arbitrary origin that is fixed for one boot.
    public var milliseconds: Int64

    /// A moment `milliseconds` after the origin.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The order of time.
    public static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `duration` later, to the millisecond.
    public static func + (moment: Moment, duration: Duration) -> Moment {
        Moment(milliseconds: moment.milliseconds.saturatingAdding(duration.wholeMilliseconds))
    }

    /// The moment `duration` earlier, to the millisecond.
    public static func - (moment: Moment, duration: Duration) -> Moment {
        Moment(milliseconds: moment.milliseconds.saturatingSubtracting(duration.wholeMilliseconds))
    }

    /// The time that passed from `earlier` to `later`; negative if the order is the other way round.
    public static func - (later: Moment, earlier: Moment) -> Duration {
        .milliseconds(later.milliseconds.saturatingSubtracting(earlier.milliseconds))
    }
}

extension Duration {
    /// The whole seconds to show for this remaining time: 7.2 s reads as 8, no time left as 0.
    public var secondsRoundedUp: Int {
        max(0, Int(wholeMilliseconds.saturatingAdding(999) / 1000))
    }
}
