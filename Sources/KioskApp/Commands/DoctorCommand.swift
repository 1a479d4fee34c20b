import ArgumentParser

/// `kiosk doctor`: whether the booth is fit for the street.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything that a booth needs, and say what is missing.",
        discussion: """
            One line for each thing: OK, WARN or FAIL, what was seen, and what to do. What cannot be seen is a WARN that says so; as \
            root most of it can be. Ends with 1 if anything FAILs. While calls are a demonstration, what only matters to real ones is \
            a WARN. With --json it prints one object; its form is in docs/TECHNICIAN.md.
            """)

    @OptionGroup var locations: Locations

    @Option(help: "A file laid over booth.yaml.")
    var overlay: String?

    @Option(
        name: .customLong("agent"),
        help: "Directory of the agent's configuration: agent beside booth.yaml of --config, if not another.")
    var agentOption: String?

    @Flag(help: "Print one JSON object, for programs.")
    var json = false

    func run() throws {
        let report = Doctor(locations: locations, overlay: overlay, agent: agentOption ?? locations.agent).report
        print(json ? try report.json : report.text)
        if !report.isFit { throw ExitCode(1) }
    }
}
