import Foundation
import Glibc

@testable import Telephony

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

/// Somebody who calls the booth's agent over TCP and follows no rules.
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
