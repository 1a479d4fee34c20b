import ControlSocket
import Foundation  // not shown
import Testing

extension Examples {
    @Test func controlSocket() throws {
        let directory = try Self.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // shown in Sources/ControlSocket/ControlSocket.docc/ControlSocket.md
        let path = "\(directory)/control.sock"
        let server = try ControlServer(path: path) { request, reply in
            switch request.command {
            case "status": reply(ControlReply("all is well"))
            default: reply(ControlReply(ok: false, "no such command: \(request.command)"))
            }
        }

        let status = try ControlClient.ask(ControlRequest("status"), at: path)
        let refused = try ControlClient.ask(ControlRequest("dance", ["slowly"]), at: path)
        server.stop()

        // Nobody listens any more, which is an answer too.
        let nobody = try ControlClient.ask(ControlRequest("status"), at: path)
        // end
        #expect(status == ControlReply("all is well"))
        #expect(refused == ControlReply(ok: false, "no such command: dance"))
        #expect(nobody == nil)
    }
}
