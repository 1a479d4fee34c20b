import Vocabulary
import ArgumentParser
import Audio
import BoothConfiguration
import Foundation

/// `kiosk audio`: what a technician needs to know about the sound.
struct AudioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audio", abstract: "The booth's sound: its devices, a tone to measure by, its volume steps.",
        subcommands: [ListCommand.self, ToneCommand.self, LevelsCommand.self])
}

extension AudioCommand {
    /// `kiosk audio list`: the devices, and whether the booth's own devices work.
    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the devices that ALSA offers, and try the booth's own.",
            discussion: "Ends with 1 if a device of booth.yaml does not work.")

        @OptionGroup var sound: SoundOptions

        func run() throws {
            let settings = sound.load().settings.audio
            let offered = SoundDevices.offered()
            print("ALSA offers \(offered.isEmpty ? "no device" : "these devices")")
            let width = offered.map(\.name.count).max() ?? 0
            for device in offered {
                let name = device.name.padding(toLength: width, withPad: " ", startingAt: 0)
                print("  \(name)  \(device.summary)")
            }
            print("booth.yaml uses")
            var failed = false
            for (key, name) in [("speaker", settings.speaker), ("handset", settings.handset ?? "none")] {
                let problem = name == "none" ? nil : SoundDevices.problem(with: name)
                failed = failed || problem != nil
                print("  \(key)  \(name)\(name == "none" ? "" : "  " + (problem ?? "works"))")
            }
            let microphones =
                [("microphone", settings.microphone)]
                + (settings.handsFreeMicrophone.map { [("hands_free_microphone", $0)] } ?? [])
            for (key, name) in microphones {
                let problem = SoundDevices.problem(withMicrophone: name)
                failed = failed || problem != nil
                print("  \(key)  \(name)  \(problem ?? "works")")
            }
            if failed { throw ExitCode(1) }
        }
    }

    /// `kiosk audio tone`: a sine of a known level.
    struct ToneCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tone", abstract: "Play a sine of a given level, to set the amplifier or to measure by.",
            discussion: """
                0 dBFS is the sine that just reaches full scale; the volume steps of booth.yaml do not apply. The \
                recordings' speech has the RMS of a sine of -17 dBFS at step 3.
                  kiosk audio tone --dbfs -17 --seconds 10
                """)

        @OptionGroup var sound: SoundOptions

        @Option(help: "The frequency in Hz, 20 to 20000.")
        var hertz = 1_000.0

        @Option(parsing: .unconditional, help: "The level in dBFS, -80 to 0.")
        var dbfs = -17.0

        @Option(help: "How long in seconds, 0.1 to 600.")
        var seconds = 2.0

        func validate() throws {
            guard Tone.frequencies.contains(hertz) else { throw ValidationError("--hertz \(hertz): write 20 to 20000") }
            guard Tone.levels.contains(dbfs) else { throw ValidationError("--dbfs \(dbfs): write -80 to 0") }
            guard Tone.durations.contains(seconds) else {
                throw ValidationError("--seconds \(seconds): write 0.1 to 600")
            }
        }

        func run() throws {
            let device = try sound.device(sound.load().settings.audio)
            do {
                try Tone(frequency: hertz, decibels: dbfs, seconds: seconds).play(on: device)
            } catch {
                throw SoundOptions.failure(device, error.description)
            }
            print("played \(hertz) Hz at \(dbfs) dBFS for \(seconds) s on \(device)")
        }
    }
}
