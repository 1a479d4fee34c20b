import ArgumentParser
import Audio
import BoothConfiguration
import KioskCore

/// Which device a command plays on, and the configuration that says so.
struct SoundOptions: ParsableArguments {
    @OptionGroup var locations: Locations

    @Option(help: "A file laid over booth.yaml.")
    var overlay: String?

    @Option(help: "The ALSA device instead of the one in booth.yaml.")
    var device: String?

    func load() -> LoadedConfiguration {
        ConfigurationStore(directory: locations.configuration, overlay: overlay, recordings: locations.prompts).load()
    }

    /// The device to play on; in words if there is none.
    func device(_ settings: AudioSettings) throws -> String {
        let name = device ?? settings.speaker
        guard name != "none" else {
            throw Failure("audio.speaker is none in booth.yaml; name a device there, or here with --device")
        }
        return name
    }

    /// Why a device does not work, and where to look.
    static func failure(_ device: String, _ reason: String) -> Failure {
        Failure("the sound device '\(device)' does not work: \(reason); kiosk audio list names those there are")
    }
}
