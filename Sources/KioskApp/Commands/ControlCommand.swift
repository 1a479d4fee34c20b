import ArgumentParser
import ControlSocket

/// `kiosk control`: sends a request to the running kiosk through its socket.
struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control",
        abstract: "Ask the running kiosk: status, say LANG KEY, reload, card in, card out, test-call.")

    @OptionGroup var locations: Locations

    @Argument(help: "status, say LANG KEY, reload, card in, card out, or test-call.")
    var request: [String] = []

    func validate() throws {
        if let mistake = ControlUsage.mistake(request) { throw ValidationError(mistake) }
    }

    func run() throws {
        let command = request[0]
        let reply = try ControlClient.ask(
            ControlRequest(command, Array(request.dropFirst())), at: locations.controlSocket)
        guard let reply else {
            throw Failure("no kiosk runs with --state \(locations.state)")
        }
        guard reply.ok else { throw Failure(reply.text) }
        print(reply.text)
    }
}
