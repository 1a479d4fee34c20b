/// Why something that was read, or an element of it, cannot be used, and where that is: what a technician needs to mend it.
public struct SourceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Equatable, Sendable {
        /// There is nothing in it.
        case empty
        /// The bytes are no text in UTF-8, or in UTF-16 with its mark.
        case encoding
        /// It does not have the form that it should; what was expected.
        case syntax(String)
        /// It ends before its end; inside of what. What is whole before that may be shown.
        case cutOff(inside: String)
        /// This user may not read it.
        case forbidden(user: String)
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
        /// A text of more characters than there is room for; it was cut.
        case tooLong(limit: Int)
        /// A time is missing that the fetch stands in for.
        case undated
        /// It does not say until when it is true; the seconds that stand in.
        case unlimited(seconds: Int64)
        /// So many more elements that are not listed one by one.
        case more(Int)
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
    public var isOfForm: Bool {
        switch reason {
        case .encoding, .syntax, .cutOff: true
        default: false
        }
    }

    /// Whether something that might have been shown is missing because of this; what is only cut or undated is there.
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
