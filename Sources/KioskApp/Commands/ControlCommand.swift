import ArgumentParser
import ControlSocket

/// `kiosk control`: sends a request to the running kiosk through its socket.
struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control",
        abstract: "Ask the running kiosk: status, say LANG KEY, reload, card in, card out, test-call, idle.",
        discussion: """
            idle ends with 0 if an update or a restart may begin: no session, call, countdown, open order or time in which an \
            emergency service may call back. Otherwise it says in one line what is going on and ends with 1; with 69 if no kiosk \
            runs or answers.
            """)

    @OptionGroup var locations: Locations

    @Argument(help: "status, say LANG KEY, reload, card in, card out, test-call, or idle.")
    var request: [String] = []

    func validate() throws {
        if let mistake = ControlUsage.mistake(request) { throw ValidationError(mistake) }
    }

    func run() throws {
        let command = request[0]
        if command == "idle" { return try idle() }
        let reply = try ControlClient.ask(
            ControlRequest(command, Array(request.dropFirst())), at: locations.controlSocket)
        guard let reply else {
            throw Failure("no kiosk runs with --state \(locations.state)")
        }
        guard reply.ok else { throw Failure(reply.text) }
        print(reply.text)
    }

    /// Whether an update may begin, for programs: they need to tell a booth in use from one that cannot be asked.
    private func idle() throws {
        let answer = Result { try ControlClient.ask(ControlRequest("idle"), at: locations.controlSocket) }
        guard case .success(let reply?) = answer else {
            print("no kiosk answers with --state \(locations.state)")
            throw ExitCode(69)
        }
        print(reply.text)
        if !reply.ok { throw ExitCode(1) }
    }
}
