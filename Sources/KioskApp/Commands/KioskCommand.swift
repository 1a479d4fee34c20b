import ArgumentParser

/// The kiosk's commands.
@main
struct KioskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk",
        abstract: "The software of the Hello 老友亭 booth.",
        version: KioskVersion.current,
        subcommands: [
            RunCommand.self, DemoCommand.self, CheckCommand.self, QueueCommand.self, PreviewCommand.self,
            KeysCommand.self, LabelsCommand.self, SayCommand.self, PromptsCommand.self, AudioCommand.self,
            ControlCommand.self, AgentConfigCommand.self, DoctorCommand.self, SetupCommand.self,
        ])

    static func main() {
        // Swift reads the command's words from /proc. Without them this would be a request for help, and a success.
        guard !CommandLine.arguments.isEmpty else {
            exit(withError: Failure("kiosk cannot read its own command: is /proc mounted here?"))
        }
        main(nil)
    }
}
