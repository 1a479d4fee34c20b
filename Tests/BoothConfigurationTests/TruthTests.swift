import Vocabulary
import Foundation

import Testing

@testable import BoothConfiguration

/// Checks that are about more than one printed line.
@Suite struct TruthTests {
    /// What is printed about a changed copy of the fixture.
    private func printed(_ change: (Fixture) throws -> Void) throws -> [String] {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try change(fixture)
        return fixture.store.check().map(\.description)
    }

    @Test(arguments: [
        "\u{A0}", "\u{3000}", "\u{200B}", "\u{AD}", "\u{2007}", "é", "你", "🚕", "\t", "\u{300}",
        "\u{1F468}\u{200D}\u{1F469}",
    ])
    func `places behind any character stay right, whatever ends the lines`(_ character: String) throws {
        for (ending, mark) in [("\n", ""), ("\r\n", ""), ("\n", "\u{FEFF}"), ("\r\n", "\u{FEFF}")] {
            let found = try printed { fixture in
                let text =
                    mark
                    + Fixture.booth.replacingOccurrences(of: "en: The shop", with: "en: \"The \(character) shop\"")
                    .replacingOccurrences(of: "help-centre: \"9990001\"", with: "help-centre: \"\(character)\"")
                    .replacingOccurrences(of: "  idle: 60", with: "  idel: 60")
                try fixture.write(text.replacingOccurrences(of: "\n", with: ending), to: "booth.yaml")
            }
            #expect(found.contains { $0.hasPrefix("booth.yaml:13:18: error: ") }, "\(found)")
            #expect(found.contains { $0.hasPrefix("booth.yaml:18:3: error: unknown key 'idel'") }, "\(found)")
        }
    }

