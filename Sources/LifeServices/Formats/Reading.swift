import Reading
import Vocabulary

/// The context in which an answer is read.
struct ReadingContext: Sendable {
    var source: LifeSource
    var booth: Booth
    /// The booth's clock.
    var now: WallTime
}

/// The result of reading an answer.
struct Reading: Equatable, Sendable {
    /// The information, for the topic of its format.
    var value: SourceValue
    /// The time that it describes, in milliseconds since 1970; nil if it does not say.
    var asOf: Int64?
    /// Until when it says that it is valid, in milliseconds since 1970; nil if it does not say.
    var validUntil: Int64?
    /// Elements that could not be used and were left out or cut. A few are named, the rest are counted.
    var remarks: [SourceError] = []
    /// Whether elements that might have been shown are missing; nil to derive it from the remarks.
    var isPartial: Bool?
}

/// The information of each topic.
enum SourceValue: Equatable, Sendable {
    case weather(Weather)
    /// Fine dust in µg/m³.
    case air(pm25: Int)
    case buses(BusStop)
    case activities([Activity])
    case notices([Notice])
    case holidays(Holidays)
    case places(PlaceList)
}
