/// Information from a source, with the time it refers to and the time from which it is no longer shown.
public struct Dated<Value: Equatable & Sendable>: Equatable, Sendable {
    /// The information.
    public var value: Value
    /// The time it refers to, wall time in milliseconds since 1970.
    public var asOf: Int64
    /// The wall time from which it is no longer shown, in milliseconds since 1970.
    public var validUntil: Int64
    /// Whether it is made up for a demonstration.
    public var sample: Bool

    /// Dated information.
    public init(value: Value, asOf: Int64, validUntil: Int64, sample: Bool) {
        self.value = value
        self.asOf = asOf
        self.validUntil = validUntil
        self.sample = sample
    }

    /// Whether it may still be shown; false if the time is unknown.
    public func isValid(at wall: WallTime?) -> Bool {
        guard let wall else { return false }
        return wall.unixMilliseconds < validUntil
    }
}

/// The information that the platform and the booth's own sources offer. A part that is missing or unreadable is nil.
public struct LifeContent: Equatable, Sendable {
    /// Weather and air.
    public var weather: Dated<Weather>?
    /// Buses at the stop beside the booth.
    public var buses: Dated<BusStop>?
    /// Activities and courses.
    public var activities: Dated<[Activity]>?
    /// Notices.
    public var notices: Dated<[Notice]>?
    /// Public holidays and working weekends.
    public var holidays: Dated<Holidays>?
    /// The parts that were present but could not be read, and for which there is no earlier content.
    public var unreadable: Set<LifeTopic> = []

    /// Content.
    public init(
        weather: Dated<Weather>? = nil, buses: Dated<BusStop>? = nil, activities: Dated<[Activity]>? = nil,
        notices: Dated<[Notice]>? = nil, holidays: Dated<Holidays>? = nil
    ) {
        self.weather = weather
        self.buses = buses
        self.activities = activities
        self.notices = notices
        self.holidays = holidays
    }
}

/// Information and places as last reported.
public struct Life: Equatable, Sendable {
    /// What the platform and the booth's own sources offer.
    public var content = LifeContent()
    /// The places packaged with the booth.
    public var places: PlaceList?
    /// The status of each topic's sources, as last reported. A topic without a report has no entry.
    public var standings: [LifeTopic: TopicStanding] = [:]
    /// Today in the Chinese calendar.
    public var lunarDate: LunarDate?

    /// Nothing known yet.
    public init() {}
}

/// A day of the Chinese calendar, as the adapters compute it.
public struct LunarDate: Hashable, Sendable {
    /// 1 to 12.
    public var month: Int
    /// 1 to 30.
    public var day: Int
    /// Whether the month is a leap month.
    public var leap: Bool

    /// A lunar date.
    public init(month: Int, day: Int, leap: Bool) {
        self.month = month
        self.day = day
        self.leap = leap
    }
}
