import Foundation
import Glibc
import KioskCore
import Testing

@testable import Telephony

/// Lines that should speak and do not, and far sides that send what nobody expects: a real agent, real peers.
@MainActor
@Suite struct SilentFlowTests {
    /// What the first trunk answers to an INVITE; everything else is 200.
    private func primary(_ flow: Flow, _ answer: @escaping @Sendable (Int) -> TrunkSocket.Answer) throws -> TrunkSocket
    {
        let port = flow.rig.farPort
        return try TrunkSocket(port: port) { $0.method == "INVITE" ? answer(port) : .init("200 OK") }
    }

    @Test(
        "Early media without an end and without sound gives way to the other trunk",
        arguments: ["183 Session Progress", "180 Ringing"])
    func silentEarlyMedia(_ status: String) async throws {
        try await Flow.tell("silent-\(status.prefix(3))") { settings, _ in
            settings.timings.noSound = .milliseconds(1500)
        } _: { flow in
            let primary = try primary(flow) { TrunkSocket.described(status, from: $0) }
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("No sound on the line yet")
            try await flow.sees("Trying another line")
            try await flow.sees("CONNECTED")
            try await primary.next("CANCEL")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
        }
    }

    @Test("Early media that speaks has its whole time and no more")
    func earlyMediaThatSpeaks() async throws {
        try await Flow.tell("speaking-183") { settings, _ in
            settings.timings.earlyMedia = .seconds(4)
            settings.timings.noSound = .milliseconds(2500)
        } _: { flow in
            let speaker = try RTPSpeaker()
            defer { speaker.stop() }
            let port = flow.rig.farPort
            let primary = try TrunkSocket(port: port) { request in
                guard request.method == "INVITE" else { return .init("200 OK") }
                speaker.speak(to: request.mediaPort ?? 0)
                return TrunkSocket.described("183 Session Progress", port: speaker.port, from: port)
            }
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("Please listen to the line")
            try await flow.reported(.call(CallHandle(1), .sound(true)))
            try await flow.sees("CONNECTED")
            #expect(!flow.facts.all.contains(.call(CallHandle(1), .sound(false))), "it spoke to the end")
            try await primary.next("CANCEL")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
        }
    }

    /// Another kind of "connected without sound" each.
    enum Silence: String, CaseIterable, Sendable {
        case sendsNothing, portZero, unknownCodec, encrypted, inactive, noDescription

        func answer(from port: Int) -> TrunkSocket.Answer {
            switch self {
            case .sendsNothing: TrunkSocket.described("200 OK", from: port)
            case .portZero: TrunkSocket.described("200 OK", port: 0, from: port)
            case .unknownCodec: TrunkSocket.described("200 OK", format: "18 G729/8000", from: port)
            case .encrypted: TrunkSocket.described("200 OK", from: port, profile: "RTP/SAVP")
            case .inactive: TrunkSocket.described("200 OK", attributes: "a=inactive\r\n", from: port)
            case .noDescription: .init("200 OK", "Contact: <sip:far@127.0.0.1:\(port)>")
            }
        }
    }

    @Test(
        "Answered without sound is said, dialled over the other trunk as well, and given up only for a leg that is heard",
        arguments: Silence.allCases)
    func answeredWithoutSound(_ silence: Silence) async throws {
        try await Flow.tell("answered-\(silence)") { settings, _ in
            settings.timings.noSound = .milliseconds(300)
            settings.timings.secondLeg = .milliseconds(600)
        } _: { flow in
            let primary = try primary(flow) { silence.answer(from: $0) }
            let far = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("We hear nothing")
            try await flow.keeps("raised call.silent")
            _ = try await far.answered(atLeast: 1)
            try await primary.next("BYE")
            try await flow.keeps("cleared call.silent")
            #expect(flow.said.all.contains("call.nothing_heard"))
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
        }
    }

    @Test("A far side cannot make the booth call somebody else (REFER)")
    func refer() async throws {
        try await Flow.tell("refer") { flow in
            let third = try TrunkSocket(port: flow.rig.backupPort) { _ in .init("200 OK") }
            let far = try await flow.rig.far("refer", status: "\(flow.rig.backupPort)")
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            #expect(try await far.ended() == 0, "REFER is refused and the call goes on until the far side ends it")
            try await flow.sees("The call has ended")
            #expect(!third.requests.all.contains { $0.method == "INVITE" })
        }
    }

    @Test("A stranger's INVITE with a header of 40 kB stops no emergency")
    func absurdHeader() async throws {
        try await Flow.tell("absurd-header") { flow in
            let far = try await flow.rig.far("answer")
            let stranger = try Stranger(port: flow.rig.sipPort)
            defer { stranger.close() }
            for call in 0..<5 { stranger.invite(call, name: String(repeating: "<\\\"x", count: 10_000)) }
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            for call in 5..<10 { stranger.invite(call, name: String(repeating: "\u{1}1", count: 20_000)) }
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 1")
            #expect(!flow.facts.all.contains(.agent(.disconnected)))
            #expect(try await far.ended() == 0)
        }
    }
}

/// A far side that sends sound (RFC 3550) where it is asked to: a packet of PCMA every 20 ms.
final class RTPSpeaker: Sendable {
    let port: Int
    private let descriptor: Int32
    private let isOver = Signal<Bool>()

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        port = Ports.free()
        var address = loopback(port)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else { throw NothingCame(description: "no port for sound") }
    }

    func speak(to port: Int) {
        Thread { [descriptor, isOver] in
            var address = loopback(port)
            var number: UInt16 = 0
            while isOver.value == nil {
                var packet: [UInt8] = [0x80, 8, UInt8(number >> 8), UInt8(number & 0xFF)]
                let time = UInt32(number) &* 160
                packet += (0..<4).map { UInt8(time >> (24 - 8 * $0) & 0xFF) } + [0, 0, 0, 77]
                packet += [UInt8](repeating: 0x55, count: 160)
                withUnsafePointer(to: &address) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        _ = sendto(descriptor, packet, packet.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                number &+= 1
                usleep(20_000)
            }
            close(descriptor)
        }.start()
    }

    func stop() { isOver.set(true) }
}

/// Somebody who calls the booth's agent over TCP and cares for no rules.
struct Stranger {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw NothingCame(description: "no agent over TCP") }
    }

    func invite(_ call: Int, name: String) {
        let lines = [
            "INVITE sip:booth@127.0.0.1 SIP/2.0", "Via: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bKx\(call)",
            "From: \"\(name)\" <sip:110@127.0.0.1>;tag=s\(call)", "To: <sip:booth@127.0.0.1>",
            "Call-ID: stranger-\(call)",
            "CSeq: 1 INVITE", "Contact: <sip:110@127.0.0.1:9>", "Max-Forwards: 70", "Content-Length: 0", "", "",
        ]
        let bytes = Array(lines.joined(separator: "\r\n").utf8)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    func close() { Glibc.close(descriptor) }
}

/// An address of 127.0.0.1.
private func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(clamping: port).bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    return address
}

extension TrunkSocket.Request {
    /// Where the caller wants its sound.
    var mediaPort: Int? {
        text.split(separator: "\r\n").first { $0.hasPrefix("m=audio ") }?.split(separator: " ").dropFirst().first
            .flatMap { Int($0) }
    }
}
