import Prompts
import Foundation
import Vocabulary
import Testing

@testable import BoothConfiguration

/// Recordings beside the sentences.
@Suite struct RecordingsTests {
    /// A directory with a recording of every sentence in both languages.
    private func record(_ fixture: Fixture) throws -> ConfigurationStore {
        let recordings = fixture.root + "/prompts"
        let keys = PromptKey.fixed.map(\.rawValue) + ["function.taxi", "function.person"]
        for code in ["zh-Hans", "en"] {
            try FileManager.default.createDirectory(
                atPath: "\(recordings)/\(code)", withIntermediateDirectories: true)
            for (index, key) in keys.enumerated() {
                let name = "\(recordings)/\(code)/\(key).\(index % 2 == 0 ? "ogg" : "flac")"
                try Data("sound".utf8).write(to: URL(fileURLWithPath: name))
            }
        }
        return ConfigurationStore(directory: fixture.directory, recordings: recordings)
    }

    @Test func `with all of them there is nothing to say`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        #expect(try record(fixture).check() == [])
    }

    @Test func `a missing one is named with the file to record, at the sentence`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let store = try record(fixture)
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.root + "/prompts/en")
        let name = try #require(names.first { $0.hasPrefix("home.list.") })
        try FileManager.default.removeItem(atPath: fixture.root + "/prompts/en/" + name)
        #expect(
            store.check().map(\.description) == [
                "languages/en.yaml:2:12: warning: the sentence 'home.list' has no recording; "
                    + "record \(fixture.root)/prompts/en/home.list.ogg"
            ])
    }

    private static let fragments =
        ["number.5: five", "minutes: minutes", "walk: on foot"].map { "  \($0)\n" }.joined()

    @Test func `fragments that nobody recorded are left out, so that no sentence is said by halves`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let store = try record(fixture)
        let file = fixture.directory + "/languages/en.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8) + "fragments:\n" + Self.fragments
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        for key in ["number.5", "walk"] {
            try Data("sound".utf8).write(to: URL(fileURLWithPath: "\(fixture.root)/prompts/en/\(key).ogg"))
        }
        let english = try #require(store.load().catalogue.languages.first { $0.code == .english })
        #expect(Set(english.fragments.keys.map(\.rawValue)) == ["number.5", "walk"])
        let described = store.check().map(\.description)
        #expect(described.contains { $0.contains("1 of the fragments have no recording, the first is 'minutes'") })
        #expect(described.contains { $0.contains("fragments are missing, the first is 'number.0'") })
    }

    @Test func `a misspelt fragment is named`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let file = fixture.directory + "/languages/en.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8) + "fragments: { minute.5: five minutes }\n"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let described = ConfigurationStore(directory: fixture.directory).check().map(\.description)
        #expect(described.contains { $0.contains("nothing says the fragment 'minute.5'; did you mean 'minutes.5'?") })
    }

    @Test func `provisional recordings are known from the manifest`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let store = try record(fixture)
        let manifest = #"{"chooser": {"provisional": true, "text": "a"}, "home": {"provisional": false}, "idle": {}}"#
        try manifest.write(toFile: fixture.root + "/prompts/en/manifest.json", atomically: true, encoding: .utf8)
        let english = store.load().catalogue.languages.first { $0.code == .english }
        #expect(english?.provisional == [PromptKey("chooser")])
        try "broken".write(toFile: fixture.root + "/prompts/en/manifest.json", atomically: true, encoding: .utf8)
        #expect(store.load().catalogue.languages.first { $0.code == .english }?.provisional == [])
    }

    @Test func `a language without any is one line, not eighty`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let store = try record(fixture)
        try FileManager.default.removeItem(atPath: fixture.root + "/prompts/en")
        let count = PromptKey.fixed.count + 2
        #expect(
            store.check().map(\.description) == [
                "languages/en.yaml:2:1: warning: there are no recordings for en; "
                    + "record \(count) sentences into \(fixture.root)/prompts/en"
            ])
    }
}
