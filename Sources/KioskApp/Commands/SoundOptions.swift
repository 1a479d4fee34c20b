import ArgumentParser
import Audio
import BoothConfiguration
import Vocabulary

/// The device that a command plays on, and the configuration that names it.
struct SoundOptions: ParsableArguments {
    @OptionGroup var locations: Locations

    @Option(help: "A file laid over booth.yaml.")
    var overlay: String?

    @Option(help: "The ALSA device instead of the one in booth.yaml.")
    var device: String?

    @Flag(help: "The handset's device instead of the loudspeaker's.")
    var handset = false

    func load() -> LoadedConfiguration {
        ConfigurationStore(directory: locations.configuration, overlay: overlay, recordings: locations.prompts).load()
    }

    /// The device to play on. Throws a message if there is none.
    func device(_ settings: AudioSettings) throws -> String {
        let key = handset ? "handset" : "speaker"
        guard let name = device ?? (handset ? settings.handset : settings.speaker), name != "none" else {
            throw Failure("booth.yaml names no device under audio.\(key); name one there, or here with --device")
        }
        return name
    }

    /// The message why a device does not work, and where to look.
    static func failure(_ device: String, _ reason: String) -> Failure {
        Failure("the sound device '\(device)' does not work: \(reason); kiosk audio list names those there are")
    }
}
