import ArgumentParser
import BoothConfiguration
import Screens

/// `kiosk labels`: prints stickers for the keypad.
struct LabelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels", abstract: "Print stickers for the keys of the keypad, in the booth's languages.",
        discussion: """
            Writes one sheet of A4 as SVG, in millimetres; print it from a browser at full size (100 %).
              kiosk labels --key-mm 18 > labels.svg
            """)

    @OptionGroup var locations: Locations

    @Option(name: .customLong("key-mm"), help: "The edge length of a key in millimetres, 12 to 48.")
    var side = 18.0

    @Flag(help: "As text for a terminal: one line a key.")
    var text = false

    func validate() throws {
        guard KeypadLabels.millimetres.contains(side) else {
            throw ValidationError("--key-mm \(side): a sheet has room for keys of 12 to 48 mm")
        }
    }

    func run() throws {
        let loaded = ConfigurationStore(directory: locations.configuration).load()
        let labels = KeypadLabels(catalogue: loaded.catalogue, settings: loaded.settings, side: side)
        print(text ? labels.text : labels.svg, terminator: text ? "\n" : "")
    }
}
