import KioskCore
import ArgumentParser
import BoothConfiguration
import Vocabulary
import Rehearsal
import Screens

/// `kiosk preview`: prints any screen as ANSI text. The screen is reached by keys, and no booth is needed.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Print a screen as coloured text, reached by pressing keys.",
        discussion: """
            Keys are written one after the other: 0-9 * # S (SOS) L (language), and between them events: \
            w waits a second and t half a minute; r rings, a answers, b says busy, B does not answer, x refuses, e ends and l loses \
            the call, M is a broken microphone, q is the quota; o assigns the order as the simulator does and O as a person does, d completes, f fails and z \
            cancels it, Z is no platform for it, T too late to cancel, U nobody knows, g takes the number to call back; m is a card reader, i a card put in and j taken out, n the answer about it, \
            v none, u a card that cannot be read; c is a call from the help centre; p takes the platform \
            away, k the SIP agent, K every trunk and h the holidays; ! is a configuration with errors.
              kiosk preview --size 80x24 --language en "1#o"
            Places are those of the configuration; weather, buses, activities and notices are made up and say so. N shows what \
            pages say of what is not set up, R of what cannot be read, D of what is out of date, E where there is nothing. A \
            configuration with errors is not shown: they go to standard error, and the program ends with 1.
            """)

    @OptionGroup var locations: Locations

    @Argument(help: "Keys and events.")
    var keys = ""

    @Option(help: "COLUMNSxROWS.")
    var size = "45x34"

    @Option(help: "The language, such as en.")
    var language = "zh-Hans"

    @Flag(help: "Without colours: the characters alone.")
    var plain = false

    @Flag(
        name: .customLong("keys"), help: "Below the picture a line for each key: what it does, and where that is said.")
    var listsKeys = false

    func run() throws {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (1...500).contains(parts[0]), (1...500).contains(parts[1]) else {
            throw ValidationError("--size \(size): write it as 45x34")
        }
        let loaded = ConfigurationStore(directory: locations.configuration).load()
        let data = DataProblems(loaded, directory: locations.configuration, state: locations.state)
        let errors = (loaded.problems + data.named).filter { $0.severity == .error }
        // What is left of a configuration with errors is not what the booth shows.
        guard errors.isEmpty else {
            throw Failure(
                errors.map(\.description).joined(separator: "\n") + "\nnothing is shown of a booth with errors")
        }
        let code = LanguageCode(rawValue: language)
        guard loaded.catalogue.languageCodes.contains(code) else {
            throw ValidationError(
                "--language \(language): there are \(loaded.catalogue.languageCodes.map(\.rawValue).joined(separator: ", "))"
            )
        }
        let terminal = Size(columns: parts[0], rows: parts[1])
        let places = loaded.settings.booth.isLocated ? data.places : nil
        var rehearsal = Rehearsal(
            catalogue: loaded.catalogue, settings: loaded.settings, language: code, places: places,
            standings: [.places: data.standingOfPlaces])
        do {
            try rehearsal.play(keys, on: terminal)
        } catch {
            throw ValidationError("'\(error.letter)' is no key and no event; see kiosk preview --help")
        }
        let frame = rehearsal.frame(terminal)
        print(plain ? frame.text : frame.ansi)
        guard listsKeys else { return }
        let page = rehearsal.state.described(loaded.catalogue, loaded.settings)
        print(page.turned(to: 0, of: frame.pages).listing(in: code, of: loaded.catalogue).joined(separator: "\n"))
    }
}

extension Frame {
    /// The characters alone.
    var text: String {
        (0..<size.rows).map { row in
            (0..<size.columns).map { self[$0, row]?.text ?? "" }.joined()
        }.joined(separator: "\n")
    }

    /// The characters with 24-bit colours (ISO 8613-6).
    var ansi: String {
        (0..<size.rows).map { row in
            var line = ""
            var last: Style?
            for column in 0..<size.columns {
                guard let cell = self[column, row], cell.width > 0 else { continue }
                if cell.style != last {
                    let (front, back) = (cell.style.foreground, cell.style.background)
                    line += "\u{1B}[0\(cell.style.bold ? ";1" : "");38;2;\(front.red);\(front.green);\(front.blue)"
                    line += ";48;2;\(back.red);\(back.green);\(back.blue)m"
                    last = cell.style
                }
                line += cell.text
            }
            return line + "\u{1B}[0m"
        }.joined(separator: "\n")
    }
}