    @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}", "\u{FEFF}", "\r"])
    func `a separator that is no line's end is refused at its place and counts as no line`(_ character: String) throws {
        let found = try printed { fixture in
            let text = Fixture.booth.replacingOccurrences(of: "The shop", with: "The\(character)shop")
                .replacingOccurrences(of: "idle: 60", with: "idle: 6\u{7}0")
            try fixture.write(text, to: "booth.yaml")
        }
        #expect(
            found.map { $0.prefix { $0 != ";" } }.map { $0.split(separator: " ")[0] } == [
                "booth.yaml:4:41:", "booth.yaml:18:10:",
            ])
    }

    @Test func `the remedy for a digit that was taken away works`() throws {
        let found = try printed { fixture in
            try fixture.write("keys:\n  \"5\": language\n  KP_5: 5\n", to: "keys.yaml")
        }
        #expect(found == [])
        let used = try printed { fixture in
            try fixture.write("keys:\n  \"5\": language\n  KP_5: volume\n  F10: contrast\n", to: "keys.yaml")
        }
        #expect(used.count == 1 && used.allSatisfy { $0.contains("add a line such as F9: 5") }, "\(used)")
    }

    @Test(arguments: [("EN", "Englisch"), ("zh-hans", "汉语")])
    func `a language twice is told`(_ tag: String, _ name: String) throws {
        let found = try printed { fixture in
            try fixture.write(
                Fixture.language("en").replacingOccurrences(of: "name: English", with: "name: \(name)"),
                to: "languages/\(tag).yaml")
        }
        #expect(
            found.contains {
                $0.hasPrefix("languages/\(tag).yaml:1:1: warning: this is the same language as languages/")
            })
    }

    @Test func `two languages of one name are told at the second`() throws {
        let found = try printed { try $0.write(Fixture.language("en"), to: "languages/de.yaml") }
        #expect(
            found.contains {
                $0.hasPrefix("languages/de.yaml:1:7: warning: 'English' is the name of languages/en.yaml too")
            }, "\(found)")
    }

    @Test(arguments: ["ar", "he", "ug", "fa-IR", "az-Arab"])
    func `a language from right to left is told`(_ tag: String) throws {
        let found = try printed { try $0.write(Fixture.language(tag), to: "languages/\(tag).yaml") }
        #expect(
            found.contains {
                $0.hasPrefix("languages/\(tag).yaml:1:1: warning: this language is written from right to left")
            })
    }

    @Test(arguments: ["de", "ug-Latn", "vi"])
    func `other languages are not`(_ tag: String) throws {
        let found = try printed { try $0.write(Fixture.language(tag), to: "languages/\(tag).yaml") }
        #expect(!found.contains { $0.contains("right to left") })
    }

    @Test func `a tenth language is told`() throws {
        let tags = ["de", "es", "fr", "id", "it", "nl", "pt", "vi"]
        let found = try printed { fixture in
            for tag in tags { try fixture.write(Fixture.language(tag), to: "languages/\(tag).yaml") }
        }
        #expect(found.contains { $0.hasPrefix("languages/vi.yaml:1:1: warning: there are 10 languages") })
        #expect(!found.contains { $0.hasPrefix("languages/pt.yaml:1:1: warning: there are") })
    }

    @Test func `a copy of a shipped language lacks no fragment that the original does not lack`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        for original in ["en", "ja", "ko", "zh-Hans"] {
            let text = try String(contentsOfFile: "\(Fixture.shipped)/languages/\(original).yaml", encoding: .utf8)
            try fixture.write(text, to: "languages/fr.yaml")
            let found = fixture.store.check().map(\.description).filter { $0.hasPrefix("languages/fr.yaml") }
            #expect(!found.contains { $0.contains("fragments are missing") }, "\(original): \(found)")
        }
    }

    /// The trunks of a booth that runs must not depend on a file that somebody removed.
    @Test func `a password's file that has gone takes no trunk from a running booth`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "user: booth }", "user: booth, password_file: trunk-password }")
        let loaded = fixture.store.load()
        #expect(loaded.source == .current && loaded.settings.telephony.trunks.count == 1)
        #expect(loaded.problems == [] && loaded.outside.map(\.severity) == [.error])
    }

    /// Earlier versions accepted these. After an upgrade a booth that called yesterday must call today.
    @Test func `what only makes no sense takes no trunk from a running booth`() throws {
        for (old, new) in [
            ("host: 127.0.0.1", "host: \"127.0.0.1:5062\""), ("timings:", "timings:\n  idle_countdown: 7200"),
            ("timings:", "timings:\n  idle_countdown: 0.02"),
        ] {
            let fixture = try Fixture()
            defer { fixture.remove() }
            try fixture.edit("booth.yaml", old, new)
            let loaded = fixture.store.load()
            #expect(loaded.source == .current && loaded.settings.telephony.trunks.count == 1, "\(new)")
            #expect(loaded.outside.map(\.severity) == [.error], "\(new)")
            let taken = loaded.settings.timings.idleCountdown
            #expect((Duration.milliseconds(500)...(.seconds(3600))).contains(taken), "the nearest: \(taken)")
        }
    }

    /// Only a user who is not root can be refused.
    @Test func `what this user may not read is told with the user`() throws {
        try #require(FileAccess.user.isEmpty == false)
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.remove("functions.yaml")
        let found = CheckedFiles(
            fixture.files { $0.functions.content = .forbidden(user: "kiosk") }, directory: fixture.directory
        ).problems.map(\.description)
        #expect(
            found == [
                "functions.yaml:1:1: error: user 'kiosk' may not read the file; give that user read permission (ls -l, chmod, "
                    + "chgrp)"
            ])
        let languages = CheckedFiles(
            fixture.files {
                $0.languagesFailure = .forbidden(user: "kiosk")
                $0.languages = []
            }, directory: fixture.directory
        ).problems.map(\.description)
        #expect(
            languages.contains(
                "languages:1:1: error: user 'kiosk' may not look into this directory; give that user read and search "
                    + "permission (chmod u=rwX,g=rX, chgrp)"))
        #expect(!languages.contains { $0.contains("the file is missing") && $0.hasPrefix("languages") })
    }

    // MARK: Sentences that go through the keys

    /// The shipped configuration, changed.
    private func shipped(_ change: (Fixture) throws -> Void) throws -> [String] {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let names = ["booth.yaml", "functions.yaml"] + ["zh-Hans", "en", "ja", "ko"].map { "languages/\($0).yaml" }
        for name in names {
            try fixture.write(String(contentsOfFile: "\(Fixture.shipped)/\(name)", encoding: .utf8), to: name)
        }
        try change(fixture)
        return fixture.store.check().filter { $0.message.hasPrefix("the sentence") }.map(\.description)
    }

    @Test func `what ships fits its sentences`() throws {
        #expect(try shipped { _ in } == [])
    }

    @Test func `two functions that change places leave a sentence behind in every language`() throws {
        let found = try shipped { fixture in
            try fixture.edit("functions.yaml", "    key: 1\n", "    key: X\n")
            try fixture.edit("functions.yaml", "    key: 2\n", "    key: 1\n")
            try fixture.edit("functions.yaml", "    key: X\n", "    key: 2\n")
        }
        for language in ["zh-Hans", "en", "ja", "ko"] {
            #expect(
                found.contains {
                    $0.hasPrefix("languages/\(language).yaml:") && $0.contains("the sentence 'home.list' says")
                }, "\(language): \(found)")
        }
        #expect(
            found.contains {
                $0.contains(
                    "'home.list' says '叫出租车' on key 1; it is on key 2; change the sentence 'home.list' and record it")
            })
    }

    @Test func `hospitals and topics that change places do too`() throws {
        let hospitals = try shipped { fixture in
            let text = try String(contentsOfFile: "\(fixture.directory)/functions.yaml", encoding: .utf8)
            let central = "            - id: putuo-central\n"
            let tongji = "            - id: tongji\n"
            let lines = text.components(separatedBy: "\n")
            let first = try #require(lines.firstIndex { $0 + "\n" == central })
            let third = try #require(lines.firstIndex { $0 + "\n" == tongji })
            var changed = lines
            changed.swapAt(first, third)
            changed.swapAt(first + 1, third + 1)
            try fixture.write(changed.joined(separator: "\n"), to: "functions.yaml")
        }
        #expect(
            hospitals.contains { $0.contains("'function.clinic' says '同济医院' on key 3; it is on key 1") }, "\(hospitals)"
        )
        let topics = try shipped { try $0.edit("functions.yaml", "[weather, buses,", "[buses, weather,") }
        #expect(topics.contains { $0.contains("'function.information' says") }, "\(topics)")
    }

    @Test func `a hidden function is still named, and a new one is not`() throws {
        let hidden = try shipped { try $0.edit("functions.yaml", "    key: 9\n", "    key: 9\n    hidden: true\n") }
        #expect(hidden.contains { $0.contains("'home.list' names key 9 ('养老金'), which does nothing") }, "\(hidden)")
        let more = try shipped { fixture in
            try fixture.edit(
                "functions.yaml", "            - id: tongji\n",
                "            - id: new\n              label: { zh-Hans: 新医院, en: New, ja: 新, ko: 새 }\n            - id: tongji\n"
            )
        }
        #expect(more.contains { $0.contains("'function.clinic' does not name key 5") }, "\(more)")
    }
}

extension Fixture {
    /// The files as they are, with a change that no test can make on the disk.
    func files(_ change: (inout SourceFiles) -> Void) -> SourceFiles {
        var files = SourceFiles(directory: directory)
        change(&files)
        return files
    }
}
