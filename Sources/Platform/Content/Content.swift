import Foundation

/// A text in the languages that the platform has for it. A booth falls back to English, then to Chinese.
struct LocalizedText: Encodable, Equatable, Sendable {
    let zhHans: String
    let en: String

    enum CodingKeys: String, CodingKey {
        case en
        case zhHans = "zh-Hans"
    }
}

/// The answer of `GET /v1/content`; the members are described in docs/platform-api.yaml.
struct Content: Encodable, Sendable {
    struct Weather: Encodable, Sendable {
        let asOf, validUntil: Date
        let condition: String
        let temperature, high, low: Int
        let tonight, tomorrow: String
        let tomorrowHigh, tomorrowLow: Int
        let pm25: Int
        let warning: LocalizedText?

        enum CodingKeys: String, CodingKey {
            case condition, tonight, tomorrow, pm25, warning
            case asOf = "as_of"
            case validUntil = "valid_until"
            case temperature = "temperature_c"
            case high = "high_c"
            case low = "low_c"
            case tomorrowHigh = "tomorrow_high_c"
            case tomorrowLow = "tomorrow_low_c"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(asOf, forKey: .asOf)
            try container.encode(validUntil, forKey: .validUntil)
            try container.encode(condition, forKey: .condition)
            try container.encode(temperature, forKey: .temperature)
            try container.encode(high, forKey: .high)
            try container.encode(low, forKey: .low)
            try container.encode(tonight, forKey: .tonight)
            try container.encode(tomorrow, forKey: .tomorrow)
            try container.encode(tomorrowHigh, forKey: .tomorrowHigh)
            try container.encode(tomorrowLow, forKey: .tomorrowLow)
            try container.encode(pm25, forKey: .pm25)
            // The contract says null, not absent, when no warning is in force.
            try container.encode(warning, forKey: .warning)
        }
    }

    struct Buses: Encodable, Sendable {
        struct Line: Encodable, Sendable {
            let line: String
            let towards: LocalizedText
            let arrivals: [Date]
        }

        let asOf, validUntil: Date
        let stop: LocalizedText
        let lines: [Line]

        enum CodingKeys: String, CodingKey {
            case stop, lines
            case asOf = "as_of"
            case validUntil = "valid_until"
        }
    }

    struct Activity: Encodable, Sendable {
        let title: LocalizedText
        let starts: Date
        let place: LocalizedText
    }

    struct Notice: Encodable, Sendable {
        let title, text: LocalizedText
    }

    struct Dated<Item: Encodable & Sendable>: Encodable, Sendable {
        let validUntil: Date
        let items: [Item]

        enum CodingKeys: String, CodingKey {
            case items
            case validUntil = "valid_until"
        }
    }

    let generatedAt: Date
    let sample: Bool
    let weather: Weather
    let buses: Buses
    let activities: Dated<Activity>
    let notices: Dated<Notice>

    enum CodingKeys: String, CodingKey {
        case sample, weather, buses, activities, notices
        case generatedAt = "generated_at"
    }
}
