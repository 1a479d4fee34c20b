/// Why a source, or an element of it, cannot be used, and where the problem is: what a technician needs to fix it.
public struct SourceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Equatable, Sendable {
        /// It is empty.
        case empty
        /// The bytes are neither text in UTF-8 nor in UTF-16 with a byte order mark.
        case encoding
        /// It does not have the required form; the words for the technician.
        case syntax(String)
        /// It ends too early, inside this part. Complete elements before that may be shown.
        case cutOff(inside: String)
        /// This user may not read it.
        case forbidden(user: String)
        /// A required part is missing.
        case missing
        /// A part has this impossible value.
        case implausible(String)
        /// It refers to a time this many seconds ago, which is too long.
        case stale(seconds: Int64)
        /// It refers to a time this many seconds in the future.
        case future(seconds: Int64)
        /// It has more elements than are ever shown; this is the limit.
        case tooMany(limit: Int)
        /// The service itself says that it has no answer; its word for it.
        case refused(String)
        /// It uses this part of the standard, which the booth does not read.
        case unsupported(String)
        /// A text was longer than this many characters and was cut.
        case tooLong(limit: Int)
        /// A time is missing; the time of the fetch is used instead.
        case undated
        /// It does not say until when it is valid; this many seconds are used instead.
        case unlimited(seconds: Int64)
        /// This many more elements, which are not listed one by one.
        case more(Int)
    }

    /// Where the problem is: `current.temperature_2m`, `line 12`, `byte 88`; empty means the whole.
    public var place: String
    /// What is wrong.
    public var reason: Reason

    /// An error.
    public init(_ place: String, _ reason: Reason) {
        self.place = place
        self.reason = reason
    }

    /// Whether the bytes violate the format, so that they are invalid at any time.
    public var isOfForm: Bool {
        switch reason {
        case .encoding, .syntax, .cutOff: true
        default: false
        }
    }

    /// Whether something that might have been shown is left out because of this. Something that is only cut or undated
    /// is still shown.
    public var leavesOut: Bool {
        switch reason {
        case .tooLong, .undated, .unlimited: false
        default: reason != TextBytes.cut
        }
    }

    /// The place and the reason, for a technician.
    public var description: String {
        let words =
            switch reason {
            case .empty: "nothing in it"
            case .encoding: "no text in UTF-8"
            case .syntax(let expected): expected
            case .cutOff(let inside): "cut off inside \(inside)"
            case .forbidden(let user): "user '\(user)' may not read it"
            case .missing: "missing"
            case .implausible(let value): "'\(value)' cannot be"
            case .stale(let seconds): "\(seconds) s old"
            case .future(let seconds): "\(seconds) s in the future"
            case .tooMany(let limit): "more than \(limit)"
            case .refused(let word): "the service answers '\(word)'"
            case .unsupported(let part): "\(part) is not read here"
            case .tooLong(let limit): "longer than \(limit) characters, cut"
            case .undated: "no time that can be, the time of the fetch stands in"
            case .unlimited(let seconds): "no time that can be, shown for \(seconds) s at most"
            case .more(let count): "\(count) more"
            }
        return place.isEmpty ? words : "\(place): \(words)"
    }
}
