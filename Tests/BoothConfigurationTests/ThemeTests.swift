import Foundation
import Vocabulary
import Testing

@testable import BoothConfiguration

/// What `theme.yaml` becomes.
@Suite struct ThemeTests {
    @Test func `without the file the booth has the program's own colours`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let loaded = fixture.store.load()
        #expect(loaded.problems == [])
        #expect(loaded.settings.themes == Themes())
    }

    @Test func `the shipped file says what is built in`() {
        let store = ConfigurationStore(directory: Fixture.shipped)
        #expect(store.check().filter { $0.file == "theme.yaml" } == [])
        #expect(store.load().settings.themes == Themes())
        let text = try? String(contentsOfFile: Fixture.shipped + "/theme.yaml", encoding: .utf8)
        for (role, _) in Theme.roles {
            let count = text?.components(separatedBy: "\n  \(role): {").count
            #expect(count == 4, "\(role) is not in each of the three themes")
        }
    }

    @Test func `a role is changed by name, and everything else stays`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let text = """
            night:
              plain_key: { text: "#fffFFF", ground: "#102030", bold: false }
            night_hours: { from: 20, to: 7 }

            """
        try fixture.write(text, to: "theme.yaml")
        let loaded = fixture.store.load()
        #expect(loaded.problems == [])
        var expected = Themes(nightFrom: 20, nightTo: 7)
        expected.night.plainKey = Style(foreground: RGB(0xFFFFFF), background: RGB(0x102030))
        #expect(loaded.settings.themes == expected)
    }

    @Test func `a mistake brings yesterday's colours back, and leaves the line open`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write("day: { page: { text: \"#FFFF00\", ground: \"#000000\" } }\n", to: "theme.yaml")
        let good = fixture.store.load()
        #expect(good.settings.themes.day.page.foreground == RGB(0xFFFF00))
        #expect(FileManager.default.fileExists(atPath: fixture.state + "/last-good/theme.yaml"))
        try fixture.write("day: { page: { text: \"#333333\", ground: \"#000000\" } }\n", to: "theme.yaml")
        try fixture.edit("booth.yaml", "port: 5070", "port: 5080")
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.settings.themes == good.settings.themes)
        #expect(loaded.settings.telephony.trunks.map(\.port) == [5080])
        #expect(loaded.catalogue == good.catalogue)
        try fixture.remove("theme.yaml")
        #expect(fixture.store.load().settings.themes == Themes(), "a file taken away is no mistake")
        #expect(fixture.store.load().source == .current)
    }

    @Test func `a mistake without yesterday's copy leaves the built-in colours`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write("day: 1\n", to: "theme.yaml")
        let loaded = fixture.store.load()
        #expect(loaded.source == .builtIn)
        #expect(loaded.settings.themes == Themes())
        #expect(!loaded.settings.telephony.trunks.isEmpty)
        #expect(loaded.catalogue.function(onKey: 1) != nil)
    }

    @Test func `the fingerprint follows the colours`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let without = fixture.store.load().fingerprint
        try fixture.write("night_hours: { from: 21, to: 6 }\n", to: "theme.yaml")
        #expect(fixture.store.load().fingerprint != without)
    }
}
