import AdapterTestSupport
import Vocabulary
import KioskTestSupport
import Testing

@testable import Terminal

@Suite struct PaletteTests {
    @Test func terminalsAreTakenForWhatTheyAre() {
        #expect(Palette(colors: 0x1000000, direct: true) == .direct)
        #expect(Palette(colors: 256, direct: false) == .indexed256)
        #expect(Palette(colors: 88, direct: false) == .basic(count: 16))
        #expect(Palette(colors: 8, direct: false) == .basic(count: 8))
        #expect(Palette(colors: 0, direct: false) == .monochrome)
    }

    @Test func coloursAreTheNearest() {
        #expect(Palette.direct.pair(for: .tile) == ColorPair(foreground: 8, background: 0xFFD400))
        #expect(Palette.indexed256.pair(for: .tile) == ColorPair(foreground: 16, background: 220))
        #expect(Palette.indexed256.pair(for: .alarm) == ColorPair(foreground: 231, background: 124))
        #expect(Palette.basic(count: 8).pair(for: .plain) == ColorPair(foreground: 7, background: 4))
        #expect(Palette.basic(count: 16).pair(for: .alarm) == ColorPair(foreground: 15, background: 1))
    }

    /// Every role of every theme, also inverted and as a heading, keeps the contrast that `least` asks for.
    @Test(arguments: [Palette.direct, .indexed256, .basic(count: 16), .basic(count: 8)])
    func everyRoleStaysReadable(palette: Palette) throws {
        let themes = Themes()
        for (name, theme) in [("day", themes.day), ("night", themes.night), ("contrast", themes.highContrast)] {
            let heading = Style(foreground: theme.quiet.foreground, background: theme.page.background)
            for (role, style) in theme.styles + [("heading", heading)] {
                for style in [style, style.inverted] {
                    let (contrast, pair) = try shown(style, palette)
                    #expect(contrast >= least(palette), "\(role) of \(name) as \(pair)")
                    #expect(pair.foreground != pair.background)
                }
            }
        }
    }

    /// A theme of one's own has 7:1 or more, whatever its colours.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func everyPairOfAThemeStaysReadable(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var tried = 0
        while tried < 300 {
            let style = Style(
                foreground: RGB(.random(in: 0...0xFFFFFF, using: &random)),
                background: RGB(.random(in: 0...0xFFFFFF, using: &random)))
            guard style.contrast >= Theme.leastContrast else { continue }
            tried += 1
            for palette in [Palette.direct, .indexed256, .basic(count: 16), .basic(count: 8)] {
                let (contrast, pair) = try shown(style, palette)
                #expect(contrast >= least(palette), "seed \(seed): \(style) as \(pair)")
            }
        }
    }

    /// With the eight basic colours of the VGA text mode, a pair reaches 3:1 on every ground, and no more on some.
    private func least(_ palette: Palette) -> Double {
        switch palette {
        case .direct: Theme.leastContrast - 0.01
        case .basic(count: 8): 3
        default: 4.5
        }
    }

    /// The contrast that a terminal with the standard colours shows.
    private func shown(_ style: Style, _ palette: Palette) throws -> (Double, ColorPair) {
        let pair = try #require(palette.pair(for: style))
        let foreground = try #require(palette.color(pair.foreground))
        let background = try #require(palette.color(pair.background))
        return (RGB.contrast(foreground, background), pair)
    }

    @Test func withoutColoursTheLighterBackgroundIsReversed() {
        #expect(Palette.monochrome.pair(for: .tile) == nil)
        #expect(Palette.isReversed(.tile))
        #expect(!Palette.isReversed(.plain))
    }
}
