import KioskCore

/// Why an answer cannot be used, and where in it.
public struct SourceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Equatable, Sendable {
        /// There is nothing in it.
        case empty
        /// The bytes are no text in UTF-8, or in UTF-16 with its mark.
        case encoding
        /// It does not have the form that it should; what was expected.
        case syntax(String)
        /// A part that must be there is not.
        case missing
        /// A part is there with a value that cannot be.
        case implausible(String)
        /// It speaks of a time too long ago; how many seconds.
        case stale(seconds: Int64)
        /// It speaks of a time that has not come; how many seconds ahead.
        case future(seconds: Int64)
        /// More than anybody shows.
        case tooMany(limit: Int)
        /// The service says itself that it has no answer; its word for it.
        case refused(String)
        /// It uses a part of the standard that is not read.
        case unsupported(String)
    }

    /// Where: `current.temperature_2m`, `line 12`, `byte 88`; empty is the whole.
    public var place: String
    /// What is wrong.
    public var reason: Reason

    /// An error.
    public init(_ place: String, _ reason: Reason) {
        self.place = place
        self.reason = reason
    }

    /// Whether the bytes are not what the format has, at any time.
    var isOfForm: Bool {
        switch reason {
        case .encoding, .syntax: true
        default: false
        }
    }

    /// The place and the reason, for a technician.
    public var description: String {
        let words =
            switch reason {
            case .empty: "nothing in it"
            case .encoding: "no text in UTF-8"
            case .syntax(let expected): expected
            case .missing: "missing"
            case .implausible(let value): "'\(value)' cannot be"
            case .stale(let seconds): "\(seconds) s old"
            case .future(let seconds): "\(seconds) s in the future"
            case .tooMany(let limit): "more than \(limit)"
            case .refused(let word): "the service answers '\(word)'"
            case .unsupported(let part): "\(part) is not read here"
            }
        return place.isEmpty ? words : "\(place): \(words)"
    }
}

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
    /// Single items that could not be used and were left out.
    var remarks: [SourceError] = []
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
