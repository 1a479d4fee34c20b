import Vocabulary
import KioskTestSupport
import Testing

@Suite struct ThemeTests {
    @Test func everyBuiltInRoleHasTheContrastItNeeds() {
        let themes = Themes()
        for theme in [themes.day, themes.night, themes.highContrast] {
            #expect(theme.styles.count == Mirror(reflecting: theme).children.count, "a role has no name")
            for (role, style) in theme.styles { #expect(style.contrast >= Theme.leastContrast, "\(role)") }
        }
    }

    /// The figures of WCAG's own formula, as exact as eight bits a channel can be.
    @Test(arguments: [
        (0xFFFFFF as UInt32, 0x000000 as UInt32, 21.0), (0xFFFFFF, 0xA80000, 7.88), (0x000000, 0xFFD400, 14.67),
        (0x777777, 0xFFFFFF, 4.48), (0x123456, 0x123456, 1.0),
    ])
    func contrastIsWCAGs(text: UInt32, ground: UInt32, ratio: Double) {
        #expect(abs(RGB.contrast(RGB(text), RGB(ground)) - ratio) < 0.01)
        #expect(RGB.contrast(RGB(text), RGB(ground)) == RGB.contrast(RGB(ground), RGB(text)))
    }

    @Test func theNightGoesOverMidnight() {
        #expect((0...23).filter(Themes().isNight) == [0, 1, 2, 3, 4, 5, 22, 23])
        #expect((0...23).filter(Themes(nightFrom: 1, nightTo: 3).isNight) == [1, 2])
        #expect(!(0...23).contains(where: Themes(nightFrom: 5, nightTo: 5).isNight))
    }
}
