/// A text as it is written in a YAML file.
enum ScalarText {
    /// How a value is written.
    enum Style {
        case plain, single, double

        /// The style of what begins with a character; nil for a block.
        init?(_ first: Unicode.Scalar?) {
            switch first {
            case "\"": self = .double
            case "'": self = .single
            case "|", ">": return nil
            default: self = .plain
            }
        }
    }

    /// Writes a value in a style if that can hold it, and else in double quotes.
    /// - Parameter isNumber: Whether it is a number or a word such as `true`, which goes without quotes. Any other text
    ///   that looks like one gets quotes: `"110"`.
    static func written(_ value: String, _ style: Style, isNumber: Bool, inBrackets: Bool) -> String {
        switch style {
        case .plain where isNumber || isPlain(value, inBrackets: inBrackets): value
        case .single where !value.unicodeScalars.contains { $0.value < 0x20 }: "'\(value.replacing("'", with: "''"))'"
        default: doubleQuoted(value)
        }
    }

    private static func doubleQuoted(_ value: String) -> String {
        let escaped = value.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\t": "\\t"
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }

    /// Whether a text means itself without quotes.
    static func isPlain(_ value: String, inBrackets: Bool) -> Bool {
        let scalars = Array(value.unicodeScalars)
        guard let first = scalars.first, let last = scalars.last, first != " ", last != " ", last != ":" else {
            return false
        }
        if "-?:,[]{}#&*!|>'\"%@`~=<".unicodeScalars.contains(first) { return false }
        let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        if words.contains(value.lowercased()) || Double(value) != nil || value.hasPrefix("0x") { return false }
        // Base 60, a date, a number with signs between its digits.
        let digits = scalars.allSatisfy { ("0"..."9").contains($0) || "+-.:_,eE".unicodeScalars.contains($0) }
        if digits { return false }
        for (index, scalar) in scalars.enumerated() {
            if scalar.value < 0x20 { return false }
            if scalar == "#", scalars[index - 1] == " " { return false }
            if scalar == ":", scalars[index + 1] == " " { return false }
            if inBrackets, ",[]{}".unicodeScalars.contains(scalar) { return false }
        }
        return true
    }
}
