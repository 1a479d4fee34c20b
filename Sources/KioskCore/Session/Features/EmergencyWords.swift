import Prompts
import Vocabulary

/// What the emergency pages say.
extension Turn {
    /// The occasions on which the emergency screens speak.
    enum EmergencySpeech {
        case countdown(EmergencyService)
        case chooser(automatic: Bool)
        case meaning(MeaningQuestion)
        case calling(EmergencyService?)
        case retrying
        case reconnecting
        case nothingHeard
        case otherLine
        case ended(EmergencyService?)
        case notConnected(EmergencyService?)
    }

    /// Says the words for an occasion with emergency priority.
    mutating func speakEmergency(_ speech: EmergencySpeech) {
        speak(Speech(parts: emergencyWords(speech), priority: .emergency))
    }

    /// The words for an occasion, and that this is a demonstration if it is one. The first words stay first: they say
    /// how to cancel.
    func emergencyWords(_ speech: EmergencySpeech) -> [Speech.Part] {
        var prompts: [PromptKey]
        switch speech {
        case .countdown(.police): prompts = [.emergencyPolice]
        case .countdown(.ambulance): prompts = [.emergencyAmbulance]
        case .countdown(.fire): prompts = [.emergencyFire]
        case .chooser(let automatic): prompts = automatic ? [.chooser, .chooserNoKey] : [.chooser]
        case .meaning(let question): prompts = question.prompts
        case .calling(.police?): prompts = [.emergencyCallingPolice]
        case .calling(.ambulance?): prompts = [.emergencyCallingAmbulance]
        case .calling(.fire?): prompts = [.emergencyCallingFire]
        case .calling(nil): prompts = [.emergencyCallingHelpCentre]
        case .retrying: prompts = [.emergencyRetrying]
        case .reconnecting: prompts = [.emergencyReconnecting]
        case .nothingHeard: prompts = [.callNothingHeard]
        case .otherLine: prompts = [.emergencyOtherLine]
        case .notConnected(.police?): prompts = [.emergencyNotConnectedPolice]
        case .notConnected(.ambulance?): prompts = [.emergencyNotConnectedAmbulance]
        case .notConnected(.fire?): prompts = [.emergencyNotConnectedFire]
        case .notConnected(nil): prompts = [.emergencyNotConnectedHelpCentre]
        case .ended(.police?): prompts = [.emergencyEndedPolice]
        case .ended(.ambulance?): prompts = [.emergencyEndedAmbulance]
        case .ended(.fire?): prompts = [.emergencyEndedFire]
        case .ended(nil): prompts = [.emergencyEndedHelpCentre]
        }
        if isDemonstration { prompts.append(.emergencyDemo) }
        switch speech {
        case .countdown: prompts.append(.emergencyNow)
        // Nothing is said into the call itself, so the keys that work there are announced before.
        case .calling: prompts.append(.emergencyInCall)
        default: break
        }
        return prompts.map { .prompt($0) }
    }
}
