import Vocabulary
import Foundation

import Testing

@testable import Telephony

/// What a far side may ask the agent for, so that it talks to somebody outside this machine. The tests run in a network
/// that has nothing but its loopback (scripts/run-tests). A packet to anywhere else finds no route, and the kernel
/// counts that. So each leak is proven to have been tried. Here the network makes sure that it gets nowhere, and in a
/// booth the agent's unit does.
@MainActor
@Suite(.serialized, .enabled(if: Network.isAlone, "only in a network of its own: scripts/run-tests TelephonyTests"))
struct LeakFlowTests {
    /// An address of a documentation network (RFC 5737), where nobody is.
    nonisolated static let outside = "198.51.100.7"

    enum Leak: String, CaseIterable, Sendable {
        case redirection, contact, recordRoute, sound

        func answer(from port: Int) -> TrunkSocket.Answer {
            var answer = TrunkSocket.described("200 OK", from: port)
            switch self {
            case .redirection: answer = .init("302 Moved Temporarily", "Contact: <sip:120@\(outside)>")
            case .contact: answer.headers = ["Contact: <sip:far@\(outside)>"]
            case .recordRoute: answer.headers.append("Record-Route: <sip:\(outside);lr>")
            case .sound: answer.body = answer.body.replacing("c=IN IP4 127.0.0.1", with: "c=IN IP4 \(outside)")
            }
            return answer
        }
    }

    @Test("No packet leaves, and the emergency is put through all the same", arguments: Leak.allCases)
    func nothingLeaves(_ leak: Leak) async throws {
        let before = Network.withoutRoute
        try await Flow.tell("leak-\(leak)") { settings, _ in
            settings.timings.noSound = .milliseconds(2500)
            settings.timings.secondLeg = .milliseconds(4000)
        } _: { flow in
            let port = flow.rig.farPort
            let primary = try TrunkSocket(port: port) {
                $0.method == "INVITE" ? leak.answer(from: port) : .init("200 OK")
            }
            let far = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            _ = try await far.answered(atLeast: 1)
            try await flow.sees("CONNECTED")
            try await Ports.poll("packet without a route") { Network.withoutRoute > before }
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
            withExtendedLifetime(primary) {}
        }
        #expect(Network.isAlone)
    }
}

/// The network that this process is in, according to the kernel's tables.
enum Network {
    /// Whether it has its loopback and nothing else.
    static var isAlone: Bool {
        let lines = Ports.table("/proc/net/dev").split(separator: "\n").dropFirst(2)
        return lines.map { $0.drop { $0 == " " }.prefix { $0 != ":" } } == ["lo"]
    }

    /// Packets that found no route so far (`OutNoRoutes` of RFC 4293).
    static var withoutRoute: Int {
        let lines = Ports.table("/proc/net/snmp").split(separator: "\n").filter { $0.hasPrefix("Ip: ") }
            .map { $0.split(separator: " ") }
        guard lines.count == 2, let index = lines[0].firstIndex(of: "OutNoRoutes") else { return 0 }
        return Int(lines[1][index]) ?? 0
    }
}
