import KioskCore
import Testing

@testable import Terminal

@Suite struct PaletteTests {
    static let styles: [Style] = [
        .plain, .tile, .alarm, Style(foreground: RGB(0xFFD400), background: RGB(0x000000)),
        Style(foreground: RGB(0x0B2A6F), background: RGB(0xFFFFFF)),
    ]

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

    /// 7 to 1 where the terminal has the colours, and never less than the best that two of its colours can do.
    @Test(arguments: styles, [Palette.direct, .indexed256, .basic(count: 16), .basic(count: 8)])
    func textStaysReadable(style: Style, palette: Palette) throws {
        let pair = try #require(palette.pair(for: style))
        let foreground = try #require(palette.color(pair.foreground))
        let background = try #require(palette.color(pair.background))
        let least = palette == .basic(count: 8) ? 3.0 : palette == .basic(count: 16) ? 4.5 : 7.0
        #expect(RGB.contrast(foreground, background) >= least)
    }

    @Test func withoutColoursTheLighterBackgroundIsReversed() {
        #expect(Palette.monochrome.pair(for: .tile) == nil)
        #expect(Palette.isReversed(.tile))
        #expect(!Palette.isReversed(.plain))
    }
}
