import Prompts
import Audio
import Foundation
import Glibc
import KioskCore
import Vocabulary
import Telephony

/// The announcements for an emergency call in the form that the SIP agent needs: 8 kHz WAV with a long silent tail.
///
/// A recording that is certainly wrong is not played. In its place the certain facts are played: the configuration's
/// words spoken by espeak-ng if that is installed, otherwise the booth's number from recorded letters and digits.
struct AnnouncementFiles {
    private let recordings: EmergencyRecordings
    private let doubts: [RecordingDoubt]

    private static let rate = PreparedAnnouncement.sampleRate

    init(_ recordings: EmergencyRecordings, _ doubts: [RecordingDoubt]) {
        self.recordings = recordings
        self.doubts = doubts.filter(\.isCertain)
    }

    /// Where they are kept. On a booth that is a disk, so that the SOS service has them after a restart, too.
    static func directory(state: String) -> String { state + "/announce" }

    static func path(of announcement: Announcement, in directory: String) -> String {
        "\(directory)/\(announcement.rawValue).wav"
    }

    /// Writes what is to be played into `directory`. An announcement with nothing certain is left out, and the call
    /// goes without it.
    func prepare(into directory: String) -> [Announcement: PreparedAnnouncement] {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            Log.line("announcements: \(directory): \(error.localizedDescription)")
        }
        // On a booth the SIP agent is another user, who plays these files. Nothing in them is private.
        chmod(directory, 0o755)
        var prepared: [Announcement: PreparedAnnouncement] = [:]
        for announcement in Announcement.allCases {
            guard let speech = speech(announcement) else {
                Log.line("announcements: there is nothing certain to be said for '\(announcement.rawValue)'")
                continue
            }
            let path = Self.path(of: announcement, in: directory)
            do {
                prepared[announcement] = try PreparedAnnouncement(
                    speech: WaveFile(sampleRate: Self.rate, samples: speech), path: path)
                chmod(path, 0o644)
            } catch {
                Log.line("announcements: \(path): \(error)")
            }
        }
        return prepared
    }

    private func speech(_ announcement: Announcement) -> [Int16]? {
        let doubts = doubts.filter { $0.announcement == announcement }
        if doubts.isEmpty, let file = recordings.recording(of: announcement),
            let samples = try? Recording.decode(file, sampleRate: Self.rate, atMost: EmergencyRecordings.longest)
        {
            return samples
        }
        // Nobody here can tell which of two addresses is the booth's.
        let hasWords = !doubts.contains(where: \.isOfWords)
        if hasWords, let texts = recordings.booth.announcements[announcement], let samples = synthesised(texts) {
            Log.line("announcements: '\(announcement.rawValue)' is said by espeak-ng, from booth.yaml")
            return samples
        }
        guard let samples = number() else { return nil }
        Log.line("announcements: '\(announcement.rawValue)' says the booth's number alone")
        return samples
    }

    // MARK: Certain facts

    /// The order in which the person who answers understands it.
    private static let order: [LanguageCode] = [.chinese, .chinese, .english]

    /// The configuration's words, the Chinese ones twice; nil if espeak-ng is not installed or cannot say one of them.
    private func synthesised(_ texts: LocalizedText) -> [Int16]? {
        var template = Array((NSTemporaryDirectory() + "kiosk-announce-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        do {
            let program = try SpeechProgram(workingIn: directory)
            var spoken: [LanguageCode: [Int16]] = [:]
            for (language, text) in texts.values {
                guard let voice = SpeechProgram.voice(for: language) else { continue }
                let file = "\(directory)/\(language.rawValue).flac"
                let words = language == .chinese ? SpokenText.readOut(text) : text
                try program.say(words, voice: voice, tail: 800, into: file)
                let samples = try Recording.decode(file, sampleRate: Self.rate)
                let expected = SpokenText.seconds(toSay: text)
                if SoundDoubt.judge(samples, sampleRate: Self.rate, expected: expected) == nil {
                    spoken[language] = samples
                }
            }
            guard spoken[.chinese] != nil else { return nil }
            return Self.order.flatMap { spoken[$0] ?? [] }
        } catch {
            Log.line("announcements: \(error)")
            return nil
        }
    }

    /// The booth's number character by character, repeated so that it can be written down; nil if a character has no
    /// recording.
    private func number() -> [Int16]? {
        let pause = [Int16](repeating: 0, count: Self.rate)
        var spoken: [LanguageCode: [Int16]] = [:]
        for language in recordings.languages where Self.order.contains(language.code) {
            guard let signs = SpokenText.signs(of: recordings.booth.number, in: language) else { continue }
            let parts = signs.map { sign in
                recordings.prompts.recording(of: sign, in: language.code).flatMap(Self.sign)
            }
            // A number with a character left out belongs to another booth.
            guard parts.allSatisfy({ $0 != nil }) else { continue }
            spoken[language.code] = parts.flatMap { $0 ?? [] } + pause
        }
        let samples = Self.order.flatMap { spoken[$0] ?? [] }
        return samples.isEmpty ? nil : samples
    }

    private static func sign(_ file: String) -> [Int16]? {
        guard let samples = try? Recording.decode(file, sampleRate: rate, atMost: 10),
            SoundDoubt.judge(samples, sampleRate: rate, expected: nil, shortest: 0.1) == nil
        else { return nil }
        return samples
    }
}
