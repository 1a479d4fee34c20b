import Foundation
import KioskCore

/// Whether the sentences that are heard have been recorded.
struct RecordingsCheck {
    /// The directory with one directory a language.
    let directory: String
    let heard: [PromptKey]
    let problems: ProblemList

    /// What libsndfile plays and git can hold.
    private static let extensions = ["ogg", "flac"]

    func run(_ language: DecodedLanguage) {
        let code = language.language.code.rawValue
        let folder = "\(directory)/\(code)"
        let sentences = heard.filter { language.language.prompts[$0] != nil }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            problems.warning(
                language.promptsPosition, "there are no recordings for \(code)",
                "record \(sentences.count) sentences into \(folder)")
            return
        }
        let found = Set(names)
        for key in sentences {
            let files = Self.extensions.map { "\(key.rawValue).\($0)" }
            guard !files.contains(where: found.contains), let position = language.promptPositions[key] else { continue }
            problems.warning(
                position, "the sentence '\(key.rawValue)' has no recording", "record \(folder)/\(files[0])")
        }
    }
}
