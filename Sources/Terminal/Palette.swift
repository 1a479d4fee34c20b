import Vocabulary

/// The two colour numbers that one terminal uses for a style.
struct ColorPair: Hashable, Sendable {
    var foreground: Int
    var background: Int

    /// The same pair in a palette that has `count` other colours first.
    func shifted(by count: Int) -> ColorPair {
        ColorPair(foreground: foreground + count, background: background + count)
    }
}

/// Which colours a terminal has, and which of them come closest to what a picture asks for.
enum Palette: Equatable, Sendable {
    /// Colour numbers are 0xRRGGBB.
    case direct
    /// Colours 16 to 255: xterm's 6x6x6 cube and grey ramp.
    case indexed256
    /// The first 8 or 16 colours.
    case basic(count: Int)
    /// No colours: light text on dark, or the reverse.
    case monochrome

    /// What a terminal with this many colours has.
    init(colors: Int, direct: Bool) {
        self =
            if direct {
                .direct
            } else if colors >= 256 {
                .indexed256
            } else if colors >= 8 {
                .basic(count: colors >= 16 ? 16 : 8)
            } else {
                .monochrome
            }
    }

    /// The colours for a style; nil if the terminal has none.
    func pair(for style: Style) -> ColorPair? {
        switch self {
        case .direct:
            ColorPair(foreground: Self.direct(style.foreground), background: Self.direct(style.background))
        case .indexed256:
            // Colours 0 to 15 are not used, since themes change them.
            Self.readable(style, of: Self.indexedColors, black: 0, white: 215).shifted(by: 16)
        case .basic(let count):
            Self.readable(style, of: Array(Self.basicColors.prefix(count)), black: 0, white: count > 8 ? 15 : 7)
        case .monochrome:
            nil
        }
    }

    /// Whether monochrome text is shown in reverse, which is the case if its background is the lighter of the two
    /// colours.
    static func isReversed(_ style: Style) -> Bool {
        style.background.luminance > style.foreground.luminance
    }

    /// What a colour number looks like, as far as the standard fixes it.
    func color(_ number: Int) -> RGB? {
        switch self {
        case .direct: RGB(UInt32(truncatingIfNeeded: number))
        case .indexed256: (16...255).contains(number) ? Self.indexedColors[number - 16] : nil
        case .basic(let count): (0..<count).contains(number) ? Self.basicColors[number] : nil
        case .monochrome: nil
        }
    }

    /// Avoids the numbers below 8. On every direct-colour terminal 1 to 7 are the palette's red to white, and 0 may be
    /// a theme's grey.
    private static func direct(_ color: RGB) -> Int {
        max(8, Int(color.red) << 16 | Int(color.green) << 8 | Int(color.blue))
    }

    /// The nearest colours. If they would be hard to read together, black or white on the nearest background.
    private static func readable(_ style: Style, of colors: [RGB], black: Int, white: Int) -> ColorPair {
        let background = nearest(style.background, in: colors)
        let foreground = nearest(style.foreground, in: colors)
        let wanted = min(readableContrast, style.contrast)
        if RGB.contrast(colors[foreground], colors[background]) >= wanted {
            return ColorPair(foreground: foreground, background: background)
        }
        let isBlackBetter =
            RGB.contrast(colors[black], colors[background]) > RGB.contrast(colors[white], colors[background])
        return ColorPair(foreground: isBlackBetter ? black : white, background: background)
    }

    private static let readableContrast = 4.5

    private static func nearest(_ color: RGB, in colors: [RGB]) -> Int {
        var best = (index: 0, distance: Int.max)
        for (index, candidate) in colors.enumerated() {
            let red = Int(candidate.red) - Int(color.red)
            let green = Int(candidate.green) - Int(color.green)
            let blue = Int(candidate.blue) - Int(color.blue)
            let distance = red * red + green * green + blue * blue
            if distance < best.distance { best = (index, distance) }
        }
        return best.index
    }

    private static let indexedColors: [RGB] = {
        let steps: [UInt32] = [0, 95, 135, 175, 215, 255]
        let cube = (0..<216).map { RGB(steps[$0 / 36] << 16 | steps[$0 / 6 % 6] << 8 | steps[$0 % 6]) }
        let greys = (0..<24).map { RGB(UInt32(8 + 10 * $0) * 0x010101) }
        return cube + greys
    }()

    /// The colours of VGA text mode and the Linux console, which is the least legible of the common sets.
    private static let basicColors: [RGB] = [
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
        0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
    ].map { RGB($0) }
}
