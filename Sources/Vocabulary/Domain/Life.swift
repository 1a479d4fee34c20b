/// Information from a source, with the time it speaks of and the time after which it is not shown.
public struct Dated<Value: Equatable & Sendable>: Equatable, Sendable {
    /// The information.
    public var value: Value
    /// The time it speaks of, wall time in milliseconds since 1970.
    public var asOf: Int64
    /// Not shown from this wall time on.
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

    /// Whether it may still be shown.
    public func isValid(at wall: WallTime?) -> Bool {
        guard let wall else { return false }
        return wall.unixMilliseconds < validUntil
    }
}

/// What the platform and the booth's own sources offer; a part that is missing or unreadable is nil.
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
    /// The parts that were there and could not be read, and of which there is no earlier one.
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
    /// What the platform offers.
    public var content = LifeContent()
    /// What is packaged with the booth.
    public var places: PlaceList?
    /// How the sources of each topic stand, as last reported; nothing of a topic that nobody reported.
    public var standings: [LifeTopic: TopicStanding] = [:]
    /// Today in the Chinese calendar.
    public var lunarDate: LunarDate?

    /// Nothing known yet.
    public init() {}
}

/// The Chinese calendar's day, as the adapters compute it.
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
