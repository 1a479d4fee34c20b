import Reading
import Vocabulary

/// What is known while an answer is read.
struct ReadingContext: Sendable {
    var source: LifeSource
    var booth: Booth
    /// The booth's clock.
    var now: WallTime
}

/// What an answer says.
struct Reading: Equatable, Sendable {
    /// The information, of the topic of its format.
    var value: SourceValue
    /// The time that it speaks of, milliseconds since 1970; nil if it does not say.
    var asOf: Int64?
    /// When its own words end to be true; nil if it does not say.
    var validUntil: Int64?
    /// Elements that could not be used and were left out or cut; a few by name, the rest counted.
    var remarks: [SourceError] = []
    /// Whether elements that might have been shown are missing; nil if that is what the remarks say.
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
