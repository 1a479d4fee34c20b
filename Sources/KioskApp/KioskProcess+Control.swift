import BoothConfiguration
import ControlSocket
import EventQueue
import Dispatch
import KioskCore

/// What a technician asks the running kiosk.
extension KioskProcess {
    func listen() {
        do {
            let events = events
            control = try ControlServer(path: locations.controlSocket) { request, reply in
                if request.command == "queue" {
                    let answer = QueueDesk.answer(request.arguments, from: events)
                    return reply(ControlReply(ok: answer.ok, answer.text))
                }
                if request.command == "reload" {
                    return DispatchQueue.onMain { KioskProcess.running?.reload(reply) }
                }
                DispatchQueue.onMain {
                    reply(KioskProcess.running?.answer(request) ?? ControlReply(ok: false, "stopping"))
                }
            }
        } catch {
            Log.line("\(error)")
        }
    }

    func answer(_ request: ControlRequest) -> ControlReply {
        guard let runtime else { return ControlReply(ok: false, "starting") }
        switch request.command {
        case "status":
            // A technician who has looked at a damaged file and removed it sees the fault gone.
            checkDamage()
            return ControlReply(StatusText.text(runtime.state, configurations, terminal.size, leftOut))
        case "say":
            guard request.arguments.count == 2 else {
                return ControlReply(ok: false, "say LANG KEY, such as: say en home")
            }
            let language = LanguageCode(rawValue: request.arguments[0])
            voice.port.speak(
                Utterance(
                    [PromptKey(request.arguments[1])], language: language, volume: runtime.state.volume))
            return ControlReply("saying \(request.arguments[1])")
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
        default:
            return ControlReply(
                ok: false, "unknown command \(request.command); there are status, queue, say, reload, card, test-call")
        }
    }
}
