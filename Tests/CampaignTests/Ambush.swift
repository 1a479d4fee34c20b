import AdapterTestSupport
import Foundation
import Synchronization

/// Where a post is when somebody is killed.
enum Ambush: Equatable, Sendable {
    /// The booth, when half of its post has reached the platform.
    case boothHalfSent
    /// The booth, this many microseconds after the platform had its post.
    case boothUnanswered(UInt32)
    /// The booth, when the answer has left the platform and not yet arrived.
    case boothAnswered
    /// The platform, this many microseconds after it began to write to its log.
    case platformWriting(UInt32)
    /// The platform, when the first bytes of its answer are there.
    case platformAnswering
}

/// What was hit.
enum Hit: String, CaseIterable, Sendable {
    case boothElsewhere = "booth elsewhere"
    case boothCommit = "booth in a commit"
    case boothPost = "booth in a post, unanswered"
    case boothAnswer = "booth before it has the answer"
    case platformElsewhere = "platform before its commit"
    case platformCommit = "platform in a commit"
    case platformAnswer = "platform in its answer"

    /// What the campaign must have hit often enough; the rest is chance.
    static let wanted: [Hit] = [.boothCommit, .boothPost, .boothAnswer, .platformCommit, .platformAnswer]
}

/// Stands between booth and platform, hands each request on, and lies in wait for a post of events.
final class Relay: Sendable {
    private struct State {
        var platform: UInt16?
        var ambush: (kind: Ambush, strike: @Sendable () -> Void)?
        var posts = 0
    }

    private let log: String
    private let state = Mutex(State())
    private let sprung = Mutex<Hit?>(nil)
    private let news = DispatchSemaphore(value: 0)
    private let server = Mutex<ScriptedServer?>(nil)
    let url: String

    /// `log` is the file that the platform writes each commit to.
    init(log: String) throws {
        self.log = log
        // The script needs the relay, and the relay needs the server's address.
        let script = Mutex<(@Sendable (ScriptedServer.Request) -> [ScriptedServer.Step])?>(nil)
        let server = try ScriptedServer { request in script.withLock { $0 }?(request) ?? [.close] }
        url = server.url
        self.server.withLock { $0 = server }
        script.withLock { $0 = { [self] request in pass(request) } }
    }

    func stop() { server.withLock { $0 }?.stop() }

    /// Where the platform is now; nil while it is not.
    func lead(to port: UInt16?) { state.withLock { $0.platform = port } }

    /// Whether a post is on its way.
    var isInPost: Bool { state.withLock { $0.posts > 0 } }

    /// Strikes at the next post. Returns what was hit, or nil if no post came within a minute.
    func spring(_ ambush: Ambush, strike: @escaping @Sendable () -> Void) -> Hit? {
        state.withLock { $0.ambush = (ambush, strike) }
        guard news.wait(timeout: .now() + 60) == .success else { return nil }
        return sprung.withLock { $0 }
    }

    private func pass(_ request: ScriptedServer.Request) -> [ScriptedServer.Step] {
        let isPost = request.path == "/v1/events"
        if isPost { state.withLock { $0.posts += 1 } }
        defer { if isPost { state.withLock { $0.posts -= 1 } } }
        guard let port = state.withLock({ $0.platform }), let line = Upstream(port: port) else { return [.close] }
        let ambush = state.withLock { state in
            defer { if isPost { state.ambush = nil } }
            return isPost ? state.ambush : nil
        }
        // With this header the answer ends with the connection.
        let head = request.wire.firstIndex(of: UInt8(ascii: "\r")) ?? 0
        let bytes = Array(request.wire[..<head] + Array("\r\nConnection: close".utf8) + request.wire[head...])
        guard let ambush else {
            guard line.write(bytes) else { return [.close] }
            return [.send(line.readAll()), .close]
        }
        let (hit, steps) = lieInWait(ambush.kind, line, bytes, ambush.strike)
        sprung.withLock { $0 = hit }
        news.signal()
        return steps + [.close]
    }

    private func lieInWait(
        _ kind: Ambush, _ line: Upstream, _ bytes: [UInt8], _ strike: () -> Void
    ) -> (Hit, [ScriptedServer.Step]) {
        switch kind {
        case .boothHalfSent:
            _ = line.write(Array(bytes[..<(bytes.count / 2)]))
            strike()
            return (.boothPost, [])
        case .boothUnanswered(let delay):
            _ = line.write(bytes)
            usleep(delay)
            let isAnswered = line.isReadable
            strike()
            return (isAnswered ? .boothAnswer : .boothPost, [])
        case .boothAnswered:
            _ = line.write(bytes)
            _ = line.readAll()
            strike()
            return (.boothAnswer, [])
        case .platformWriting(let delay):
            let before = size()
            _ = line.write(bytes)
            while size() == before, !line.isReadable { sched_yield() }
            usleep(delay)
            strike()
            // What had left the platform arrives.
            let answer = line.readAll()
            let hit: Hit = !answer.isEmpty ? .platformAnswer : size() == before ? .platformElsewhere : .platformCommit
            return (hit, [.send(answer)])
        case .platformAnswering:
            _ = line.write(bytes)
            let answer = line.read()
            strike()
            return (
                answer.isEmpty ? .platformElsewhere : .platformAnswer, [.send(Array(answer.prefix(answer.count / 2)))]
            )
        }
    }

    private func size() -> Int {
        var information = stat()
        return stat(log, &information) == 0 ? Int(information.st_size) : -1
    }
}

/// A connection to the platform.
private final class Upstream {
    private let descriptor: Int32

    init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return nil }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// More of the answer; empty at its end.
    func read() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    func readAll() -> [UInt8] {
        var all: [UInt8] = []
        while case let more = read(), !more.isEmpty { all += more }
        return all
    }

    /// Whether there is an answer, or the end of the connection.
    var isReadable: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }
}
