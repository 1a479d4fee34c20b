import Crypto
import Foundation
import Vocabulary

/// A language folder's `manifest.json`: who spoke each recording, and what it says. Unknown entries are left alone.
struct PromptManifest {
    private let path: String
    private var entries: [String: [String: Any]] = [:]
    private static let engine = "espeak-ng"

    /// Reads the manifest. A folder without one has an empty manifest.
    init(folder: String) throws {
        path = folder + "/manifest.json"
        guard let data = FileManager.default.contents(atPath: path) else { return }
        guard let entries = try? JSONSerialization.jsonObject(with: data) as? [String: [String: Any]] else {
            throw Failure("\(path) cannot be read as JSON: mend it or move it away")
        }
        self.entries = entries
    }

    /// Whether espeak-ng made this file from other words than these. A file that somebody else put there is left alone.
    func isOutdated(_ key: PromptKey, _ text: String, file: String) -> Bool {
        guard let entry = entries[key.rawValue], entry["engine"] as? String == Self.engine,
            entry["text"] as? String != text
        else { return false }
        return (try? Self.digest(of: file)) == entry["sha256"] as? String
    }

    /// The text of a recording, if this manifest has an entry for this very file.
    func text(of key: String, file: String) -> String? {
        guard let entry = entries[key], let text = entry["text"] as? String, let digest = entry["sha256"] as? String,
            (try? Self.digest(of: file)) == digest
        else { return nil }
        return text
    }

    /// Records on disk, at once, that espeak-ng made a recording.
    mutating func add(_ key: PromptKey, text: String, voice: String, program: SpeechProgram, path: String) throws {
        entries[key.rawValue] = [
            "text": text, "engine": Self.engine, "engine_version": program.version, "voice": voice,
            "licence": "none: made by a program from the booth's own words", "provisional": true,
            "sha256": try Self.digest(of: path),
        ]
        try write()
    }

    private static func digest(of path: String) throws -> String {
        let hash = SHA256.hash(data: try Data(contentsOf: URL(fileURLWithPath: path)))
        return hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    private func write() throws {
        var data = try JSONSerialization.data(withJSONObject: entries, options: [.prettyPrinted, .sortedKeys])
        data.append(UInt8(ascii: "\n"))
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
