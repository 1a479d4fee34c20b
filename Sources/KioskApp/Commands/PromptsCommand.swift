import ArgumentParser
import BoothConfiguration
import Foundation
import Vocabulary

/// `kiosk prompts`: lists what is said without a recording, and makes it with a synthetic voice.
struct PromptsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompts", abstract: "List the sentences without a recording, or have a machine speak them.",
        discussion: """
            --speak makes a recording of each with espeak-ng and marks it as provisional, so that a new function or \
            language is heard until somebody records it; again if the words change. What people or other engines \
            recorded is left alone. Japanese and Korean are not spoken: nobody would understand them.
              kiosk prompts
              kiosk prompts en --speak
            """)

    @OptionGroup var locations: Locations

    @Argument(help: "A language, such as en; without it all of them.")
    var language: String?

    @Flag(help: "Make what is missing with espeak-ng.")
    var speak = false

    func run() throws {
        // Loaded without the recordings: otherwise a fragment without one counts as absent.
        let loaded = ConfigurationStore(directory: locations.configuration).load()
        let errors = loaded.problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Failure(errors.map(\.description).joined(separator: "\n")) }
        let languages = loaded.catalogue.languages.filter { [nil, $0.code.rawValue].contains(language) }
        guard !languages.isEmpty else {
            let codes = loaded.catalogue.languageCodes.map(\.rawValue).joined(separator: ", ")
            throw Failure("there is no language '\(language ?? "")'; there are \(codes)")
        }
        var left = 0
        for words in languages { left += try attend(to: words) }
        if left > 0, speak { throw ExitCode(1) }
    }

    /// Lists or makes what a language lacks.
    /// - Returns: The number of recordings still missing.
    private func attend(to language: Language) throws -> Int {
        let folder = "\(locations.prompts)/\(language.code.rawValue)"
        var manifest = try PromptManifest(folder: folder)
        let texts = language.fragments.merging(language.prompts) { _, sentence in sentence }
        let files = PromptFiles(directory: locations.prompts)
        let missing = texts.filter { key, text in
            guard let file = files.recording(of: key, in: language.code) else { return true }
            return manifest.isOutdated(key, text, file: file)
        }.sorted { $0.key.rawValue < $1.key.rawValue }
        guard !missing.isEmpty else {
            print("\(language.code.rawValue): everything is recorded")
            return 0
        }
        guard speak else {
            for (key, text) in missing { print("\(language.code.rawValue) \(key.rawValue): \(text)") }
            return missing.count
        }
        guard let voice = SpeechProgram.voice(for: language.code) else {
            print(
                "\(language.code.rawValue): \(missing.count) left: espeak-ng is not understood in it; have them recorded"
            )
            return missing.count
        }
        // Private to this user, since its content becomes a recording.
        var template = Array((NSTemporaryDirectory() + "kiosk-prompts-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure("no temporary directory: \(String(cString: strerror(errno)))")
        }
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let program = try SpeechProgram(workingIn: directory)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (key, text) in missing {
            let path = "\(folder)/\(key.rawValue).flac"
            try program.say(text, voice: voice, tail: language.prompts[key] == nil ? 30 : 150, into: path)
            try manifest.add(key, text: text, voice: voice, program: program, path: path)
        }
        print(
            "\(language.code.rawValue): \(missing.count) spoken by espeak-ng \(program.version) into \(folder), provisional; "
                + "kiosk control reload has the booth use them")
        return 0
    }
}
