import ArgumentParser
import Audio
import BoothConfiguration
import Dispatch
import Vocabulary
import Synchronization

/// `kiosk say`: plays one recording, as the booth would.
struct SayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "say", abstract: "Play one recording on the booth's loudspeaker and wait for its end.",
        discussion: """
            KEY is a name under prompts: or fragments: in a language file. Says what is missing if nothing can be heard.
              kiosk say zh-Hans home
            """)

    @OptionGroup var sound: SoundOptions

    @Argument(help: "The language, such as zh-Hans.")
    var language: String

    @Argument(help: "The prompt or fragment, such as home.")
    var key: String

    @Option(help: "The volume step, 0 to 3; without it the recording as it is.")
    var step = 3

    func validate() throws {
        guard PromptPlayer.volumeSteps.contains(step) else { throw ValidationError("--step \(step): write 0 to 3") }
    }

    func run() throws {
        let loaded = sound.load()
        let file = try recording(loaded.catalogue)
        let device = try sound.device(loaded.settings.audio)
        try play(file, on: device)
        print("played \(file) on \(device)")
    }

    private func recording(_ catalogue: Catalogue) throws -> String {
        guard let words = catalogue.languages.first(where: { $0.code.rawValue == language }) else {
            let codes = catalogue.languageCodes.map(\.rawValue).joined(separator: ", ")
            throw Failure("there is no language '\(language)'; there are \(codes)")
        }
        let key = PromptKey(key)
        guard words.prompts[key] != nil || words.fragments[key] != nil else {
            throw Failure("languages/\(language).yaml has no prompt or fragment '\(self.key)'; its keys are the names")
        }
        let files = PromptFiles(directory: sound.locations.prompts)
        if let file = files.recording(of: key, in: words.code) { return file }
        let endings = RecordingFiles.endings.joined(separator: ", .")
        let instead =
            files.recording(of: key, in: .english) == nil ? "" : "; in the booth, English is spoken in its place"
        throw Failure(
            "no recording \(files.directory)/\(language)/\(self.key) with the ending .\(endings)\(instead)")
    }

    private func play(_ file: String, on device: String) throws {
        let events = Mutex<[AudioEvent]>([])
        let ended = DispatchSemaphore(value: 0)
        let player = PromptPlayer(loudspeaker: device) { event in
            events.withLock { $0.append(event) }
            switch event {
            case .finished, .cut, .notPlayed: ended.signal()
            case .started, .missing, .deviceLost, .deviceBack: break
            }
        }
        player.setVolume(step: step)
        player.play(PlayList(files: [file]), token: 1)
        ended.wait()
        player.close()
        for event in events.withLock({ $0 }) {
            switch event {
            case .deviceLost(_, let reason): throw SoundOptions.failure(device, reason)
            case .missing(let path):
                throw Failure("\(path): not a readable recording; put an Ogg, FLAC or WAV file there")
            case .started, .finished, .cut, .notPlayed, .deviceBack: break
            }
        }
    }
}
