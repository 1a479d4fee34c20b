/// A point on the booth's monotonic clock. Only differences mean anything; it never steps with the wall clock.
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
        Moment(milliseconds: moment.milliseconds + duration.wholeMilliseconds)
    }

    /// The moment `duration` earlier, to the millisecond.
    public static func - (moment: Moment, duration: Duration) -> Moment {
        Moment(milliseconds: moment.milliseconds - duration.wholeMilliseconds)
    }

    /// The time that passed from `earlier` to `later`; negative if the order is the other way round.
    public static func - (later: Moment, earlier: Moment) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}

extension Duration {
    /// The duration in milliseconds, rounded towards zero.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    /// Whole seconds still to show for this remaining time: 7.2 s left reads as 8, nothing left as 0.
    public var secondsRoundedUp: Int {
        max(0, Int((wholeMilliseconds + 999) / 1000))
    }
}
