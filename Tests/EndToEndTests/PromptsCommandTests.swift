import BoothDriver
import Foundation
import Testing

/// A machine's voice for what nobody has recorded, made by the built program and the real espeak-ng.
@Suite struct PromptsCommandTests {
    private let directory: String
    private var prompts: String { directory + "/assets/prompts" }

    init() throws {
        directory = try Places.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory + "/assets", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Places.assets + "/prompts", toPath: directory + "/assets/prompts")
        try FileManager.default.copyItem(atPath: Places.configuration, toPath: directory + "/config")
    }

    private func remove() { try? FileManager.default.removeItem(atPath: directory) }

    private func kiosk(_ words: String...) throws -> Program.End {
        try Program.run(
            [Places.kiosk] + words + ["--config", directory + "/config", "--assets", directory + "/assets"])
    }

    private func forget(_ recordings: String...) throws {
        for recording in recordings { try FileManager.default.removeItem(atPath: "\(prompts)/\(recording).ogg") }
    }

    private func entry(_ language: String, _ key: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(prompts)/\(language)/manifest.json"))
        let entries = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
        return try #require(entries?[key])
    }

    @Test("What is missing is listed, spoken, marked as provisional and then heard; the rest is left alone")
    func speak() throws {
        defer { remove() }
        try forget("zh-Hans/rating.thanks", "en/number.7", "ko/home")
        let listed = try kiosk("prompts")
        #expect(listed.status == 0)
        #expect(
            listed.output.split(separator: "\n").map { $0.prefix { $0 != ":" } } == [
                "zh-Hans rating.thanks", "en number.7", "ja", "ko home",
            ], "\(listed.output)")

        let spoken = try kiosk("prompts", "--speak")
        #expect(spoken.status == 1, "one is left")
        #expect(spoken.output.contains("en: 1 spoken by espeak-ng"))
        #expect(spoken.output.contains("ko: 1 left: espeak-ng is not understood in it; have them recorded"))
        #expect(try kiosk("prompts", "en").output == "en: everything is recorded\n")
        for (language, key) in [("zh-Hans", "rating.thanks"), ("en", "number.7")] {
            #expect(try entry(language, key)["provisional"] as? Bool == true)
            #expect(try entry(language, key)["engine"] as? String == "espeak-ng")
            let output = directory + "/\(key).wav"
            let said = try kiosk("say", language, key, "--device", "file:FILE=\(output),FORMAT=wav")
            #expect(said.status == 0, "\(said.output)")
            let heard = try #require(Sound(finished: output))
            #expect((-24 ... -19).contains(heard.level), "\(key): \(heard.level) dBFS")
            #expect(heard.samples.count > 48_000 / 4)
        }
        #expect(try entry("en", "home")["engine"] as? String != "espeak-ng")
        #expect(try !kiosk("check", "--no-layout").output.contains("number.7"))
    }

    @Test("Other words are spoken again, what somebody recorded is not")
    func changed() throws {
        defer { remove() }
        try forget("en/number.7")
        _ = try kiosk("prompts", "en", "--speak")
        let path = directory + "/config/languages/en.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try #require(text.contains("  number.7: seven\n") && text.contains("  number.8: eight\n"))
        try text.replacing("  number.7: seven\n", with: "  number.7: seven of them\n")
            .replacing("  number.8: eight\n", with: "  number.8: eight of them\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try kiosk("prompts", "en").output == "en number.7: seven of them\n")
        #expect(try kiosk("prompts", "en", "--speak").output.contains("en: 1 spoken"))
        #expect(try entry("en", "number.7")["text"] as? String == "seven of them")

        // Somebody records it under the same name and ending.
        let recording = "\(prompts)/en/number.7.flac"
        try FileManager.default.removeItem(atPath: recording)
        try FileManager.default.copyItem(atPath: "\(prompts)/click.flac", toPath: recording)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try kiosk("prompts", "en", "--speak").output == "en: everything is recorded\n")
        #expect(FileManager.default.contentsEqual(atPath: recording, andPath: "\(prompts)/click.flac"))
    }

    @Test("What is wrong is named")
    func wrong() throws {
        defer { remove() }
        #expect(try kiosk("prompts", "xx").output.contains("there is no language 'xx'; there are zh-Hans, en, ja, ko"))
        try forget("en/number.7")
        let manifest = "\(prompts)/en/manifest.json"
        try "{".write(toFile: manifest, atomically: true, encoding: .utf8)
        let end = try kiosk("prompts", "en", "--speak")
        #expect(end.status != 0)
        #expect(end.output.contains("\(manifest) cannot be read as JSON"))
        #expect(try String(contentsOfFile: manifest, encoding: .utf8) == "{", "and not written over")
    }
}
