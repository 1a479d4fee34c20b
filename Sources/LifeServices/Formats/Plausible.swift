import Foundation
import Basics
import Reading
import Vocabulary

/// Ranges of plausible values, and how values are shown.
enum Plausible {
    /// Temperatures in degrees Celsius that occur on this planet.
    private static let celsius = -90.0...60.0
    /// Fine dust in µg/m³; the worst days on record are below 2,000.
    private static let dust = 0.0...2000.0
    /// A time further than twenty years from the booth's clock is damage, in milliseconds.
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

    /// Seconds since 1970 as milliseconds; nil if they are not plausible.
    static func milliseconds(seconds: Double, _ context: ReadingContext) -> Int64? {
        guard let seconds = Int64(exactly: seconds.rounded()), seconds.magnitude < 1 << 40,
            abs(seconds * 1000 - context.now.unixMilliseconds) <= age
        else { return nil }
        return seconds * 1000
    }

    /// An address for a QR code: `http` or `https` with a host, short enough for a telephone to read the code.
    static func link(_ text: String) -> String? {
        guard text.utf8.count <= 200, let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", url.host?.isEmpty == false
        else { return nil }
        return text
    }

    /// Reads a time in RFC 3339 form, or the same without an offset; it is then in the booth's zone (XML Schema's
    /// `dateTime` allows this). Nil if it is not plausible.
    static func instant(_ text: String, _ context: ReadingContext) -> Int64? {
        guard text.utf8.count <= 40 else { return nil }
        let instant =
            RFC3339.unixMilliseconds(text)
            ?? RFC3339.unixMilliseconds(text + "Z").map { $0 - Int64(context.now.utcOffsetSeconds) * 1000 }
        return instant.flatMap { abs($0 - context.now.unixMilliseconds) <= age ? $0 : nil }
    }

    /// The booth's code for a language tag such as `zh-CN` or `en-GB`; Chinese if there is no tag.
    static func language(_ tag: String?) -> LanguageCode {
        guard let primary = tag?.split(separator: "-").first?.lowercased() else { return .chinese }
        return primary == "zh" ? .chinese : LanguageCode(rawValue: primary)
    }
}

extension JSONNode {
    /// A text shortened for a remark.
    static func excerpt(_ text: String) -> String { text.count <= 40 ? text : text.prefix(40) + "…" }

    /// A member with a time in seconds since 1970, as milliseconds.
    func seconds(_ name: String, _ context: ReadingContext, needed: Bool = true) -> Int64? {
        guard let number = number(name, needed: needed) else { return nil }
        guard let instant = Plausible.milliseconds(seconds: number, context) else {
            remark(name, .implausible("\(number)"))
            return nil
        }
        return instant
    }

    /// A member with a time as text, as milliseconds since 1970.
    func instant(_ name: String, _ context: ReadingContext) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let instant = Plausible.instant(text, context) else {
            remark(name, .syntax("'\(Self.excerpt(text))' is no time"))
            return nil
        }
        return instant
    }
}
