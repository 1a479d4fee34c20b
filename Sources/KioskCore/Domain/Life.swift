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

/// What the platform's content and the packaged files offer; a part that is missing or unreadable is nil.
public struct LifeContent: Equatable, Sendable {
    /// Weather and air.
    public var weather: Dated<Weather>?
    /// Buses at the stop beside the booth.
    public var buses: Dated<BusStop>?
    /// Activities and courses.
    public var activities: Dated<[Activity]>?
    /// Notices.
    public var notices: Dated<[Notice]>?

    /// Content.
    public init(
        weather: Dated<Weather>? = nil, buses: Dated<BusStop>? = nil, activities: Dated<[Activity]>? = nil,
        notices: Dated<[Notice]>? = nil
    ) {
        self.weather = weather
        self.buses = buses
        self.activities = activities
        self.notices = notices
    }
}

/// The kind of weather.
public enum Sky: String, CaseIterable, Hashable, Sendable {
    case clear, cloudy, overcast, rain, heavyRain = "heavy_rain", thunder, snow, fog, haze, wind
}

/// Weather and air at the booth.
public struct Weather: Equatable, Sendable {
    /// Now.
    public var sky: Sky
    /// Degrees Celsius now.
    public var temperature: Int
    /// Highest and lowest today, degrees Celsius.
    public var high: Int
    /// Lowest today.
    public var low: Int
    /// Tonight.
    public var tonight: Sky?
    /// Tomorrow.
    public var tomorrow: Sky?
    /// Highest tomorrow.
    public var tomorrowHigh: Int?
    /// Lowest tomorrow.
    public var tomorrowLow: Int?
    /// Fine dust in µg/m³.
    public var pm25: Int?
    /// An official warning in words.
    public var warning: LocalizedText?

    /// Weather.
    public init(
        sky: Sky, temperature: Int, high: Int, low: Int, tonight: Sky? = nil, tomorrow: Sky? = nil,
        tomorrowHigh: Int? = nil, tomorrowLow: Int? = nil, pm25: Int? = nil, warning: LocalizedText? = nil
    ) {
        self.sky = sky
        self.temperature = temperature
        self.high = high
        self.low = low
        self.tonight = tonight
        self.tomorrow = tomorrow
        self.tomorrowHigh = tomorrowHigh
        self.tomorrowLow = tomorrowLow
        self.pm25 = pm25
        self.warning = warning
    }
}

extension Weather {
    /// What the weather asks of somebody who goes out.
    public enum Advice: String, CaseIterable, Hashable, Sendable {
        case umbrella, heat, coat
    }

    /// How the air is, by fine dust.
    public enum Air: String, CaseIterable, Hashable, Sendable {
        case good, fair, poor
    }

    /// One piece of advice for today, the most useful.
    public var advice: Advice? {
        let wet: Set<Sky> = [.rain, .heavyRain, .thunder, .snow]
        if [sky, tonight].contains(where: { $0.map(wet.contains) ?? false }) { return .umbrella }
        if high >= 33 { return .heat }
        return low <= 8 ? .coat : nil
    }

    /// Good up to 35 µg/m³ of fine dust, fair up to 75 (HJ 633-2012).
    public var air: Air? {
        pm25.map { $0 <= 35 ? .good : $0 <= 75 ? .fair : .poor }
    }
}

/// The stop beside the booth.
public struct BusStop: Equatable, Sendable {
    /// Its name.
    public var name: LocalizedText
    /// Lines, in the source's order.
    public var lines: [BusLine]

    /// A stop.
    public init(name: LocalizedText, lines: [BusLine]) {
        self.name = name
        self.lines = lines
    }
}

/// A line at the stop.
public struct BusLine: Equatable, Sendable {
    /// Its name.
    public var line: String
    /// Where it goes.
    public var towards: LocalizedText
    /// Coming arrivals, wall times in milliseconds since 1970.
    public var arrivals: [Int64]

    /// A line.
    public init(line: String, towards: LocalizedText, arrivals: [Int64]) {
        self.line = line
        self.towards = towards
        self.arrivals = arrivals
    }

    /// Whole minutes until the next two buses, 0 for one that arrives; a bus counts until half a minute after its time.
    public func minutes(at wall: WallTime) -> [Int] {
        arrivals.filter { $0 >= wall.unixMilliseconds - 30_000 }.prefix(2).map { arrival in
            max(0, Int((arrival - wall.unixMilliseconds) / 60_000))
        }
    }
}

/// An activity or course nearby.
public struct Activity: Equatable, Sendable {
    /// Its name.
    public var title: LocalizedText
    /// Its start, wall time in milliseconds since 1970.
    public var starts: Int64
    /// Where.
    public var place: LocalizedText

    /// An activity.
    public init(title: LocalizedText, starts: Int64, place: LocalizedText) {
        self.title = title
        self.starts = starts
        self.place = place
    }
}

/// A notice to residents.
public struct Notice: Equatable, Sendable {
    /// Its heading.
    public var title: LocalizedText
    /// Its text.
    public var text: LocalizedText

    /// A notice.
    public init(title: LocalizedText, text: LocalizedText) {
        self.title = title
        self.text = text
    }
}

/// Kinds of places, in the order of their digits.
public enum PlaceKind: String, CaseIterable, Hashable, Sendable {
    case pharmacy, hospital, toilet, canteen, bank, market, police, library, metro
}

/// A place near the booth.
public struct Place: Equatable, Sendable {
    /// What it is.
    public var kind: PlaceKind
    /// Its name.
    public var name: LocalizedText
    /// Its address.
    public var address: LocalizedText
    /// Opening hours as written by the source.
    public var hours: String?
    /// Telephone: digits.
    public var phone: String?
    /// Walking minutes at an old person's pace.
    public var minutes: Int
    /// A link to a map.
    public var link: String?

    /// A place.
    public init(
        kind: PlaceKind, name: LocalizedText, address: LocalizedText, hours: String? = nil, phone: String? = nil,
        minutes: Int, link: String? = nil
    ) {
        self.kind = kind
        self.name = name
        self.address = address
        self.hours = hours
        self.phone = phone
        self.minutes = minutes
        self.link = link
    }
}

/// Packaged places with their date.
public struct PlaceList: Equatable, Sendable {
    /// The places, nearest first.
    public var places: [Place]
    /// The date of the data as written by its source, such as `2026-10-01`.
    public var dated: String
    /// Whether they are made up for a demonstration.
    public var sample: Bool

    /// Packaged places.
    public init(places: [Place], dated: String, sample: Bool) {
        self.places = places
        self.dated = dated
        self.sample = sample
    }
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
