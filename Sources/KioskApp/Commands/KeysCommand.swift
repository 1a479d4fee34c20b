import Vocabulary
import ArgumentParser
import BoothConfiguration
import Terminal

/// `kiosk keys`: shows what the terminal sends for each key.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Show what each key arrives as, and what it means to the booth.",
        discussion: """
            Each key pressed is one line: its name as keys.yaml writes it, its meaning, its bytes. Ends on Ctrl-C, or after \
            ten seconds without a key.
            """)

    @OptionGroup var locations: Locations

    func run() throws {
        let loaded = ConfigurationStore(directory: locations.configuration).load()
        if loaded.problems.contains(where: { $0.file == "keys.yaml" && $0.severity == .error }) {
            print("keys.yaml has errors (kiosk check names them); these are the meanings without it.")
        }
        do throws(TerminalError) {
            try KeyListing(keys: loaded.settings.keys).run()
        } catch {
            throw Failure(error.description)
        }
    }
}
