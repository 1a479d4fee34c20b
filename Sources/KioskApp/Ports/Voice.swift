import Basics
import Audio
import KioskCore
import Vocabulary
import KioskRuntime
import Serial

/// Turns utterances into recordings: which file says what, and when it was said.
@MainActor
final class Voice {
    private let prompts: PromptFiles
    /// The device of the loudspeaker; nil means silence.
    private let loudspeaker: String?
    private let handset: String?
    private var volume: Int
    private var player: PromptPlayer?
    private var token: UInt64 = 0
    private var send: (Action) -> Void = { _ in }

    init(settings: AudioSettings, prompts: String) {
        self.prompts = PromptFiles(directory: prompts)
        loudspeaker = settings.speaker == "none" ? nil : settings.speaker
        handset = settings.handset
        volume = settings.volume
    }

    func start(_ send: @escaping (Action) -> Void) {
        self.send = send
        guard loudspeaker != nil || handset != nil else { return }
        let player = PromptPlayer(
            loudspeaker: loudspeaker, handset: handset, click: prompts.click
        ) { [weak self] event in
            Main.run { self?.take(event) }
        }
        player.setVolume(step: volume)
        self.player = player
    }

    func stop() { player?.close() }

    /// Performs a command of the core.
    func perform(_ command: SoundCommand) {
        switch command {
        case .speak(let utterance): speak(utterance)
        case .stop(let priority): player?.stop(atMost: Self.priority(priority))
        case .click(let sink): player?.click(in: Self.sink(sink))
        case .volume(let step):
            volume = step
            player?.setVolume(step: step)
        }
    }

    private func speak(_ utterance: Utterance) {
        token += 1
        let token = token
        guard let player else {
            return Main.run { [weak self] in self?.ended(token) }
        }
        var files: [String] = []
        var pauses: [Int] = []
        func add(_ key: PromptKey, _ language: LanguageCode) {
            files.append(prompts.played(for: key, in: language))
            pauses.append(0)
        }
        for part in utterance.parts {
            switch part {
            case .prompt(let key): add(key, utterance.language)
            case .foreign(let key, let language): add(key, language)
            case .pause(let duration):
                if let last = pauses.popLast() { pauses.append(last + Int(duration.wholeMilliseconds)) }
            }
        }
        player.play(
            PlayList(
                files: files, priority: Self.priority(utterance.priority), sink: Self.sink(utterance.sink),
                pauses: pauses,
                volume: utterance.volume),
            token: token)
    }

    private func take(_ event: AudioEvent) {
        switch event {
        case .started, .cut: break
        case .finished(let token), .notPlayed(let token, _): ended(token)
        case .missing(let path): Log.line("audio: no recording \(path)")
        case .deviceLost(let sink, let reason):
            Log.line("audio: \(sink): \(reason)")
            send(.fault(Self.fault(sink), raised: true))
        case .deviceBack(let sink): send(.fault(Self.fault(sink), raised: false))
        }
    }

    private func ended(_ token: UInt64) {
        if token == self.token { send(.speechEnded) }
    }

    private static func sink(_ sink: SpeechSink) -> AudioSink {
        switch sink {
        case .loudspeaker: .loudspeaker
        case .handset: .handset
        }
    }

    private static func fault(_ sink: AudioSink) -> Fault {
        switch sink {
        case .loudspeaker: .audio
        case .handset: .handset
        }
    }

    private static func priority(_ priority: Vocabulary.SpeechPriority) -> Audio.SpeechPriority {
        switch priority {
        case .guidance: .guidance
        case .safety: .safety
        case .emergency: .emergency
        }
    }
}
