import Foundation
import Testing

@testable import ControlSocket

@Suite struct ControlSocketTests {
    private func path() -> String { "/tmp/kiosk-test-\(UUID().uuidString.prefix(8)).sock" }

    @Test func aQuestionIsAnswered() throws {
        let path = path()
        let server = try ControlServer(path: path) { request, reply in
            reply(ControlReply("\(request.command) got \(request.arguments.joined(separator: "+"))\nsecond line"))
        }
        defer { server.stop() }
        let reply = try ControlClient.ask(ControlRequest("say", ["en", "home"]), at: path)
        #expect(reply == ControlReply("say got en+home\nsecond line"))
    }

    @Test func refusalsAreToldFromAnswers() throws {
        let path = path()
        let server = try ControlServer(path: path) { _, reply in reply(ControlReply(ok: false, "no such thing")) }
        defer { server.stop() }
        #expect(try ControlClient.ask(ControlRequest("x"), at: path) == ControlReply(ok: false, "no such thing"))
    }

    @Test func withoutAKioskThereIsNoAnswer() throws {
        #expect(try ControlClient.ask(ControlRequest("status"), at: path()) == nil)
    }

    @Test func aSocketLeftByADeadKioskIsReplaced() throws {
        let path = path()
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let server = try ControlServer(path: path) { _, reply in reply(ControlReply("alive")) }
        defer { server.stop() }
        #expect(try ControlClient.ask(ControlRequest("status"), at: path)?.text == "alive")
    }

    @Test func onlyTheOwnerMayAsk() throws {
        let path = path()
        let server = try ControlServer(path: path) { _, reply in reply(ControlReply("")) }
        defer { server.stop() }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    }

    @Test func aPathThatIsTooLongIsExplained() {
        let long = "/tmp/" + String(repeating: "x", count: 120)
        #expect(throws: ControlFailure.self) { try ControlServer(path: long) { _, _ in } }
    }

    @Test func oversizedRequestsAreRefused() throws {
        let path = path()
        let server = try ControlServer(path: path) { _, reply in reply(ControlReply("accepted")) }
        defer { server.stop() }
        let reply = try ControlClient.ask(ControlRequest(String(repeating: "x", count: 5000)), at: path)
        #expect(reply?.ok == false)
    }
}
