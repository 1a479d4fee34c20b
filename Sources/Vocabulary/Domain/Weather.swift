/// The kind of weather.
public enum Sky: String, CaseIterable, Hashable, Sendable {
    case clear, cloudy, overcast, rain, heavyRain = "heavy_rain", thunder, snow, fog, haze, wind

    /// Whether a person needs an umbrella.
    public var isWet: Bool {
        switch self {
        case .rain, .heavyRain, .thunder, .snow: true
        case .clear, .cloudy, .overcast, .fog, .haze, .wind: false
        }
    }
}

/// Weather and air at the booth. Each part is nil if it is not known.
public struct Weather: Equatable, Sendable {
    /// The sky now.
    public var sky: Sky?
    /// The sky of the whole day, for sources that do not give the sky now.
    public var today: Sky?
    /// Degrees Celsius now.
    public var temperature: Int?
    /// Highest today, degrees Celsius.
    public var high: Int?
    /// Lowest today, degrees Celsius.
    public var low: Int?
    /// The sky tonight.
    public var tonight: Sky?
    /// The sky tomorrow.
    public var tomorrow: Sky?
    /// Highest tomorrow, degrees Celsius.
    public var tomorrowHigh: Int?
    /// Lowest tomorrow, degrees Celsius.
    public var tomorrowLow: Int?
    /// Fine dust (PM2.5) in µg/m³.
    public var pm25: Int?
    /// Official warnings, the most severe first.
    public let warnings: [WeatherWarning]

    /// Weather; the warnings may come in any order.
    public init(
        sky: Sky? = nil, temperature: Int? = nil, high: Int? = nil, low: Int? = nil, today: Sky? = nil,
        tonight: Sky? = nil,
        tomorrow: Sky? = nil,
        tomorrowHigh: Int? = nil, tomorrowLow: Int? = nil, pm25: Int? = nil, warnings: [WeatherWarning] = []
    ) {
        self.sky = sky
        self.temperature = temperature
        self.high = high
        self.low = low
        self.today = today
        self.tonight = tonight
        self.tomorrow = tomorrow
        self.tomorrowHigh = tomorrowHigh
        self.tomorrowLow = tomorrowLow
        self.pm25 = pm25
        // Equal levels keep the source's order.
        self.warnings = warnings.enumerated().sorted {
            ($1.element.level, $0.offset) < ($0.element.level, $1.offset)
        }.map(\.element)
    }

    /// Whether anything about the weather is known. The air does not count: it is shown beside the weather, never
    /// alone.
    public var saysAnything: Bool {
        sky != nil || today != nil || temperature != nil || high != nil || low != nil || tonight != nil
            || tomorrow != nil
            || tomorrowHigh != nil || tomorrowLow != nil || !warnings.isEmpty
    }

    /// The text of the most severe official warning.
    public var warning: LocalizedText? { warnings.first?.text }

    /// The grade of the fine dust; nil if it is not known.
    public var air: AirGrade? { pm25.map(AirGrade.init(pm25:)) }

    /// What to consider before going out, the most useful first.
    public var hints: [WeatherHint] {
        var hints: [WeatherHint] = []
        if (sky ?? today)?.isWet == true || tonight?.isWet == true { hints.append(.umbrella) }
        if let air, air > .fair { hints.append(.air) }
        if let high, high >= 33 { hints.append(.heat) }
        if let low, low <= 8 { hints.append(.coat) }
        return hints
    }
}

/// A plain hint that goes with the weather.
public enum WeatherHint: String, CaseIterable, Hashable, Sendable {
    /// It rains or snows now or tonight.
    case umbrella
    /// 33 °C or more: drink water, avoid the sun at noon.
    case heat
    /// 8 °C or less: dress warmly.
    case coat
    /// Fine dust above the daily limit: spend less time outdoors.
    case air
}

/// The grades of China's air quality index by the daily mean of PM2.5 (HJ 633-2012, table 1).
public enum AirGrade: Int, CaseIterable, Hashable, Comparable, Sendable {
    case good, fair, light, moderate, heavy, severe

    /// The grade of a concentration in µg/m³.
    public init(pm25: Int) {
        switch pm25 {
        case ...35: self = .good
        case ...75: self = .fair
        case ...115: self = .light
        case ...150: self = .moderate
        case ...250: self = .heavy
        default: self = .severe
        }
    }

    /// Orders grades from clean to foul.
    public static func < (left: AirGrade, right: AirGrade) -> Bool { left.rawValue < right.rawValue }
}

/// An official weather warning.
public struct WeatherWarning: Equatable, Sendable {
    /// China's four colours of warnings, and `unknown` for a warning without a colour.
    public enum Level: Int, CaseIterable, Hashable, Comparable, Sendable {
        case unknown, blue, yellow, orange, red

        /// Orders levels from mild to severe.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// How severe.
    public var level: Level
    /// In words.
    public var text: LocalizedText

    /// A warning.
    public init(level: Level = .unknown, text: LocalizedText) {
        self.level = level
        self.text = text
    }
}

extension AirGrade {
    /// The grade in plain words.
    public enum Word: String, CaseIterable, Hashable, Sendable {
        case good, fair, poor
    }

    /// The word for the grade; above the daily limit it is "poor".
    public var word: Word {
        switch self {
        case .good: .good
        case .fair: .fair
        case .light, .moderate, .heavy, .severe: .poor
        }
    }
}

extension Weather {
    /// The most useful piece of advice for today. The hint about the air is left out, because the word for the grade
    /// says enough.
    public var advice: WeatherHint? { hints.first { $0 != .air } }
}
