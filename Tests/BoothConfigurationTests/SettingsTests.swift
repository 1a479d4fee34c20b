import Vocabulary
import Testing

@testable import BoothConfiguration

/// What `booth.yaml` becomes.
@Suite struct SettingsTests {
    @Test(arguments: ["010", "0571", "12345", "007", "1e5", "0x1F", "yes", "1_000", "12:30:45", "3.10"])
    func `a text that looks like something else stays as it was written`(text: String) throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "timings:", "local: { wifi: { name: \(text), password: \(text) } }\ntimings:")
        let loaded = fixture.store.load()
        #expect(loaded.problems == [])
        #expect(loaded.settings.local.wifi == WiFi(name: text, password: text))
    }

    @Test(arguments: [
        ("volume: 3", AudioSettings(volume: 3)),
        ("night_volume: 2, night_ceiling: 3", AudioSettings(nightVolume: 2, nightCeiling: 3)),
        // A step that is not written stays within one that is.
        ("maximum: 1", AudioSettings(volume: 1, nightVolume: 1, nightCeiling: 1, maximum: 1)),
        ("night_ceiling: 0", AudioSettings(nightVolume: 0, nightCeiling: 0)),
    ])
    func `volume steps limit each other`(text: String, expected: AudioSettings) throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "timings:", "audio: { \(text) }\ntimings:")
        let loaded = fixture.store.load()
        #expect(loaded.problems == [])
        #expect(loaded.settings.audio == expected)
    }

    @Test(arguments: ["010", "\"010\"", "'010'"])
    func `a service number keeps its zeros, with quotes or without`(number: String) throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "\"9990001\"", number)
        #expect(fixture.store.load().settings.telephony.services[.helpCentre] == "010")
    }

    @Test func `a trunk has all that its account needs`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit(
            "booth.yaml", "{ id: demo, host: 127.0.0.1, port: 5070, user: booth }",
            """
            { id: main, host: "::1", port: 5071, transport: tls, user: "0042", auth_user: pt-0042,
                    password_file: secrets/trunk, register: 30 }
            """)
        let expected = Trunk(
            id: TrunkID(rawValue: "main"), host: "::1", port: 5071, transport: .tls, user: "0042",
            authUser: "pt-0042", passwordFile: fixture.directory + "/secrets/trunk", registrationInterval: 30)
        #expect(fixture.store.load().settings.telephony.trunks == [expected])
    }

    @Test func `the test call and the help centre's callers are read`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit(
            "booth.yaml", "  services:\n",
            """
              help_centre_callers: ["02162345678", "4008001234"]
              self_test: { number: "9990009", at: "04:05", jitter_minutes: 30 }
              services:

            """)
        let telephony = fixture.store.load().settings.telephony
        #expect(fixture.store.load().problems == [])
        #expect(telephony.helpCentreCallers == ["02162345678", "4008001234"])
        #expect(telephony.selfTest == SelfTestSettings(number: "9990009", minuteOfDay: 245, jitterMinutes: 30))
    }

    @Test func `the words of the announcements are read`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        #expect(fixture.store.load().settings.booth.announcements.isEmpty)
        try fixture.edit(
            "booth.yaml", "number: PT-0001",
            """
            number: PT-0001
              announce:
                address: { zh-Hans: 这里, en: Here }
                unable: { zh-Hans: 不能说话, en: Cannot speak }
            """)
        #expect(
            fixture.store.load().settings.booth.announcements == [
                .address: [.chinese: "这里", .english: "Here"],
                .unable: [.chinese: "不能说话", .english: "Cannot speak"],
            ])
    }

    @Test func `a service can have several targets`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit(
            "booth.yaml", "    help-centre: \"9990001\"",
            "    help-centre: [\"9990001\", { number: \"02155550001\", trunk: demo }]")
        let telephony = fixture.store.load().settings.telephony
        #expect(fixture.store.load().problems == [])
        #expect(
            telephony.targets(of: .helpCentre) == [
                ServiceTarget(number: "9990001"),
                ServiceTarget(number: "02155550001", trunk: TrunkID(rawValue: "demo")),
            ])
        #expect(telephony.services[.helpCentre] == "9990001")
    }

    @Test func `an absolute path stays`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "token_file: platform-token", "token_file: /run/kiosk/token")
        #expect(fixture.store.load().settings.platform?.tokenFile == "/run/kiosk/token")
    }

    @Test func `every timing can be set, under its own name`() throws {
        // The names of the struct's members, in the spelling of the file.
        let names = Mirror(reflecting: Timings()).children.compactMap(\.label).map { label in
            label.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
        }
        #expect(Set(TimingsDecoder.fields.map(\.key)) == Set(names))
        for (index, field) in TimingsDecoder.fields.enumerated() {
            let fixture = try Fixture()
            defer { fixture.remove() }
            // 5 to 15 s suits every one of them.
            let milliseconds = 5000 + index * 125
            try fixture.edit(
                "booth.yaml", "  idle: 60\n  emergency_countdown: 8",
                "  \(field.key): \(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())")
            var expected = Timings()
            expected[keyPath: field.path] = .milliseconds(milliseconds)
            #expect(fixture.store.load().settings.timings == expected, "\(field.key)")
        }
    }

    @Test(arguments: [
        ("8", Duration.seconds(8)), ("0.5", .milliseconds(500)), ("0.125", .milliseconds(125)), ("600", .seconds(600)),
    ])
    func `seconds are exact`(text: String, duration: Duration) {
        #expect(Seconds.duration(text) == duration)
        #expect(Seconds.text(duration) == text)
    }

    @Test(arguments: ["", ".5", "5.", "1.2345", "1e3", "-1", "+1", "１", "1,5", "9999999999", "1.2.3", " 1"])
    func `what is no number of seconds is not taken for one`(text: String) {
        #expect(Seconds.duration(text) == nil)
    }

    @Test func `a hidden function is away, and its key is free`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("functions.yaml", "    key: 1\n", "    key: 0\n    hidden: true\n")
        let loaded = fixture.store.load()
        #expect(loaded.problems == [])
        #expect(loaded.catalogue.functions.map(\.id.rawValue) == ["person", "police", "ambulance", "fire"])
    }

    @Test func `a short name given for one language leaves the others their label`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("functions.yaml", "en: Taxi }", "en: Call a taxi }\n    short: { en: Taxi }")
        let taxi = fixture.store.load().catalogue.function(FunctionID(rawValue: "taxi"))
        #expect(taxi?.short.values == [.chinese: "叫出租车", .english: "Taxi"])
        #expect(taxi?.label.text(in: .english) == "Call a taxi")
    }

    @Test func `a further language is one more file`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write(Fixture.language("ja"), to: "languages/ja.yaml")
        try fixture.edit("functions.yaml", "en: Taxi }", "en: Taxi, ja: タクシーをよぶ }")
        let loaded = fixture.store.load()
        #expect(loaded.source == .current)
        #expect(loaded.catalogue.languageCodes == [.chinese, .english, LanguageCode(rawValue: "ja")])
        let printed = loaded.problems.map(\.description)
        #expect(
            printed.contains(
                "functions.yaml:6:43: warning: label 'タクシーをよぶ' of function 'taxi' is 14 columns wide, at most 13 fit; "
                    + "shorten it (a Chinese character takes 2)"))
        #expect(
            printed.contains(
                "functions.yaml:16:5: warning: 'label' of function 'person' has no text in ja; "
                    + "English is shown until you add ja: …"))
        #expect(!loaded.problems.hasErrors)
    }
}
