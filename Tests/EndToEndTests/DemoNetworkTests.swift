import BoothDriver
import Foundation
import Glibc
import Testing

extension EndToEndTests {
    /// The demonstration promises that "No call can leave this machine". This is checked against the kernel's tables
    /// and with an agent that is told to call somebody outside. `LeakFlowTests` stages what a far side may ask an agent
    /// for, and that the agent tries it, with the same agent in the same kind of network.
    @Suite(.serialized)
    struct DemoNetworkTests {
        /// An address of a documentation network (RFC 5737), where nobody is.
        static let outside = "198.51.100.7"

        @Test("The demonstration's agents have a loopback and nothing else, and the platform's page is reached as ever")
        func agentsAreAlone() async throws {
            try await Booth.withDemonstration { booth in
                for name in ["agent", "operator", "line"] {
                    let process = "/proc/\(try booth.read("\(name).pid"))"
                    let files = FileManager.default
                    #expect(
                        try files.destinationOfSymbolicLink(atPath: "\(process)/ns/net")
                            != files.destinationOfSymbolicLink(atPath: "/proc/self/ns/net"), "\(name)")
                    let devices = try table("\(process)/net/dev").dropFirst(2)
                    #expect(devices.map { $0.drop { $0 == " " }.prefix { $0 != ":" } } == ["lo"], "\(name)")
                    #expect(try table("\(process)/net/route").count == 1, "\(name): the heading, and no route")
                }
                // This goes over the platform's own port, which lies outside that network.
                _ = try await booth.events()
            }
        }

        @Test("An agent that is told to call outside finds no way, and the booth can call afterwards")
        func callOutside() async throws {
            try await Booth.withDemonstration { booth in
                let agent = "/proc/\(try booth.read("agent.pid"))"
                let before = try packetsWithoutRoute(agent)
                let line = try LineConnection(booth.lineSocket)
                line.send("{\"command\":\"dial\",\"params\":\"sip:120@\(Self.outside)\",\"token\":\"leak\"}")
                try await eventually("a packet without a route") { try packetsWithoutRoute(agent) > before }
                let sockets = try table("\(agent)/net/tcp") + table("\(agent)/net/udp")
                // 198.51.100.7 as the kernel writes it.
                #expect(!sockets.contains { $0.contains("076433C6") }, "nothing is connected there")
                line.send("{\"command\":\"hangup\",\"token\":\"end\"}")
                try await eventually("the end of that call") { line.received().contains("LINE_FREE") }
                try await booth.press("5", brings: "秒后拨打 急救 120")
                try await booth.press("#", after: Booth.Pause.confirmation, brings: "已拨出.*已接通")
                try await booth.press("*", brings: "再按一次就挂断")
                try await booth.press("*")
            }
        }

        private func table(_ path: String) throws -> [Substring] {
            let handle = try #require(FileHandle(forReadingAtPath: path))
            return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self).split(separator: "\n")
        }

        /// `OutNoRoutes` of RFC 4293.
        private func packetsWithoutRoute(_ process: String) throws -> Int {
            let lines = try table("\(process)/net/snmp").filter { $0.hasPrefix("Ip: ") }.map {
                $0.split(separator: " ")
            }
            let index = try #require(lines.first?.firstIndex(of: "OutNoRoutes"))
            return Int(lines[1][index]) ?? 0
        }
    }
}

/// A second program on the socket on which the line's broker serves the kiosk.
private final class LineConnection {
    private let descriptor: Int32
    private var text = ""

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8.prefix(107))) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { close(descriptor) }

    func send(_ json: String) {
        let bytes = Array("\(json.utf8.count):\(json),".utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Everything that has come so far.
    func received() -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text
    }
}
