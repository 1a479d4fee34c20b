import Vocabulary
import ArgumentParser
import BoothConfiguration
import Foundation

/// `kiosk check`: lists all problems of the configuration by file, line and column.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the configuration: every error with its place and what to do.",
        discussion: """
            Reads the files that it names as well (places, calendars, holidays, recordings, passwords) and what the kiosk keeps in \
            --state. Ends with 1 if there are errors; warnings alone end with 0. With --json it prints one object instead of lines; \
            its form is in docs/TECHNICIAN.md.
            """)

    @OptionGroup var locations: Locations

    @Option(help: "A file laid over booth.yaml.")
    var overlay: String?

    @Flag(help: "Print one JSON object, for programs.")
    var json = false

    @Flag(
        inversion: .prefixedNo,
        help: "Draw every page in every language and size, and name words that find too little room.")
    var layout = true

    func run() throws {
        let loaded = ConfigurationStore(
            directory: locations.configuration, overlay: overlay, recordings: locations.prompts
        ).load()
        let problems = ConfigurationProblems(loaded, locations, layout: layout).found
        let report = CheckReport(directory: locations.configuration, problems: problems)
        print(json ? try report.json : report.text)
        if report.errors > 0 { throw ExitCode(1) }
    }
}

/// What a check found, for people and for programs.
struct CheckReport {
    let directory: String
    let problems: [Problem]

    var errors: Int { problems.count { $0.severity == .error } }
    private var warnings: Int { problems.count - errors }

    /// One line per problem, then their number.
    var text: String {
        (problems.map(\.description) + ["\(directory): \(errors) errors, \(warnings) warnings"]).joined(separator: "\n")
    }

    /// One JSON object. Members may be added. Existing ones keep their names and meanings as long as `version` is 1.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let object = Object(
                version: 1, directory: directory, errors: errors, warnings: warnings,
                problems: problems.map(Object.Item.init))
            return String(decoding: try encoder.encode(object), as: UTF8.self)
        }
    }

    private struct Object: Encodable {
        struct Item: Encodable {
            let file: String
            let line: Int
            let column: Int
            let severity: String
            let path: String
            let message: String
            let remedy: String

            init(_ problem: Problem) {
                file = problem.file
                line = problem.line
                column = problem.column
                severity = problem.severity.rawValue
                path = problem.path
                message = problem.message
                remedy = problem.remedy
            }
        }

        let version: Int
        let directory: String
        let errors: Int
        let warnings: Int
        let problems: [Item]
    }
}
