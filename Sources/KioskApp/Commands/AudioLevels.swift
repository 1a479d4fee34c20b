import ArgumentParser
import Audio
import BoothConfiguration
import Foundation
import Vocabulary

extension AudioCommand {
    /// `kiosk audio levels`: the volume steps, and how booth.yaml uses them.
    struct LevelsCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "levels", abstract: "Print the volume steps with their gains, and which apply now.",
            discussion: "Gains are in dB; at 0 dB a full-scale recording reaches 0 dBFS at the device.")

        @OptionGroup var sound: SoundOptions

        func run() throws {
            let settings = sound.load().settings
            let hour = SystemClock.wall?.civil.hour
            print(AudioLevels(settings: settings.audio, themes: settings.themes, hour: hour).text)
        }
    }
}

/// A table of a booth's volume.
struct AudioLevels {
    let settings: AudioSettings
    let themes: Themes
    /// The hour of the day; nil while the clock is not trusted.
    let hour: Int?

    var text: String {
        let steps = PromptPlayer.volumeSteps.map { step in
            row("\(step)", gain(step), roles(step, atNight: false), roles(step, atNight: true))
        }
        let night = "night (\(themes.nightFrom):00 to \(themes.nightTo):00)"
        let isNight = hour.map(themes.isNight) ?? false
        let now = hour == nil ? "the clock is not set, which counts as day" : "it is \(isNight ? "night" : "day")"
        let usual = settings.usualVolume(atNight: isNight)
        let loudest = settings.ceiling(atNight: isNight)
        let emergency = settings.usualVolume(atNight: false)
        return
            ([row("step", "gain", "day", night)] + steps + [
                "now \(now): a session begins at step \(usual) (\(gain(usual))), at most step \(loudest) (\(gain(loudest)))",
                "emergencies at any hour: from step \(emergency) (\(gain(emergency))) to step \(settings.maximum) "
                    + "(\(gain(settings.maximum)))",
            ] + handset).joined(separator: "\n")
    }

    private var handset: [String] {
        guard settings.handset != nil else { return [] }
        return ["in the handset at any hour: at most step \(settings.maximum) (\(gain(settings.maximum)))"]
    }

    private func row(_ cells: String...) -> String {
        let widths = [4, 9, 20, 0]
        return zip(cells, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
            .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }

    private func gain(_ step: Int) -> String {
        String(format: "%.1f dB", PromptPlayer.decibels(ofStep: step))
    }

    private func roles(_ step: Int, atNight: Bool) -> String {
        var roles: [String] = []
        if step == settings.usualVolume(atNight: atNight) { roles.append("default") }
        if step == settings.ceiling(atNight: atNight) { roles.append(atNight ? "ceiling" : "maximum") }
        return roles.joined(separator: ", ")
    }
}
