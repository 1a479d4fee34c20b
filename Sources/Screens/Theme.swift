import KioskCore

/// The colours of everything on screen, by what it is for. Each pair keeps a contrast of at least 7:1 (WCAG 2.2 AAA);
/// a test computes it.
public struct Theme: Equatable, Sendable {
    /// Plain text on the page.
    public var page: Style
    /// Titles and what matters most on a page.
    public var strong: Style
    /// What may be overlooked: dates of data, second languages.
    public var quiet: Style
    /// 一键服务 tiles.
    public var services: Style
    /// 应急服务 tiles and everything about an emergency.
    public var emergency: Style
    /// 生活服务 tiles.
    public var information: Style
    /// Keys that go back or repeat, the person's key, the footer.
    public var plainKey: Style
    /// The key that goes forward.
    public var forwardKey: Style
    /// Warnings, countdowns, the demonstration mark.
    public var notice: Style
    /// Dark modules on a light ground, for QR codes.
    public var code: Style

    /// Every pair with its name, for tests and for `kiosk check`.
    public var styles: [(name: String, style: Style)] {
        [
            ("page", page), ("strong", strong), ("quiet", quiet), ("services", services), ("emergency", emergency),
            ("information", information), ("plainKey", plainKey), ("forwardKey", forwardKey), ("notice", notice),
            ("code", code),
        ]
    }

    /// Daylight.
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

    /// From 22 to 6: the same picture with less light.
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

    /// White, yellow and black alone, on the resident's wish.
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

    /// The theme for a state: high contrast on request, else by the hour.
    public static func current(for state: State) -> Theme {
        if state.highContrast { return .highContrast }
        guard let hour = state.wall?.civil.hour else { return .day }
        return hour >= 22 || hour < 6 ? .night : .day
    }

    /// The tile of a function.
    func tile(_ category: Category) -> Style {
        switch category {
        case .services: services
        case .emergency: emergency
        case .information: information
        case .person: plainKey
        }
    }
}

extension Style {
    /// Contrast of foreground and background by WCAG 2.2, 1 to 21.
    public var contrast: Double {
        let pair = [foreground.luminance, background.luminance].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }
}

extension RGB {
    /// Relative luminance by WCAG 2.2, 0 to 1. The channel curve is approximated by a power of 2.4 worked out with the
    /// standard library alone, so that screens need no mathematics library.
    var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        if value <= 0.04045 { return value / 12.92 }
        // x^2.4 = x^2 * x^(2/5); the fifth root by Newton's method from above converges in a few steps.
        let base = (value + 0.055) / 1.055
        var root = 1.0
        for _ in 0..<40 { root -= (root * root * root * root * root - base) / (5 * root * root * root * root) }
        return base * base * root * root
    }
}
