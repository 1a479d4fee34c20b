import Basics

/// A point on the booth's monotonic clock. Only differences mean anything; it never steps with the wall clock.
///
/// Arithmetic stops at the ends of time instead of trapping: a moment may come from a file, and a file may say anything.
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
    /// Whole seconds still to show for this remaining time: 7.2 s left reads as 8, nothing left as 0.
    public var secondsRoundedUp: Int {
        max(0, Int(wholeMilliseconds.saturatingAdding(999) / 1000))
    }
}
