import BoothDriver
import Glibc
import Testing

extension EndToEndTests {
    /// What the kiosk tells the service manager that restarts it.
    @Suite(.serialized)
    struct AliveSignTests {
        @Test("It is ready with its first page, and alive only while it turns and its terminal answers")
        func alive() async throws {
            try await Booth.with { booth in
                let manager = try Manager(at: booth.directory + "/notify")
                try booth.startKiosk(environment: ["NOTIFY_SOCKET=\(manager.path)", "WATCHDOG_USEC=1500000"])
                try await eventually("that it is ready") { manager.heard().contains("READY=1") }
                #expect(try booth.shows(Booth.keypad))
                try await eventually("that it is alive") { manager.heard().contains("WATCHDOG=1") }

                let kiosk = try #require(booth.pid(of: "kiosk"))
                let terminal = try #require(
                    pid_t(booth.tmux.command("display-message", "-p", "#{pid}").filter(\.isNumber)))
                for (what, process) in [("terminal", terminal), ("kiosk", kiosk)] {
                    kill(process, SIGSTOP)
                    defer { kill(process, SIGCONT) }
                    // One sign may be on its way, and one question answered. Then nothing for two of its intervals.
                    try await Task.sleep(for: .milliseconds(1_200))
                    _ = manager.heard()
                    try await Task.sleep(for: .milliseconds(1_200))
                    #expect(!manager.heard().contains("WATCHDOG=1"), "the \(what) is stopped")
                    kill(process, SIGCONT)
                    try await eventually("that it is alive again") { manager.heard().contains("WATCHDOG=1") }
                }
            }
        }
    }
}

/// The service manager's socket.
private final class Manager {
    let path: String
    private let descriptor: Int32

    init(at path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        try #require(bytes.count < 108)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
    }

    deinit { close(descriptor) }

    /// What has come since the last time.
    func heard() -> Set<String> {
        var lines: Set<String> = []
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count > 0 else { return lines }
            lines.formUnion(
                String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").map(String.init))
        }
    }
}
