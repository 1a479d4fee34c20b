import BoothConfiguration
import Glibc
import Vocabulary

/// Where the recordings are: `LANG/KEY.ogg`, or in the format that a technician put there.
struct PromptFiles {
    let directory: String

    /// The recorded key click. The player makes its own if there is none.
    var click: String { directory + "/click.flac" }

    /// The recording of a prompt in this language; nil if there is no readable one.
    func recording(of key: PromptKey, in language: LanguageCode) -> String? {
        RecordingFiles.endings.map { path(key, language, $0) }.first { access($0, R_OK) == 0 }
    }

    /// The file that is played for a prompt: the recording in the language itself, else in English, else in Chinese. If
    /// there is none at all, the path that should exist.
    func played(for key: PromptKey, in language: LanguageCode) -> String {
        [language, .english, .chinese].lazy.compactMap { recording(of: key, in: $0) }.first
            ?? path(key, language, RecordingFiles.endings[0])
    }

    private func path(_ key: PromptKey, _ language: LanguageCode, _ ending: String) -> String {
        "\(directory)/\(language.rawValue)/\(key.rawValue).\(ending)"
    }
}
