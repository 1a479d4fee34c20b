import Terminal
import KioskCore
import BoothConfiguration
import ControlSocket
import EventQueue
import Glibc
import Vocabulary
import KioskRuntime
import Serial

/// Handles a technician's requests to the running kiosk.
extension KioskProcess {
    func listen() {
        do {
            let events = events
            control = try ControlServer(path: locations.controlSocket) { [weak self] request, reply in
                if request.command == "queue" {
                    let answer = QueueDesk.answer(request.arguments, from: events)
                    return reply(ControlReply(ok: answer.ok, answer.text))
                }
                if request.command == "reload", request.arguments.isEmpty {
                    return Main.run { self?.reload(reply) }
                }
                Main.run { reply(self?.answer(request) ?? ControlReply(ok: false, "stopping")) }
            }
        } catch {
            Log.line("\(error)")
        }
    }

    /// Plays one recording, or says what is missing.
    private func say(_ key: PromptKey, in code: LanguageCode) -> ControlReply {
        let catalogue = configuration.catalogue
        guard let language = catalogue.languages.first(where: { $0.code == code }) else {
            let codes = catalogue.languageCodes.map(\.rawValue).joined(separator: ", ")
            return ControlReply(ok: false, "there is no language '\(code.rawValue)'; there are \(codes)")
        }
        let files = PromptFiles(directory: locations.prompts)
        let own = files.recording(of: key, in: code)
        guard language.prompts[key] != nil || language.fragments[key] != nil || own != nil else {
            return ControlReply(
                ok: false,
                "languages/\(code.rawValue).yaml has no prompt or fragment '\(key.rawValue)' that is recorded")
        }
        let played = files.played(for: key, in: code)
        guard access(played, R_OK) == 0 else {
            return ControlReply(
                ok: false, "there is no recording of '\(key.rawValue)': nothing is heard until \(played) is there")
        }
        if configuration.settings.audio.speaker == "none" {
            return ControlReply(ok: false, "nothing is heard: audio.speaker in booth.yaml is none")
        }
        if runtime.state.health.faults.contains(.audio) {
            return ControlReply(ok: false, "nothing is heard: the sound device does not work (kiosk audio list)")
        }
        voice.perform(.speak(Utterance([key], language: code, volume: runtime.state.volume)))
        let note = own == nil ? " (\(played): it is not recorded in \(code.rawValue))" : ""
        return ControlReply("saying \(key.rawValue)\(note)")
    }

    func answer(_ request: ControlRequest) -> ControlReply {
        if let mistake = ControlUsage.mistake([request.command] + request.arguments) {
            return ControlReply(ok: false, mistake)
        }
        switch request.command {
        case "status":
            // When a technician has removed a damaged file after looking at it, the status must no longer show the
            // fault.
            checkDamage()
            return ControlReply(
                StatusText.text(runtime.state, configurations, terminal.size, leftOut, platform: platform.word))
        case "say":
            guard request.arguments.count == 2 else {
                return ControlReply(ok: false, "say LANG KEY, such as: say en home")
            }
            return say(PromptKey(request.arguments[1]), in: LanguageCode(rawValue: request.arguments[0]))
        case "card":
            let inserted = request.arguments == ["in"]
            guard inserted || request.arguments == ["out"] else {
                return ControlReply(ok: false, "card in, or card out")
            }
            guard cards.simulate(inserted: inserted) else {
                return ControlReply(ok: false, "booth.yaml has no pension.reader: simulated")
            }
            return ControlReply(inserted ? "the card is in the reader" : "the card is out of the reader")
        case "test-call":
            guard configuration.settings.telephony.selfTest != nil else {
                return ControlReply(ok: false, "booth.yaml has no telephony.self_test")
            }
            runtime.send(.selfTest)
            return ControlReply(
                "the test call is made as soon as nobody uses the booth; its result for each trunk will be in kiosk.log"
            )
        case "idle":
            let occupation = runtime.state.occupation(at: SystemClock.now)?.words
            let words = occupation ?? (sosKeys.hasOpenPress ? Occupation.emergency.words : nil)
            return ControlReply(ok: words == nil, words ?? "idle")
        default:
            return ControlReply(
                ok: false,
                "unknown command \(request.command); there are status, queue, say, reload, card, test-call, idle")
        }
    }
}
