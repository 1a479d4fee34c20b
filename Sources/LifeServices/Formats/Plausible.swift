import Foundation
import Basics
import Reading
import Vocabulary

/// What can be, and how it is shown.
enum Plausible {
    /// Degrees Celsius that occur on this planet.
    private static let celsius = -90.0...60.0
    /// Fine dust in µg/m³; the worst days on record are below 2,000.
    private static let dust = 0.0...2000.0
    /// A time that is further away than this from the booth's clock is damage and not another time: twenty years.
    private static let age: Int64 = 20 * 366 * 86_400_000

    /// Whole degrees, or nil with a remark.
    static func degrees(_ value: Double, _ node: JSONNode, _ name: String) -> Int? { whole(value, celsius, node, name) }

    /// Whole µg/m³, or nil with a remark.
    static func pm25(_ value: Double, _ node: JSONNode, _ name: String) -> Int? { whole(value, dust, node, name) }

    private static func whole(
        _ value: Double, _ range: ClosedRange<Double>, _ node: JSONNode, _ name: String
    ) -> Int? {
        guard range.contains(value) else {
            node.remark(name, .implausible("\(value)"))
            return nil
        }
        return Int(value.rounded())
    }

    /// Milliseconds since 1970 of seconds, as far as somebody could have meant them.
    static func milliseconds(seconds: Double, _ context: ReadingContext) -> Int64? {
        guard let seconds = Int64(exactly: seconds.rounded()), seconds.magnitude < 1 << 40,
            abs(seconds * 1000 - context.now.unixMilliseconds) <= age
        else { return nil }
        return seconds * 1000
    }

    /// An address for a QR code: `http` or `https` with a host, short enough for a code that a telephone reads.
    static func link(_ text: String) -> String? {
        guard text.utf8.count <= 200, let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", url.host?.isEmpty == false
        else { return nil }
        return text
    }

    /// RFC 3339, or the same without an offset, which then is the booth's (XML Schema's `dateTime` allows it), as far as
    /// somebody could have meant it.
    static func instant(_ text: String, _ context: ReadingContext) -> Int64? {
        guard text.utf8.count <= 40 else { return nil }
        let instant =
            RFC3339.unixMilliseconds(text)
            ?? RFC3339.unixMilliseconds(text + "Z").map { $0 - Int64(context.now.utcOffsetSeconds) * 1000 }
        return instant.flatMap { abs($0 - context.now.unixMilliseconds) <= age ? $0 : nil }
    }

    /// The booth's name of a language that is written `zh-CN` or `en-GB`; Chinese where nothing is said.
    static func language(_ tag: String?) -> LanguageCode {
        guard let primary = tag?.split(separator: "-").first?.lowercased() else { return .chinese }
        return primary == "zh" ? .chinese : LanguageCode(rawValue: primary)
    }
}

extension JSONNode {
    /// A text for a remark, not longer than anybody reads.
    static func excerpt(_ text: String) -> String { text.count <= 40 ? text : text.prefix(40) + "…" }

    /// A member that is a time in seconds since 1970, as milliseconds.
    func seconds(_ name: String, _ context: ReadingContext, needed: Bool = true) -> Int64? {
        guard let number = number(name, needed: needed) else { return nil }
        guard let instant = Plausible.milliseconds(seconds: number, context) else {
            remark(name, .implausible("\(number)"))
            return nil
        }
        return instant
    }

    /// A member that is a time as text, as milliseconds since 1970.
    func instant(_ name: String, _ context: ReadingContext) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let instant = Plausible.instant(text, context) else {
            remark(name, .syntax("'\(Self.excerpt(text))' is no time"))
            return nil
        }
        return instant
    }
}
