import AdapterTestSupport
import Foundation
import Supervision
import Testing

/// The question to the compositor, against a socket that speaks the wire's bytes (Wayland protocol, "Wire Format").
@Suite(.timeLimit(.minutes(1))) @MainActor struct CompositorProbeTests {
    private func words(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
    }
    private var question: [UInt8] { words([1, 12 << 16, 2]) }
    /// wl_callback.done with a serial, then wl_display.delete_id.
    private var answer: [UInt8] { words([2, 12 << 16, 77, 1, 12 << 16 | 1, 2]) }

    private func listening() throws -> (listener: Int32, path: String) {
        let path = "/tmp/kiosk-wayland-\(UUID().uuidString.prefix(8))"
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && listen(listener, 4) == 0)
        return (listener, path)
    }

    private func isSomebodyAt(_ listener: Int32) -> Bool {
        var request = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) == 1
    }

    private func received(_ connection: Int32) -> [UInt8] {
        var page = [UInt8](repeating: 0, count: 64)
        let count = recv(connection, &page, page.count, 0)
        return Array(page.prefix(max(0, count)))
    }

    @Test("It asks, hears the answer however it is cut, and asks again")
    func answers() async throws {
        let (listener, path) = try listening()
        defer {
            close(listener)
            unlink(path)
        }
        let probe = CompositorProbe(path: path)
        let answers = Recorder<Int>()
        probe.onAnswer = { answers.record(0) }
        #expect(probe.ask())
        let connection = accept(listener, nil, nil)
        defer { close(connection) }
        #expect(received(connection) == question)
        #expect(probe.ask(), "a question is under way")
        for byte in answer { #expect(send(connection, [byte], 1, 0) == 1) }
        try await answers.wait { $0.count == 1 }
        // The second question while the first waited was none of its own.
        #expect(probe.ask())
        #expect(received(connection) == question)
        #expect(send(connection, answer, answer.count, 0) == answer.count)
        try await answers.wait { $0.count == 2 }
    }

    @Test("A compositor that complains or goes away is asked anew over another connection")
    func again() async throws {
        let (listener, path) = try listening()
        defer {
            close(listener)
            unlink(path)
        }
        let probe = CompositorProbe(path: path)
        let answers = Recorder<Int>()
        probe.onAnswer = { answers.record(0) }
        // wl_display.error, nonsense, and the end of the connection.
        for farewell in [words([1, 12 << 16, 1]), words([9, 3 << 16]), []] {
            #expect(probe.ask())
            let connection = accept(listener, nil, nil)
            #expect(received(connection) == question)
            #expect(send(connection, farewell, farewell.count, 0) == farewell.count)
            if farewell.isEmpty { shutdown(connection, Int32(SHUT_RDWR)) }
            while !isSomebodyAt(listener) {
                _ = probe.ask()
                await Task.yield()
            }
            close(connection)
        }
        let connection = accept(listener, nil, nil)
        defer { close(connection) }
        #expect(received(connection) == question)
        #expect(send(connection, answer, answer.count, 0) == answer.count)
        try await answers.wait { $0.count == 1 }
    }

    @Test("Where nobody listens nothing is asked")
    func nobody() {
        #expect(!CompositorProbe(path: "/tmp/no-compositor-\(UUID().uuidString)").ask())
        #expect(!CompositorProbe(path: "/tmp/" + String(repeating: "x", count: 200)).ask())
    }
}
