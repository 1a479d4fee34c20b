import Prompts
import Audio
import BoothConfiguration
import Foundation
import KioskCore
import Vocabulary
import Telephony

/// A problem with a recording that an emergency needs.
struct RecordingDoubt {
    /// The recording, or the configuration file if that is at fault.
    var file: String
    var message: String
    var remedy: String
    /// Whether the recording is certainly wrong. Otherwise nobody can tell.
    var isCertain: Bool
    /// The announcement that must not be played as recorded; nil if there is none.
    var announcement: Announcement?
    /// Whether even the configuration's words are in doubt. Then only the booth's number is certain.
    var isOfWords = false
}

/// Compares what is heard in an emergency with what should be heard: the announcements for the far side, and the
/// booth's own sentences. Each recording is opened, measured, and compared with what its manifest says about it.
struct EmergencyRecordings: Sendable {
    let assets: String
    let booth: Booth
    let languages: [Language]

    var prompts: PromptFiles { PromptFiles(directory: assets + "/prompts") }
    private var folder: String { assets + "/announce" }

    /// The limit in seconds of what is decoded. Announcements last half a minute; nothing longer is one.
    static let longest = 300

    /// The problems of the announcements. Decodes a minute of sound, so call it off the main queue.
    func announcementDoubts() -> [RecordingDoubt] { Announcement.allCases.flatMap(doubts) }

    /// The problems of the booth's own sentences. Decodes several minutes of sound.
    func sentenceDoubts() -> [RecordingDoubt] { languages.flatMap(doubts) }

    /// The same problems as `kiosk check` prints them. A booth that makes real calls must not have a certainly wrong
    /// recording.
    func problems(directory: String, live: Bool) -> [Problem] {
        (announcementDoubts() + sentenceDoubts()).map { doubt in
            let place = doubt.isOfWords ? Self.line(of: "  announce:", in: directory + "/" + doubt.file) : 1
            return Problem(
                severity: live && doubt.isCertain ? .error : .warning, file: doubt.file, line: place, column: 1,
                message: doubt.message, remedy: doubt.remedy)
        }
    }

    private static func line(of text: String, in path: String) -> Int {
        (TextLines.of(path).firstIndex { $0.hasPrefix(text) } ?? 0) + 1
    }

    /// The file of an announcement, if there is one.
    func recording(of announcement: Announcement) -> String? {
        RecordingFiles.endings.map { "\(folder)/\(announcement.rawValue).\($0)" }.first { access($0, R_OK) == 0 }
    }

    // MARK: Announcements

    private func doubts(_ announcement: Announcement) -> [RecordingDoubt] {
        let words = wordDoubts(announcement)
        let texts = booth.announcements[announcement]
        let name = "\(folder)/\(announcement.rawValue)"
        guard let file = recording(of: announcement) else {
            return words + [
                doubt(
                    "\(name).ogg", announcement, "there is no recording of what the far side is told", Self.again(texts)
                )
            ]
        }
        let manifest = try? PromptManifest(folder: folder)
        let said = manifest?.text(of: announcement.rawValue, file: file)
        let sentences =
            (texts.map { Array($0.values.values) } ?? []) + (said.map { [$0] } ?? []).filter { _ in texts == nil }
        if let sound = Self.judge(file, sentences) {
            return words + [doubt(file, announcement, sound, Self.again(texts))]
        }
        guard let said else {
            return words + [
                RecordingDoubt(
                    file: file,
                    message: "nobody can tell what this recording says: manifest.json does not tell of this file",
                    remedy: "listen to it, and note its text and sha256 there", isCertain: false)
            ]
        }
        if let texts {
            guard SpokenText.agrees(said, with: texts) else {
                return words + [
                    doubt(
                        file, announcement, "the recording says something else than announce.\(announcement.rawValue)",
                        Self.again(texts))
                ]
            }
            return words
        }
        return words + unsaid(in: SpokenText.sentences(said), file: file, announcement, isOfWords: false)
    }

