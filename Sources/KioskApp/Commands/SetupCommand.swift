import ArgumentParser
import BoothConfiguration
import Foundation
import Terminal
import Vocabulary

/// `kiosk setup`, on a booth `booth-setup`: makes a booth of a machine, or changes what it is.
struct SetupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup", abstract: "Set the booth up: ask for its number, address, trunks, platform and sound.",
        discussion: """
            Asks at the terminal, or takes answers from a file. It changes booth.yaml only where an answer differs, and keeps the \
            former version in before-setup of --state. Passwords and tokens go into files of their own. As root it then writes the \
            agent's configuration, restarts the services if nobody uses the booth, and ends with kiosk doctor. Emergency numbers are \
            not asked for. Ends with 1 if the booth is set up and the doctor finds it not fit, with 65 if an answer is wrong or a file \
            cannot be written: then booth.yaml is as it was.
              booth-setup --print-answers > answers.yaml
              booth-setup --answers answers.yaml
            """)

    @OptionGroup var locations: Locations

    @Option(help: "A file of answers, name: value; what is not in it stays as it is.")
    var answers: String?

    @Flag(help: "Print the present answers as such a file, without secrets.")
    var printAnswers = false

    @Flag(help: "Write the files and stop: no agent's configuration, no services, no doctor. For an image.")
    var writeOnly = false

    func run() throws {
        let written: [String]
        do {
            guard let files = try setUp() else { return }
            written = files
        } catch let failure as Failure {
            // 1 says that the booth is set up and something is still missing.
            print(failure)
            throw ExitCode(65)
        }
        print(written.isEmpty ? "nothing has changed" : "written: \(written.joined(separator: ", "))")
        if writeOnly { return }
        var restarted = false
        if !written.isEmpty {
            do {
                restarted = try SetupServices(locations: locations).apply()
            } catch {
                print(error)
            }
        }
        let report = doctor.report(afterRestart: restarted)
        print(report.text)
        if !report.isFit { throw ExitCode(1) }
    }

    /// Asks or reads the answers, and writes the files.
    /// - Returns: The files that were written; nil if the answers were only to be printed.
    private func setUp() throws -> [String]? {
        var draft: SetupDraft
        do {
            draft = try SetupDraft(directory: locations.configuration, booth: try present)
        } catch let failure as YAMLEditFailure {
            throw Failure("\(failure)")
        }
        if printAnswers {
            print(SetupAnswers.text(draft), terminator: "")
            return nil
        }
        let check = try SetupCheck(directory: locations.configuration)
        defer { check.end() }
        if let answers {
            try take(answers, check, into: &draft)
        } else {
            try ask(check, &draft)
        }
        return try SetupFiles(configuration: locations.configuration, state: locations.state).write(draft)
    }

    private var doctor: Doctor { Doctor(locations: locations, overlay: nil, agent: locations.agent) }

    /// booth.yaml as it is, or the example on a machine that has none.
    private var present: String {
        get throws {
            for path in [locations.configuration + "/booth.yaml", locations.assets + "/booth.yaml.example"] {
                if let text = try? String(contentsOfFile: path, encoding: .utf8) { return text }
            }
            throw Failure(
                "\(locations.configuration)/booth.yaml: cannot be read, and there is no example in \(locations.assets)")
        }
    }

    private func take(_ file: String, _ check: SetupCheck, into draft: inout SetupDraft) throws {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Failure("\(file): cannot be read")
        }
        do {
            try SetupAnswers.take(text, file: file, into: &draft)
        } catch let refusal as SetupDraft.Refusal {
            try refuse([refusal.description])
        }
        try refuse(try check.errors(draft))
    }

    private func refuse(_ errors: [String]) throws {
        guard errors.isEmpty else { throw Failure((errors + ["nothing was written"]).joined(separator: "\n")) }
    }

    private func ask(_ check: SetupCheck, _ draft: inout SetupDraft) throws {
        let dialogue = SetupDialogue(check: check)
        try dialogue.run(&draft)
        if isatty(STDIN_FILENO) == 1, try dialogue.confirms("试一下键盘吗? Try the keypad?") {
            let keys = ConfigurationStore(directory: locations.configuration).load().settings.keys
            print("逐个按键;Ctrl-C 或十秒不按就结束。Press each key; Ctrl-C or ten seconds without a key end this.")
            try KeyListing(keys: keys).run()
        }
        guard try !draft.isChanged || dialogue.confirms("写入吗? Write it?") else { throw Failure("nothing was written") }
    }
}
