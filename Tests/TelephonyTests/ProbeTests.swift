import KioskCore
import Vocabulary
import Testing

@testable import Telephony

/// SIP OPTIONS to trunks that answer, refuse or say nothing.
@Suite struct ProbeTests {
    struct Change: Equatable, Sendable {
        var trunk: TrunkID
        var answers: Bool
    }

    private func trunk(_ port: Int, _ transport: Trunk.Transport) -> Trunk {
        Trunk(id: Rig.trunk, host: "127.0.0.1", port: port, transport: transport, user: "booth")
    }

    private func watch(
        _ port: Int, _ transport: Trunk.Transport, answer: Duration = .milliseconds(200), before other: Int? = nil,
        _ body: (EventLog<Change>) async throws -> Void
    ) async throws {
        let changes = EventLog<Change>()
        let others = other.map { SIPSocket.addresses(of: trunk($0, transport)) } ?? []
        let probe = TrunkProbe(
            trunks: [trunk(port, transport)], interval: .milliseconds(100), answer: answer,
            addresses: { others + SIPSocket.addresses(of: $0) }
        ) {
            changes.append(Change(trunk: $0, answers: $1))
        }
        probe.start()
        do { try await body(changes) } catch {
            probe.stop()
            throw error
        }
        // This returns although an answer is being waited for, and nothing comes afterwards.
        probe.stop()
    }

    @Test("Of a name with several addresses one that answers is enough", arguments: [Trunk.Transport.udp, .tcp])
    func severalAddresses(_ transport: Trunk.Transport) async throws {
        let port = Ports.free()
        let far = try TrunkSocket(port: port, transport: transport) { _ in .init("200 OK") }
        try await watch(port, transport, answer: .seconds(60), before: Ports.free()) { changes in
            try await changes.next(Change(trunk: Rig.trunk, answers: true))
        }
        try await far.stop()
    }

    @Test(arguments: [Trunk.Transport.udp, .tcp], ["200 OK", "405 Method Not Allowed", "401 Unauthorized"])
    func anyAnswerIsASignOfLife(_ transport: Trunk.Transport, _ status: String) async throws {
        let port = Ports.free()
        let far = try TrunkSocket(port: port, transport: transport) { _ in .init(status) }
        try await watch(port, transport, answer: .seconds(60)) { changes in
            try await changes.next(Change(trunk: Rig.trunk, answers: true))
            let request = try await far.next("OPTIONS")
            #expect(request.header("Max-Forwards") == "70")
            #expect(request.header("CSeq") == "1 OPTIONS")
            // The trunk is asked again and again, but its change is reported once.
            try await far.next("OPTIONS")
            #expect(changes.all == [Change(trunk: Rig.trunk, answers: true)])
        }
        try await far.stop()
    }

    @Test(arguments: [Trunk.Transport.udp, .tcp], ["503 Service Unavailable", ""])
    func aTrunkThatCannotServeOrSaysNothingIsDown(_ transport: Trunk.Transport, _ status: String) async throws {
        let port = Ports.free()
        let far = try TrunkSocket(port: port, transport: transport) { _ in status.isEmpty ? nil : .init(status) }
        try await watch(port, transport) { changes in
            try await changes.next(Change(trunk: Rig.trunk, answers: false))
            #expect(far.requests.all.count { $0.method == "OPTIONS" } >= 2, "one lost packet is no outage")
            far.become { _ in .init("200 OK") }
            try await changes.next(Change(trunk: Rig.trunk, answers: true))
        }
        try await far.stop()
    }

    @Test(arguments: [Trunk.Transport.udp, .tcp])
    func aClosedPortIsDown(_ transport: Trunk.Transport) async throws {
        try await watch(Ports.free(), transport) { try await $0.next(Change(trunk: Rig.trunk, answers: false)) }
    }

    /// If the stop were not heeded, this would take an hour, and the suite with it.
    @Test(arguments: [Trunk.Transport.udp, .tcp])
    func stoppingDoesNotWaitForAnAnswer(_ transport: Trunk.Transport) async throws {
        let port = Ports.free()
        let far = try TrunkSocket(port: port, transport: transport) { _ in nil }
        try await watch(port, transport, answer: .seconds(3600)) { _ in try await far.next("OPTIONS") }
        try await far.stop()
    }

    @Test func theAnswerToAnotherQuestionIsNone() {
        let query = OptionsQuery(trunk(5060, .udp))
        let answer = { (callID: String) in "SIP/2.0 200 OK\r\nCall-ID: \(callID)\r\nContent-Length: 0\r\n\r\n" }
        #expect(query.status(in: answer(query.callID)) == 200)
        #expect(query.status(in: answer("other")) == nil)
        #expect(query.status(in: "SIP/2.0 200 OK\r\nCall-ID: \(query.callID)\r\n") == nil, "not all of it yet")
        #expect(query.status(in: "OPTIONS sip:x SIP/2.0\r\nCall-ID: \(query.callID)\r\n\r\n") == nil)
    }
}
