import Basics
import Vocabulary

/// Reads `theme.yaml`: the colours of everything on screen. Roles that the file does not name keep the program's own
/// colours.
struct ThemeDecoder {
    let problems: ProblemList

    func decode(_ root: YAMLValue) -> Themes? {
        guard let map = MapReader(root, name: SourceFiles.themeName, at: root.position, problems: problems) else {
            return nil
        }
        var themes = Themes()
        themes.day = theme(map, "day", over: themes.day)
        themes.night = theme(map, "night", over: themes.night)
        themes.highContrast = theme(map, "high_contrast", over: themes.highContrast)
        if let entry = map.entry("night_hours"),
            let hours = MapReader(entry.value, name: "night_hours", at: entry.keyPosition, problems: problems)
        {
            themes.nightFrom = hours.integer("from", 0...23) ?? themes.nightFrom
            themes.nightTo = hours.integer("to", 0...23) ?? themes.nightTo
            hours.finish()
        }
        map.finish()
        return themes
    }

    private func theme(_ map: MapReader, _ name: String, over builtIn: Theme) -> Theme {
        guard let entry = map.entry(name),
            let group = MapReader(entry.value, name: "'\(name)'", at: entry.keyPosition, problems: problems)
        else { return builtIn }
        var theme = builtIn
        for (role, path) in Theme.roles {
            guard let entry = group.entry(role),
                let style = style(entry, name: "'\(role)' of \(name)", like: builtIn[keyPath: path])
            else { continue }
            theme[keyPath: path] = style
        }
        group.finish()
        checkTogether(theme, name, entry.keyPosition, like: builtIn)
        return theme
    }

    /// Checks colours of different roles against one another.
    private func checkTogether(_ theme: Theme, _ name: String, _ position: Position, like builtIn: Theme) {
        let heading = RGB.contrast(theme.quiet.foreground, theme.page.background)
        if heading < Theme.leastContrast {
            problems.error(
                position,
                "in \(name), the text of 'quiet' has a contrast of \(Self.ratio(heading)) to the ground of "
                    + "'page', where it stands in headings; at least \(Int(Theme.leastContrast)):1 is needed",
                "set both roles, such as quiet: \(Self.example(builtIn.quiet))")
        }
        if theme.code.foreground.luminance > theme.code.background.luminance {
            problems.error(
                position, "'code' of \(name) is light on dark, which many telephones cannot read",
                "write dark on light, such as code: \(Self.example(builtIn.code))")
        }
    }

    private func style(_ entry: YAMLEntry, name: String, like builtIn: Style) -> Style? {
        guard let map = MapReader(entry.value, name: name, at: entry.keyPosition, problems: problems) else {
            return nil
        }
        let text = colour(map, "text", like: builtIn.foreground)
        let ground = colour(map, "ground", like: builtIn.background)
        let bold = map.flag("bold") ?? builtIn.bold
        map.finish()
        guard let text, let ground else { return nil }
        let style = Style(foreground: text, background: ground, bold: bold)
        guard style.contrast >= Theme.leastContrast else {
            problems.error(
                entry.keyPosition,
                "\(name) has a contrast of \(Self.ratio(style.contrast)) (\(Self.name(of: text)) on "
                    + "\(Self.name(of: ground))), at least \(Int(Theme.leastContrast)):1 is needed",
                "set text and ground further apart in lightness, such as \(Self.example(builtIn))")
            return nil
        }
        return style
    }

    private func colour(_ map: MapReader, _ key: String, like builtIn: RGB) -> RGB? {
        let example = "\"\(Self.name(of: builtIn))\""
        // Without quotation marks, YAML takes the number sign as the start of a comment.
        guard let entry = map.required(key, example: "\(key): \(example), in quotes"),
            let value = TextValue(entry, problems)
        else { return nil }
        let digits = value.text.dropFirst()
        guard value.text.first == "#", digits.utf8.count == 6, digits.utf8.allSatisfy(Self.isHexadecimal),
            let number = UInt32(digits, radix: 16)
        else {
            problems.unknown(
                value.position, "'\(value.text)' is no colour",
                "write a number sign and six hexadecimal digits in quotes, such as \(example)")
            return nil
        }
        return RGB(number)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    /// A contrast ratio such as `6.9:1`. It is rounded down, so that an insufficient value never reads as a sufficient
    /// one.
    private static func ratio(_ contrast: Double) -> String {
        let tenths = Int(contrast * 10)
        return "\(tenths / 10).\(tenths % 10):1"
    }

    private static func example(_ style: Style) -> String {
        "{ text: \"\(name(of: style.foreground))\", ground: \"\(name(of: style.background))\" }"
    }

    private static func name(of colour: RGB) -> String {
        let number = UInt32(colour.red) << 16 | UInt32(colour.green) << 8 | UInt32(colour.blue)
        return "#" + number.padded(to: 6, radix: 16, uppercase: true)
    }
}
