/// A colour of the screen, eight bits per channel.
public struct RGB: Hashable, Sendable {
    /// Red, 0 to 255.
    public var red: UInt8
    /// Green, 0 to 255.
    public var green: UInt8
    /// Blue, 0 to 255.
    public var blue: UInt8

    /// The colour `0xRRGGBB`.
    public init(_ hex: UInt32) {
        red = UInt8(truncatingIfNeeded: hex >> 16)
        green = UInt8(truncatingIfNeeded: hex >> 8)
        blue = UInt8(truncatingIfNeeded: hex)
    }
}

/// How a cell is painted.
public struct Style: Hashable, Sendable {
    /// The colour of the glyph.
    public var foreground: RGB
    /// The colour behind the glyph.
    public var background: RGB
    /// Whether the glyph is bold, if the terminal has a bold weight.
    public var bold: Bool

    /// A style of two colours.
    public init(foreground: RGB, background: RGB, bold: Bool = false) {
        self.foreground = foreground
        self.background = background
        self.bold = bold
    }

    /// Foreground and background exchanged.
    public var inverted: Style { Style(foreground: background, background: foreground, bold: bold) }
}

extension Style {
    /// The contrast ratio of foreground and background by WCAG 2.2, 1 to 21.
    public var contrast: Double { RGB.contrast(foreground, background) }
}

extension RGB {
    /// The contrast ratio of two colours by WCAG 2.2, 1 to 21.
    public static func contrast(_ first: RGB, _ second: RGB) -> Double {
        let (one, two) = (first.luminance, second.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// Relative luminance by WCAG 2.2, 0 to 1. The power of 2.4 in the channel curve is computed with the standard
    /// library alone, so that the core needs no mathematics library.
    public var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        if value <= 0.04045 { return value / 12.92 }
        // x^2.4 = x^2 * x^(2/5). Newton's method for the fifth root starts above the root and converges in a few steps.
        let base = (value + 0.055) / 1.055
        var root = 1.0
        for _ in 0..<40 { root -= (root * root * root * root * root - base) / (5 * root * root * root * root) }
        return base * base * root * root
    }
}
