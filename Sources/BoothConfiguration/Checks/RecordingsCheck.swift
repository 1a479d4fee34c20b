import Foundation
import Vocabulary

/// The files of recordings: `LANG/KEY.ogg`, or the same with another ending.
public enum RecordingFiles {
    /// The endings, in the order in which they are tried.
    public static let endings = ["ogg", "flac", "wav"]
}

/// Checks that every sentence that can be heard has been recorded.
struct RecordingsCheck {
    /// The directory that holds one directory for each language.
    let directory: String
    let heard: [PromptKey]
    let problems: ProblemList

    /// Returns what can be heard in a language: without fragments if they are not all recorded, so that no sentence is
    /// half spoken, and with provisional recordings marked.
    func run(_ decoded: DecodedLanguage) -> Language {
        var language = decoded.language
        let folder = "\(directory)/\(language.code.rawValue)"
        let sentences = heard.filter { language.prompts[$0] != nil }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            problems.warning(
                decoded.promptsPosition, "there are no recordings for \(language.code.rawValue)",
                "record \(sentences.count + language.fragments.count) sentences into \(folder)")
            language.fragments = [:]
            language.silent = Set(heard)
            return language
        }
        let found = Set(names)
        func isRecorded(_ key: PromptKey) -> Bool {
            RecordingFiles.endings.contains { found.contains("\(key.rawValue).\($0)") }
        }
        for key in sentences where !isRecorded(key) {
            guard let position = decoded.promptPositions[key] else { continue }
            problems.warning(
                position, "the sentence '\(key.rawValue)' has no recording",
                "record \(folder)/\(key.rawValue).\(RecordingFiles.endings[0])")
        }
        let silent = language.fragments.keys.filter { !isRecorded($0) }.map(\.rawValue).sorted()
        if let first = silent.first, let position = decoded.fragmentsPosition {
            problems.warning(
                position, "\(silent.count) of the fragments have no recording, the first is '\(first)'",
                "record them into \(folder); until then the sentences with them are not said")
        }
        language.fragments = language.fragments.filter { isRecorded($0.key) }
        language.provisional = provisional(folder)
        language.silent = Set(heard.filter { !isRecorded($0) })
        return language
    }

    /// A recording's entry in its folder's `manifest.json`, as far as it is needed here.
    private struct ManifestEntry: Decodable {
        var provisional: Bool?
    }

    /// The prompts that the manifest marks as provisional; none if the folder has no manifest.
    private func provisional(_ folder: String) -> Set<PromptKey> {
        // The kiosk does this before its first picture, and decoding is ten times slower than searching for the word.
        guard let data = FileManager.default.contents(atPath: folder + "/manifest.json"),
            data.withUnsafeBytes({ Self.contains(Array("true".utf8), in: $0) }),
            let entries = try? JSONDecoder().decode([String: ManifestEntry].self, from: data)
        else { return [] }
        return Set(entries.filter { $0.value.provisional == true }.keys.map { PromptKey($0) })
    }

    private static func contains(_ word: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = word.first, bytes.count >= word.count else { return false }
        return (0...bytes.count - word.count).contains { start in
            bytes[start] == first && bytes[start..<start + word.count].elementsEqual(word)
        }
    }
}
