import FoundationEssentials
import Vocabulary
import Testing

@testable import BoothConfiguration

/// Files that were written for the next version of this program, on a booth that went back to this one.
@Suite struct NextFormatTests {
    @Test func `what a newer form added is remarked and left out; the rest is used`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let good = fixture.store.load()
        try fixture.edit("booth.yaml", "booth:\n", "format: 2\nawning: { colour: green }\nbooth:\n  storeys: 2\n")
        let loaded = fixture.store.load()
        #expect(loaded.source == .current)
        #expect(loaded.settings == good.settings)
        #expect(!loaded.problems.hasErrors)
        let words = loaded.problems.map(\.description)
        #expect(words.count == 3)
        #expect(words.contains { $0.contains("booth.yaml:1:9: warning: booth.yaml was written for a newer version") })
        #expect(words.contains { $0.contains("unknown key 'awning' in booth.yaml") && $0.contains("warning") })
        #expect(words.contains { $0.contains("unknown key 'storeys' in booth") && $0.contains("warning") })

        // And it becomes the last good copy, from which a booth starts when the files are broken.
        try fixture.edit("booth.yaml", "format: 2", "format: [")
        let after = fixture.store.load()
        #expect(after.source == .lastGood)
        #expect(after.settings == good.settings)
    }

    @Test func `in a file of this form an unknown key is the mistake that it was`() throws {
        for format in ["", "format: 1\n"] {
            let fixture = try Fixture()
            defer { fixture.remove() }
            try fixture.edit("booth.yaml", "booth:\n", "\(format)booth:\n  storeys: 2\n")
            #expect(fixture.store.check().contains { $0.description.contains("error: unknown key 'storeys'") })
        }
    }

    @Test func `one file's form says nothing of another's`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "booth:\n", "format: 2\nbooth:\n")
        try fixture.edit("functions.yaml", "key: 1", "key: 1\n    keey: 2")
        #expect(fixture.store.check().contains { $0.description.contains("error: unknown key 'keey'") })
    }

    @Test func `a form that is no number is a mistake`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "booth:\n", "format: new\nbooth:\n")
        #expect(fixture.store.check().contains { $0.description.contains("'format' is a whole number from 1") })
    }

    // MARK: Values

    private static let added = [
        ("audio: { volume: 9 }", "'volume' is a whole number"), ("pension: { reader: nfc }", "card reader 'nfc'"),
        ("local: { charging: { zh-Hans: 充电, th: ชาร์จ } }", "unknown language 'th'"),
    ]

    @Test(arguments: added) func `a value that only a newer version knows is left out, and the default is used`(
        _ lines: String, _ words: String
    ) throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let good = fixture.store.load().settings
        try fixture.edit("booth.yaml", "booth:\n", "format: 2\n\(lines)\nbooth:\n")
        let loaded = fixture.store.load()
        #expect(loaded.source == .current && !loaded.problems.hasErrors)
        let problem = try #require(loaded.problems.first { $0.message.contains(words) })
        #expect(problem.severity == .warning && problem.remedy.contains("this version does not know it"))
        #expect((loaded.settings.audio, loaded.settings.pension.reader) == (good.audio, good.pension.reader))
        #expect(loaded.settings.telephony == good.telephony)

        // In a file of this version's form it is a mistake, as before.
        try fixture.edit("booth.yaml", "format: 2\n", "")
        #expect(fixture.store.check().contains { $0.severity == .error && $0.message.contains(words) })
    }

    @Test func `times that a newer version writes otherwise are the usual ones`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "booth:\n", "format: 2\nbooth:\n")
        try fixture.edit("booth.yaml", "  idle: 60\n", "  idle: auto\n")
        try fixture.edit(
            "booth.yaml", "  token_file: platform-token\n", "  token_file: platform-token\n  upload_seconds: push\n")
        let loaded = fixture.store.load()
        #expect(loaded.source == .current)
        #expect(loaded.settings.timings.idle == Timings().idle)
        #expect(loaded.settings.platform?.uploadInterval == PlatformSettings(url: "", tokenFile: "").uploadInterval)
        #expect(loaded.settings.timings.emergencyCountdown == .seconds(8))
    }

    /// Whom the booth calls, and how, is understood whole or not at all.
    @Test(arguments: [
        ("port: 5070, user: booth }", "port: 5070, user: booth, transport: quic }"), ("port: 5070", "port: 99999"),
        ("live: false", "live: partly"), ("ambulance: \"120\"", "ambulance: { sms: \"120\" }"),
        ("police: \"110\"", "police: \"sip:110\""), ("emergency_countdown: 8", "emergency_countdown: adaptive"),
    ]) func `what it is of trunks and emergencies keeps the last good copy`(_ old: String, _ new: String) throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let good = fixture.store.load().settings
        try fixture.edit("booth.yaml", "booth:\n", "format: 2\nbooth:\n")
        try fixture.edit("booth.yaml", old, new)
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood && loaded.problems.hasErrors)
        #expect(loaded.settings == good)
    }

    @Test(arguments: [
        ("- request: { kind: taxi }", "- video: { kind: taxi }"),
        ("key: 1\n    category: services", "key: 1\n    category: leisure"),
        ("- request: { kind: taxi }", "- information: [robots]"),
    ]) func `a function that only a newer version has is left out, and its guests with it`(_ old: String, _ new: String)
        throws
    {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = fixture.store.load()
        let guest = """
            functions:
              - { id: guest, page: taxi, category: services, official: services,
                  label: { zh-Hans: 客人, en: Guest }, steps: [places] }

            """
        try fixture.edit("functions.yaml", "functions:\n", "format: 2\n\(guest)")
        try fixture.edit("functions.yaml", old, new)
        let loaded = fixture.store.load()
        #expect(loaded.source == .current && !loaded.problems.hasErrors, "\(loaded.problems)")
        #expect(loaded.catalogue.functions.map(\.id.rawValue).sorted() == ["ambulance", "fire", "person", "police"])
        #expect(loaded.problems.contains { $0.message.contains("function 'guest' has no page to stand on") })
    }

    @Test func `an emergency with a value that only a newer version knows keeps the last good functions`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let good = fixture.store.load()
        try fixture.edit("functions.yaml", "functions:\n", "format: 2\nfunctions:\n")
        try fixture.edit("functions.yaml", "[{ emergency: fire }]", "[{ emergency: rescue }]")
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.catalogue.functions == good.catalogue.functions)
    }

    @Test func `a source, a colour, a key and a word of a newer version are left out, each with a remark`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write(
            """
            format: 2
            sources:
              - { id: bikes, format: gbfs, device: 7 }
              - { id: club, format: icalendar, file: club.ics }

            """, to: "sources.yaml")
        try fixture.write("format: 2\nday: { page: { text: \"oklch(0)\", ground: \"#FFFFFF\" } }\n", to: "theme.yaml")
        try fixture.write("format: 2\nkeys: { F11: sos, F9: video }\n", to: "keys.yaml")
        let english = try String(contentsOfFile: "\(fixture.directory)/languages/en.yaml", encoding: .utf8)
        try fixture.write("format: 2\n\(english)  video.call: Video\n", to: "languages/en.yaml")
        let loaded = fixture.store.load()
        #expect(!loaded.problems.hasErrors, "\(loaded.problems.filter { $0.severity == .error })")
        #expect(loaded.sources.map(\.id).contains("club") && !loaded.sources.map(\.id).contains("bikes"))
        #expect(loaded.settings.themes == Themes())
        for word in [
            "unknown format 'gbfs'", "'oklch(0)' is no colour", "the booth has no key 'video'",
            "unknown text 'video.call'",
        ] {
            #expect(loaded.problems.contains { $0.severity == .warning && $0.message.contains(word) }, "\(word)")
        }
    }

    @Test func `a language file of the version before lacks the new words and is sound`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        for code in ["zh-Hans", "en"] {
            let path = "languages/\(code).yaml"
            let text = try String(contentsOfFile: "\(fixture.directory)/\(path)", encoding: .utf8)
            let added = MessageKey.allCases.filter(\.isAdded).map { "  \($0.rawValue):" }
            let lines = text.split(separator: "\n").filter { line in !added.contains { line.hasPrefix($0) } }
            try fixture.write(lines.joined(separator: "\n") + "\n", to: path)
        }
        let loaded = fixture.store.load()
        #expect(loaded.source == .current)
        #expect(loaded.catalogue.text(.markUnreadable, in: .chinese) == "读不出来")
        #expect(loaded.problems.contains { $0.message == "the text 'mark.unreadable' is missing" })
    }
}
