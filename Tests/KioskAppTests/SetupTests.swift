import AdapterTestSupport
import BoothConfiguration
import Foundation
import Testing
import Vocabulary

@testable import KioskApp

/// What booth-setup makes of answers.
@Suite struct SetupTests {
    private static let directory = Checkout.configuration

    private func draft() throws -> SetupDraft {
        try SetupDraft(
            directory: Self.directory,
            booth: String(contentsOfFile: Self.directory + "/booth.yaml", encoding: .utf8))
    }

    private func field(_ name: String, _ draft: SetupDraft) throws -> SetupField {
        try #require(draft.fields.first { $0.name == name }, "\(name)")
    }

    private func take(_ answers: String, into draft: inout SetupDraft) throws {
        try SetupAnswers.take(answers, file: "answers.yaml", into: &draft)
    }

    private func errors(_ draft: SetupDraft) throws -> [String] {
        let check = try SetupCheck(directory: Self.directory)
        defer { check.end() }
        return try check.errors(draft)
    }

    private func differing(_ draft: SetupDraft) throws -> Int {
        let before = try self.draft().booth.text.components(separatedBy: "\n")
        let after = draft.booth.text.components(separatedBy: "\n")
        return after.difference(from: before).insertions.count
    }

    @Test func thePresentAnswersChangeNothing() throws {
        var draft = try draft()
        let text = SetupAnswers.text(draft)
        #expect(text.contains("\nnumber: PT-0042\n"))
        #expect(text.contains("\nsay_this_latin: Wo zai Putuo Qu, Lanxi Lu 123 hao, | Laoyouting, bianhao PT 0042\n"))
        try take(text, into: &draft)
        #expect(!draft.isChanged)
    }

    @Test func nobodyIsAskedForAnEmergencyNumber() throws {
        for field in try draft().fields {
            #expect(!field.path.contains("services"), "\(field.name)")
            #expect(!["110", "119", "120"].contains(try draft().answer(field)))
        }
    }

    @Test func oneAnswerChangesOneLine() throws {
        let answers = [
            "address.ja": "別の所", "nearest_phone.ko": "다른 곳", "latitude": "30.5", "longitude": "-0.25", "live": "true",
            "trunk.1.id": "main", "trunk.1.host": "127.0.0.2", "trunk.1.port": "5099", "trunk.1.transport": "tls",
            "trunk.1.user": "booth-7001", "trunk.1.register": "300", "platform.url": "https://platform.example",
            "audio.speaker": "none", "audio.handset": "earpiece", "audio.microphone": "mic",
            "announce.address.en": "Number P T 0 0 4 2, at 123 Lanxi Road, Putuo, again.",
        ]
        for (name, answer) in answers {
            var draft = try draft()
            try take("\(name): \(answer)\n", into: &draft)
            #expect(draft.answer(try field(name, draft)) == answer)
            #expect(try differing(draft) == 1, "\(name)")
            #expect(try errors(draft) == [], "\(name)")
        }
    }

    @Test func whatFollowsFromNumberAndAddressIsSaidEverywhere() throws {
        var draft = try draft()
        try take("number: PT-7001\naddress.zh-Hans: 普陀区枣阳路 8 号\naddress.en: 8 Zaoyang Road, Putuo\n", into: &draft)
        let settings = try loaded(draft).settings
        let doubts = EmergencyRecordings(assets: Checkout.path("assets"), booth: settings.booth, languages: [])
            .announcementDoubts().filter(\.isOfWords)
        #expect(doubts.isEmpty, "\(doubts)")
        #expect(settings.booth.sayThis == ["「我在普陀区枣阳路 8 号", "  老友亭，编号 PT-7001」"])
        // What was written for this booth by hand is not replaced.
        var own = try self.draft()
        try take("number: PT-7001\nannounce.address.en: Booth P T 7 0 0 1, at 123 Lanxi Road, Putuo.\n", into: &own)
        #expect(own.answer(try field("announce.address.en", own)) == "Booth P T 7 0 0 1, at 123 Lanxi Road, Putuo.")
    }

