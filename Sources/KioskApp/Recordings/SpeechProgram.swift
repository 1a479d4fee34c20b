import Audio
import Foundation
import Vocabulary
import Spawn

/// espeak-ng, a separate program. It speaks badly what nobody has recorded yet, but it does so at once.
struct SpeechProgram {
    /// Languages in which it was measured to be unintelligible (docs/SOUND.md). Only people or other engines speak
    /// them.
    static let unintelligible: Set<String> = ["ja", "ko", "yue", "wuu", "hak", "nan"]
    private static let name = "espeak-ng"
    /// Words per minute. This is slower than its usual 175, for elderly listeners.
    private static let pace = 140

    let version: String
    private let directory: String

    /// Prepares the program. `directory` receives its working files.
    /// - Throws: `Failure` if espeak-ng is not installed.
    init(workingIn directory: String) throws {
        self.directory = directory
        guard let (end, text) = try? Child.run([Self.name, "--version"]), end == .exited(0),
            let number = text.firstMatch(of: /text-to-speech: ([0-9.]+)/)?.1
        else { throw Failure("espeak-ng does not work here: apt install espeak-ng") }
        version = String(number)
    }

    /// The name of its voice for a language; nil if nobody would understand it.
    static func voice(for language: LanguageCode) -> String? {
        guard let tag = language.rawValue.split(separator: "-").first.map(String.init) else { return nil }
        // Its Mandarin is unintelligible from characters, but mostly intelligible from pinyin.
        if tag == "zh" { return "cmn-latn-pinyin" }
        return unintelligible.contains(tag) ? nil : tag
    }

    /// Speaks a text into a file.
    /// - Parameter tail: Milliseconds of silence after it.
    func say(_ text: String, voice: String, tail: Int, into path: String) throws {
        let (words, sound) = (directory + "/words", directory + "/speech.wav")
        let spoken = voice.hasSuffix("pinyin") ? Pinyin.numbered(text) : text
        try (spoken + "\n").write(toFile: words, atomically: false, encoding: .utf8)
        let (end, said) = try Child.run(
            [Self.name, "-v", voice, "-s", String(Self.pace), "-w", sound, "-f", words])
        guard end == .exited(0) else {
            throw Failure(
                "espeak-ng does not say '\(text)' in '\(voice)' (\(said.split(separator: "\n").last ?? "")): record it"
            )
        }
        try SpeechFile.write(try Recording.decode(sound, sampleRate: SpeechFile.rate), tail: tail, to: path)
    }
}
