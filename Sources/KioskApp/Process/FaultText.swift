import Vocabulary

extension Fault {
    /// A text for the technician: what is wrong, and where to look.
    var explanation: String {
        switch self {
        case .noTrunk: "booth.yaml has no trunk that may be dialled: the booth cannot call"
        case .trunkDown: "a trunk is not registered or does not answer; see the trunks above"
        case .callSilent: "a call was answered and brings no sound: codecs, encryption or the way of the sound (RTP)"
        case .callDevices:
            "the SIP agent could not open a call's microphone or earpiece: is the card plugged in, are its names in booth.yaml right, may the agent's user use it?"
        case .callUnordered:
            "the agent had a call that nobody here ordered, and it was ended; who is behind that trunk?"
        case .selfTest: "the daily test call failed on a trunk; kiosk.log says how"
        case .agentDown: "the SIP agent does not answer; is its service running?"
        case .configuration: "the configuration has errors; what was good before is in use; run kiosk check"
        case .storage: "the queue's file cannot be written; is the disk full or read-only?"
        case .damagedState:
            "a file that the kiosk reads at its start was damaged: kiosk.log names it; look at NAME.damaged, then delete it"
        case .announcement:
            "a recording of the emergency's is no good or does not say what booth.yaml does; run kiosk check"
        case .audio: "the sound device cannot be used; see audio.speaker in booth.yaml"
        case .handset: "the handset's device cannot be used: the loudspeaker speaks; see audio.handset in booth.yaml"
        case .platform: "the platform cannot be reached; kiosk.log says why"
        case .credentials: "the platform refuses the booth's token; see platform.token_file"
        case .uploads:
            "events are refused, all of them, and kept: kiosk.log has the status; is platform.url the platform's, and what stands in between?"
        case .emergencyUnreached: "an emergency call reached nobody in two rounds over all trunks"
        case .misuse: "the help centre was called again and again without anybody speaking"
        case .touch: "the glass is touched without end; something may lie on it"
        case .keyBurst:
            "digits came faster than a hand types and were swallowed; is a scanner plugged in, or the keypad bad?"
        case .cardLeft: "a card has been in the reader for minutes; somebody forgot it"
        case .cardReader: "the card reader cannot be used; is pcscd installed and the reader plugged in?"
        case .clock: "the clock is wrong; see the time service"
        case .content: "the sources cannot be used at all; kiosk.log says why"
        case .weatherSource: source("weather")
        case .airSource: source("air quality")
        case .busesSource: source("buses")
        case .activitiesSource: source("activities")
        case .noticesSource: source("notices")
        case .holidaysSource: source("holidays")
        case .holidaysMissing:
            "no file of holidays for the coming days: opening hours may be wrong; put the next year's file into sources.yaml"
        case .placesSource: source("places")
        }
    }

    private func source(_ what: String) -> String {
        "a source of \(what) in sources.yaml gives no good answer; what it said last is shown until it expires"
    }
}
