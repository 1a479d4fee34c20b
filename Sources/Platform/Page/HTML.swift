/// A piece of HTML. Text that is interpolated into a literal is escaped; only other `HTML` is inserted unchanged. A
/// page therefore cannot forget to escape what a booth sent.
struct HTML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, Sendable {
    let source: String

    init(stringLiteral value: String) { source = value }

    init(stringInterpolation interpolation: StringInterpolation) { source = interpolation.source }

    private init(source: String) { self.source = source }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { source += literal }
        mutating func appendInterpolation(_ text: String) { source += HTML.escape(text) }
        mutating func appendInterpolation(_ number: some BinaryInteger) { source += String(number) }
        mutating func appendInterpolation(_ html: HTML) { source += html.source }
        mutating func appendInterpolation(_ pieces: [HTML]) { pieces.forEach { source += $0.source } }
    }

    /// Makes a text safe for content and quoted attributes. Control characters, and those that reorder text and could
    /// make a line read as something else, become the replacement character.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
