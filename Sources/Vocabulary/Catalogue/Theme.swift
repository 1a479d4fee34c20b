/// The colours on screen, by role. Each pair has a contrast ratio of at least 7:1 (WCAG 2.2 AAA), which a test checks.
public struct Theme: Equatable, Sendable {
    /// Plain text on the page.
    public var page: Style
    /// Titles and what matters most on a page.
    public var strong: Style
    /// Less important text: dates of data, second languages.
    public var quiet: Style
    /// 一键服务 tiles.
    public var services: Style
    /// 应急服务 tiles and everything about an emergency.
    public var emergency: Style
    /// 生活服务 tiles.
    public var information: Style
    /// Keys that go back or repeat, the key for a person, the footer.
    public var plainKey: Style
    /// The key that goes forward.
    public var forwardKey: Style
    /// Warnings, countdowns, the demonstration mark.
    public var notice: Style
    /// Dark modules on a light ground, for QR codes.
    public var code: Style

    /// Every role by its name in `theme.yaml`.
    public static let roles: [(name: String, path: any WritableKeyPath<Theme, Style> & Sendable)] = [
        ("page", \.page), ("strong", \.strong), ("quiet", \.quiet), ("services", \.services),
        ("emergency", \.emergency), ("information", \.information), ("plain_key", \.plainKey),
        ("forward_key", \.forwardKey), ("notice", \.notice), ("code", \.code),
    ]

    /// The least contrast ratio of a role's two colours (WCAG 2.2, 1.4.6).
    public static let leastContrast = 7.0

    /// The theme for daylight.
    public static let day = Theme(
        page: Style(foreground: RGB(0xFFFFFF), background: RGB(0x000000), bold: true),
        strong: Style(foreground: RGB(0xFFD400), background: RGB(0x000000), bold: true),
        quiet: Style(foreground: RGB(0xC4C9D4), background: RGB(0x000000)),
        services: Style(foreground: RGB(0x000000), background: RGB(0xFFD400), bold: true),
        emergency: Style(foreground: RGB(0xFFFFFF), background: RGB(0xA80000), bold: true),
        information: Style(foreground: RGB(0xFFFFFF), background: RGB(0x0B2A6F), bold: true),
        plainKey: Style(foreground: RGB(0xFFFFFF), background: RGB(0x2E333D), bold: true),
        forwardKey: Style(foreground: RGB(0x000000), background: RGB(0xFFFFFF), bold: true),
        notice: Style(foreground: RGB(0x000000), background: RGB(0xFFD400), bold: true),
        code: Style(foreground: RGB(0x000000), background: RGB(0xFFFFFF)))

    /// The same theme, darker.
    public static let night = Theme(
        page: Style(foreground: RGB(0xD8D8D8), background: RGB(0x000000), bold: true),
        strong: Style(foreground: RGB(0xD9B400), background: RGB(0x000000), bold: true),
        quiet: Style(foreground: RGB(0xA8ADB8), background: RGB(0x000000)),
        services: Style(foreground: RGB(0x000000), background: RGB(0xC9A700), bold: true),
        emergency: Style(foreground: RGB(0xFFFFFF), background: RGB(0x960000), bold: true),
        information: Style(foreground: RGB(0xE4E4E4), background: RGB(0x081F52), bold: true),
        plainKey: Style(foreground: RGB(0xE0E0E0), background: RGB(0x23272F), bold: true),
        forwardKey: Style(foreground: RGB(0x000000), background: RGB(0xD0D0D0), bold: true),
        notice: Style(foreground: RGB(0x000000), background: RGB(0xC9A700), bold: true),
        code: Style(foreground: RGB(0x000000), background: RGB(0xFFFFFF)))

    /// White, yellow and black, at the resident's request.
    public static let highContrast = Theme(
        page: Style(foreground: RGB(0xFFFFFF), background: RGB(0x000000), bold: true),
        strong: Style(foreground: RGB(0xFFFF00), background: RGB(0x000000), bold: true),
        quiet: Style(foreground: RGB(0xFFFFFF), background: RGB(0x000000)),
        services: Style(foreground: RGB(0x000000), background: RGB(0xFFFFFF), bold: true),
        emergency: Style(foreground: RGB(0x000000), background: RGB(0xFFFF00), bold: true),
        information: Style(foreground: RGB(0x000000), background: RGB(0xFFFFFF), bold: true),
        plainKey: Style(foreground: RGB(0xFFFFFF), background: RGB(0x1A1A1A), bold: true),
        forwardKey: Style(foreground: RGB(0x000000), background: RGB(0xFFFF00), bold: true),
        notice: Style(foreground: RGB(0x000000), background: RGB(0xFFFF00), bold: true),
        code: Style(foreground: RGB(0x000000), background: RGB(0xFFFFFF)))
}

/// The themes of a booth: by day, by night and at the resident's request.
public struct Themes: Equatable, Sendable {
    /// The theme by day.
    public var day: Theme
    /// The theme from `nightFrom` to `nightTo`.
    public var night: Theme
    /// The theme at the resident's request, day and night.
    public var highContrast: Theme
    /// The hour at which the night begins, 0 to 23.
    public var nightFrom: Int
    /// The hour at which the day begins, 0 to 23. If it equals `nightFrom`, there is no night.
    public var nightTo: Int

    /// Themes, by default the program's own.
    public init(
        day: Theme = .day, night: Theme = .night, highContrast: Theme = .highContrast, nightFrom: Int = 22,
        nightTo: Int = 6
    ) {
        self.day = day
        self.night = night
        self.highContrast = highContrast
        self.nightFrom = nightFrom
        self.nightTo = nightTo
    }

    /// Whether an hour of the day, 0 to 23, belongs to the night.
    public func isNight(hour: Int) -> Bool {
        nightFrom <= nightTo
            ? (nightFrom..<nightTo).contains(hour) : hour >= nightFrom || hour < nightTo
    }
}
