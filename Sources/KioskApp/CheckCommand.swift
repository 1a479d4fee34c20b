import ArgumentParser
import BoothConfiguration
import Foundation

/// `kiosk check`: everything that is wrong with the configuration, by file, line and column.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the configuration: every error with its place and what to do.",
        discussion: "Ends with 1 if there are errors; warnings alone end with 0.")

    @OptionGroup var locations: Locations

    @Option(help: "A file laid over booth.yaml.")
    var overlay: String?

    func run() throws {
        let store = ConfigurationStore(
            directory: locations.configuration, overlay: overlay, recordings: locations.prompts)
        let problems = store.check()
        for problem in problems { print(problem) }
        let errors = problems.count { $0.severity == .error }
        var warnings = problems.count - errors
        // What is drawn of a configuration with errors would be the last good one.
        if errors == 0 {
            let layout = LayoutProblems(store.load(), directory: locations.configuration).lines
            layout.forEach { print($0) }
            warnings += layout.count
        }
        print("\(locations.configuration): \(errors) errors, \(warnings) warnings")
        if errors > 0 { throw ExitCode(1) }
    }
}