    private func loaded(_ draft: SetupDraft) throws -> LoadedConfiguration {
        let directory =
            "\(NSTemporaryDirectory())setup-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: Self.directory, toPath: directory)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try draft.booth.text.write(toFile: directory + "/booth.yaml", atomically: true, encoding: .utf8)
        return ConfigurationStore(directory: directory).load()
    }

    @Test func trunksComeAndGo() throws {
        var draft = try draft()
        try take(
            "live: true\ntrunks: 2\ntrunk.2.id: backup\ntrunk.2.host: 10.1.2.3\ntrunk.2.user: '7001'\ntrunk.2.password: s3cret\n",
            into: &draft)
        #expect(try errors(draft) == [])
        let trunk = try #require(loaded(draft).settings.telephony.trunks.last)
        #expect(trunk.id.rawValue == "backup" && trunk.host == "10.1.2.3" && trunk.user == "7001")
        #expect(draft.secrets == [Self.directory + "/trunk-2-password": "s3cret\n"])
        #expect(!draft.booth.text.contains("s3cret"))
        try take("trunk.2.password: '-'\n", into: &draft)
        #expect(!draft.booth.text.contains("password_file"))
        try take("trunks: 1\nlive: false\n", into: &draft)
        #expect(draft.booth.text == (try self.draft().booth.text))
    }

    @Test func theExampleForAFirstBootIsAccepted() throws {
        var draft = try draft()
        try take(Checkout.text("deploy/first-boot/answers.example"), into: &draft)
        #expect(try errors(draft) == [])
        #expect(draft.secrets.count == 2)
        let booth = try loaded(draft).settings.booth
        #expect(booth.number != ConfigurationFindings.exampleNumber)
        #expect(booth.address.values[.chinese] != ConfigurationFindings.exampleAddress)
    }

    @Test func anErrorNamesTheQuestion() throws {
        func refused(_ answers: String) throws -> [String] {
            var draft = try draft()
            do {
                try take(answers, into: &draft)
            } catch let refusal as SetupDraft.Refusal {
                return [refusal.description]
            }
            return try errors(draft)
        }
        for (answers, name) in [
            ("number: PT 7001", "number"), ("latitude: 91", "latitude"), ("latitude: north", "latitude"),
            ("trunk.1.host: 10.1.2.3", "trunk.1.host"), ("trunk.1.port: 70000", "trunk.1.port"),
            ("trunk.1.transport: pigeon", "trunk.1.transport"),
            ("platform.url: http://platform.example", "platform.url"),
            ("live: maybe", "live"), ("trunks: 0", "trunks"), ("platform.token: two words", "platform.token"),
            ("say_this: [a, b]", "answers.yaml: say_this"), ("colour: red", "answers.yaml: nothing is asked"),
        ] {
            let errors = try refused(answers)
            #expect(errors.first?.hasPrefix(name) == true, "\(answers): \(errors)")
        }
    }

    @Test func filesAreReplacedAndTheFormerOneIsKept() throws {
        let directory = "\(NSTemporaryDirectory())setup-\(UUID().uuidString.prefix(8))"
        let state = directory + "/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let text = try draft().booth.text
        try text.write(toFile: directory + "/booth.yaml", atomically: true, encoding: .utf8)
        chmod(directory + "/booth.yaml", 0o640)
        let files = SetupFiles(configuration: directory, state: state)
        var draft = try SetupDraft(directory: directory, booth: text)
        #expect(try files.write(draft) == [], "nothing to write")
        try take("audio.speaker: none\nplatform.token: abc\n", into: &draft)
        #expect(try files.write(draft) == [directory + "/platform-token", directory + "/booth.yaml"])
        #expect(try String(contentsOfFile: directory + "/booth.yaml", encoding: .utf8) == draft.booth.text)
        #expect(try String(contentsOfFile: state + "/before-setup/booth.yaml", encoding: .utf8) == text)
        #expect(try String(contentsOfFile: directory + "/platform-token", encoding: .utf8) == "abc\n")
        func mode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: directory + name)[.posixPermissions] as? Int
        }
        #expect(try mode("/platform-token") == 0o600)
        #expect(try mode("/booth.yaml") == 0o640)
        #expect(try mode("/state/before-setup") == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).allSatisfy { !$0.hasSuffix(".new") })
    }
}