    /// Whether the configuration's own words for an announcement name this booth, at this address.
    private func wordDoubts(_ announcement: Announcement) -> [RecordingDoubt] {
        guard let texts = booth.announcements[announcement] else { return [] }
        let sentences = Dictionary(uniqueKeysWithValues: texts.values.map { (LanguageCode?.some($0.key), [$0.value]) })
        return unsaid(in: sentences, file: "booth.yaml", announcement, isOfWords: true)
    }

    /// Which of number and address is not said. People who answer in China act on the Chinese words, so a different
    /// wording of the address in another language is only mentioned.
    private func unsaid(
        in sentences: [LanguageCode?: [String]], file: String, _ announcement: Announcement, isOfWords: Bool
    ) -> [RecordingDoubt] {
        sentences.sorted { $0.key?.rawValue ?? "" < $1.key?.rawValue ?? "" }.flatMap { language, lines in
            let text = lines.joined(separator: " ")
            let name = language.map { "'announce.\(announcement.rawValue)' in \($0.rawValue)" } ?? "the recording"
            var found: [RecordingDoubt] = []
            if !SpokenText.says(text, booth.number) {
                var item = doubt(
                    file, announcement, "\(name) does not say the booth's number \(booth.number)",
                    "write it as booth.number has it, and have it recorded")
                item.isOfWords = isOfWords
                found.append(item)
            }
            let address = booth.address.values[language ?? .chinese] ?? ""
            if !address.isEmpty, !SpokenText.says(text, address) {
                var item = doubt(
                    file, announcement, "\(name) does not say the address '\(address)'",
                    "write it word for word as booth.address has it, and have it recorded")
                item.isCertain = (language ?? .chinese) == .chinese
                item.isOfWords = isOfWords
                found.append(item)
            }
            return found
        }
    }

    private func doubt(
        _ file: String, _ announcement: Announcement, _ message: String, _ remedy: String
    ) -> RecordingDoubt {
        RecordingDoubt(
            file: file, message: message, remedy: remedy, isCertain: true, announcement: announcement)
    }

    private static func again(_ texts: LocalizedText?) -> String {
        let words = (texts?.values ?? [:]).sorted { $0.key.rawValue > $1.key.rawValue }.map { "“\($0.value)”" }
        return words.isEmpty ? "record it anew" : "record it anew: " + words.joined(separator: " ")
    }

    // MARK: The booth's own sentences

    private func doubts(_ language: Language) -> [RecordingDoubt] {
        let folder = "\(prompts.directory)/\(language.code.rawValue)"
        let manifest = try? PromptManifest(folder: folder)
        var found: [RecordingDoubt] = []
        var unknown: [String] = []
        let sentences = language.prompts.filter { $0.key.rawValue.hasPrefix("emergency.") }
        for (key, text) in sentences.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            // A missing recording is reported together with all other sentences.
            guard let file = prompts.recording(of: key, in: language.code) else { continue }
            if let sound = Self.judge(file, [text]) {
                found.append(
                    RecordingDoubt(file: file, message: sound, remedy: "record it anew: “\(text)”", isCertain: true))
            } else if let said = manifest?.text(of: key.rawValue, file: file) {
                guard !SpokenText.agree(said, text) else { continue }
                found.append(
                    RecordingDoubt(
                        file: file, message: "the recording says '\(said)'", remedy: "record it anew: “\(text)”",
                        isCertain: true))
            } else {
                unknown.append(key.rawValue)
            }
        }
        guard let first = unknown.first else { return found }
        return found + [
            RecordingDoubt(
                file: folder + "/manifest.json",
                message:
                    "it does not tell what \(unknown.count) of the emergency's recordings say, the first is '\(first)'",
                remedy: "listen to them, and note the text and sha256 of each", isCertain: false)
        ]
    }

    /// What a machine can recognise as wrong; nil if there is nothing.
    private static func judge(_ file: String, _ sentences: [String]) -> String? {
        let expected = sentences.isEmpty ? nil : sentences.map(SpokenText.seconds).reduce(0, +)
        do {
            return try Recording.doubt(file, expected: expected, atMost: longest)?.description
        } catch {
            return "this is no recording that can be read"
        }
    }
}
