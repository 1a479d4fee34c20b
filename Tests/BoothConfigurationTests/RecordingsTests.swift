import Foundation
import KioskCore
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
