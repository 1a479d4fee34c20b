import Telephony
import Vocabulary

/// The sound devices of a booth's calls.
enum BoothDevices {
    /// The devices that a configuration names. They follow the handset if the booth's speech does.
    /// - Parameter player: what calls are heard on in the agent's own configuration, as `driver,device`.
    static func of(_ settings: Settings, player: String) -> CallDevices {
        let audio = settings.audio
        let handset = settings.keys.hasHookSwitch && audio.speaker != "none" ? audio.handset : nil
        return CallDevices(
            source: "alsa,\(audio.microphone)",
            players: handset.map { handset in
                CallDevices.Players(
                    handset: "alsa,\(handset)", loudspeaker: "alsa,\(audio.speaker)",
                    handsFreeSource: audio.handsFreeMicrophone.map { "alsa,\($0)" })
            }, player: player)
    }
}
