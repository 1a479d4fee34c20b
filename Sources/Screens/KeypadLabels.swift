public import Vocabulary

/// Stickers for the keys of a keypad, in the booth's languages and in the colours of its tiles.
///
/// They come as one A4 sheet in SVG, in millimetres and laid out like the keypad. A line of 100 mm shows whoever prints
/// the sheet whether it was scaled. Fonts are named but not embedded; any font with the characters will do.
public struct KeypadLabels {
    /// One sticker.
    public struct Label: Equatable, Sendable {
        /// The largest text on it: `1`, `*`, `SOS`.
        public var sign: String
        /// What the key does in each language, the booth's own language first.
        public var lines: [(language: LanguageCode, text: String)]
        /// Its colours.
        public var style: Style

        /// Whether two stickers look the same.
        public static func == (left: Label, right: Label) -> Bool {
            left.sign == right.sign && left.style == right.style
                && left.lines.elementsEqual(right.lines) { $0 == $1 }
        }
    }

    /// The possible edge lengths in millimetres, from the smallest that can be read to the largest with which five rows
    /// of keys fit on A4.
    public static let millimetres = 12.0...48.0

    /// The rows of the keypad, three keys each, then SOS and the language key.
    public let rows: [[Label]]
    private let title: String
    private let side: Double

    /// The stickers of a booth.
    /// - Parameter side: the edge length of a key in millimetres. It is limited to ``millimetres``.
    public init(catalogue: Catalogue, settings: Settings, side: Double) {
        let theme = settings.themes.day
        func all(_ text: (LanguageCode) -> String) -> [(language: LanguageCode, text: String)] {
            catalogue.languageCodes.map { ($0, text($0)) }
        }
        func digit(_ digit: Int) -> Label {
            guard let function = catalogue.function(onKey: digit) else {
                return Label(sign: "\(digit)", lines: [], style: theme.plainKey)
            }
            return Label(
                sign: "\(digit)", lines: all { function.label.text(in: $0) }, style: theme.tile(function.category))
        }
        func key(_ sign: String, _ message: MessageKey, _ style: Style) -> Label {
            Label(sign: sign, lines: all { catalogue.text(message, in: $0) }, style: style)
        }
        let language = Label(
            sign: "文A", lines: catalogue.languages.map { ($0.code, $0.name) }, style: theme.plainKey)
        rows = [
            (1...3).map(digit), (4...6).map(digit), (7...9).map(digit),
            [key("*", .keyBack, theme.plainKey), digit(0), key("#", .keyConfirm, theme.forwardKey)],
            [key("SOS", .sosLabel, theme.emergency), language],
        ]
        title = [settings.booth.name, settings.booth.number].filter { !$0.isEmpty }.joined(separator: " ")
        self.side = min(max(side, Self.millimetres.lowerBound), Self.millimetres.upperBound)
    }

    /// One line per key, for a terminal.
    public var text: String {
        rows.joined().map { label in
            let sign = label.sign + String(repeating: " ", count: max(0, 5 - DisplayWidth.columns(of: label.sign)))
            return sign + label.lines.map(\.text).joined(separator: " · ")
        }.joined(separator: "\n")
    }

    // MARK: SVG

    /// The gap between two stickers, in millimetres.
    private static let gap = 4.0
    private static let page = (width: 210.0, height: 297.0)
    private static let top = 28.0

    /// The sheet: SVG 1.1, `width` and `height` in millimetres, one unit per millimetre.
    public var svg: String {
        let left = (Self.page.width - 3 * side - 2 * Self.gap) / 2
        let stickers = rows.enumerated().flatMap { row, labels in
            labels.enumerated().map { column, label in
                sticker(
                    label, x: left + Double(column) * (side + Self.gap),
                    y: Self.top + Double(row) * (side + Self.gap))
            }
        }
        let size = Self.number(side)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" \
            font-family="\(Self.fonts())">
            <title>\(Self.escaped(title))</title>
            <style>@page { size: A4; margin: 0 }</style>
            <rect width="210" height="297" fill="#FFFFFF"/>
            <text x="105" y="10" font-size="4.5" text-anchor="middle" font-weight="bold">\(Self.escaped(title))</text>
            <text x="105" y="16" font-size="3.2" text-anchor="middle">按原尺寸（100%）打印，每张 \(size) × \(size) 毫米 · Print at \
            full size (100 %), \(size) × \(size) mm each</text>
            <path d="M55 20v3m0-1.5h100m0-1.5v3" fill="none" stroke="#000000" stroke-width="0.2"/>
            <text x="157" y="22.6" font-size="3">100 mm</text>
            \(stickers.joined(separator: "\n"))
            </svg>

            """
    }

    private func sticker(_ label: Label, x: Double, y: Double) -> String {
        let (text, ground) = (Self.name(of: label.style.foreground), Self.name(of: label.style.background))
        let middle = x + side / 2
        var parts = [
            "<g fill=\"\(text)\" text-anchor=\"middle\" font-weight=\"bold\">",
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(side))\" "
                + "height=\"\(Self.number(side))\" rx=\"1.5\" fill=\"\(ground)\" stroke=\"#808080\" "
                + "stroke-width=\"0.2\"/>",
        ]
        // The sign takes the upper half, or the whole sticker if there are no lines. A capital letter is about 0.73 of
        // the font size high.
        let signSize = min(side * (label.lines.isEmpty ? 0.7 : 0.46), fitted(label.sign) * 0.72)
        let signMiddle = side * (label.lines.isEmpty ? 0.5 : 0.27)
        // An asterisk sits at the top of its line.
        let drop = signSize * (label.sign == "*" ? 0.58 : 0.365)
        parts.append(line(label.sign, x: middle, y: y + signMiddle + drop, size: signSize, language: nil))
        // The booth's own language is half as large again as each other language.
        let room = side * 0.47
        let unit = room / (Double(label.lines.count) + 0.5)
        var base = y + side * 0.49
        for (index, (language, text)) in label.lines.enumerated() {
            let height = index == 0 ? unit * 1.5 : unit
            let size = min(height * 0.86, fitted(text))
            parts.append(line(text, x: middle, y: base + height / 2 + size * 0.36, size: size, language: language))
            base += height
        }
        return (parts + ["</g>"]).joined(separator: "\n")
    }

    private func line(_ text: String, x: Double, y: Double, size: Double, language: LanguageCode?) -> String {
        let tag = language.map { " xml:lang=\"\(Self.escaped($0.rawValue))\" font-family=\"\(Self.fonts($0))\"" } ?? ""
        return "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\"\(tag)>"
            + "\(Self.escaped(text))</text>"
    }

    /// The largest font size at which a text surely fits on a key. A wide character takes one em, a bold Latin letter
    /// 0.6 em or less.
    private func fitted(_ text: String) -> Double {
        let ems = text.reduce(0.0) { $0 + (DisplayWidth.columns(of: $1) == 2 ? 1 : 0.6) }
        return (side - 1.6) / max(ems, 0.5)
    }

    /// The names of fonts. The first one draws the characters in the form that the language uses.
    private static func fonts(_ language: LanguageCode = .chinese) -> String {
        let region = [LanguageCode.japanese: "JP", .korean: "KR"][language] ?? "SC"
        return "Noto Sans CJK \(region), Noto Sans \(region), Microsoft YaHei, PingFang SC, sans-serif"
    }

    /// At most two decimals, without trailing zeros.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func name(of colour: RGB) -> String {
        "#"
            + [colour.red, colour.green, colour.blue].map { channel in
                (channel < 16 ? "0" : "") + String(channel, radix: 16, uppercase: true)
            }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }
}
