import Basics
import Foundation
import Glibc
import Vocabulary
import Serial
import Synchronization

/// Asks every trunk at intervals whether it is there, with SIP OPTIONS (RFC 3261 section 11) over UDP or TCP. It runs
/// on a thread of its own, since resolving a name and waiting for a network may block. TLS trunks are not asked; their
/// registration shows their state.
///
/// Any final answer but 503 is a sign of life: a proxy that refuses OPTIONS with 405 can still place calls.
final class TrunkProbe: Sendable {
    private let trunks: [Trunk]
    private let interval: Duration
    private let answerLimit: Duration
    private let onChange: @Sendable (TrunkID, Bool) -> Void
    private let addresses: @Sendable (Trunk) -> [SIPSocket.Address]
    /// A pipe. Anything written into it ends the thread.
    private let (wake, waker): (Int32, Int32)
    private let running = Mutex(false)

    /// `onChange` runs on the probe's thread, for the first answer and for each change.
    init(
        trunks: [Trunk], interval: Duration, answer: Duration,
        addresses: @escaping @Sendable (Trunk) -> [SIPSocket.Address] = { SIPSocket.addresses(of: $0) },
        onChange: @escaping @Sendable (TrunkID, Bool) -> Void
    ) {
        self.addresses = addresses
        self.trunks = trunks.filter { $0.transport != .tls }
        self.interval = interval
        answerLimit = answer
        self.onChange = onChange
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 { for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) } }
        (wake, waker) = (ends[0], ends[1])
    }

    deinit { for end in [wake, waker] where end >= 0 { close(end) } }

    func start() {
        let isFirst = running.withLock { running in
            defer { running = true }
            return !running
        }
        guard isFirst, !trunks.isEmpty, wake >= 0 else { return running.withLock { $0 = false } }
        Blocking.thread("trunk-probe", stackSize: 256 * 1024) { [self] in watch() }
    }

    /// Returns at once. Nothing is reported afterwards. The thread may still be in a name lookup and end a little
    /// later: the main queue stops the probe and must not wait for a network.
    func stop() {
        let wasRunning = running.withLock { running in
            defer { running = false }
            return running
        }
        guard wasRunning else { return }
        write(waker, [UInt8(1)], 1)
    }

    // MARK: On the thread

    private func watch() {
        var misses: [TrunkID: Int] = [:]
        var known: [TrunkID: Bool] = [:]
        while true {
            for trunk in trunks {
                guard let answered = ask(trunk) else { return }
                misses[trunk.id] = answered ? 0 : misses[trunk.id, default: 0] + 1
                // One lost packet is no outage.
                let state = answered ? true : misses[trunk.id, default: 0] >= 2 ? false : known[trunk.id]
                guard let state, known.updateValue(state, forKey: trunk.id) != state else { continue }
                guard running.withLock({ $0 }) else { return }
                onChange(trunk.id, state)
            }
            // After a trunk has just missed one query, the next round follows after the limit of an answer, not after the
            // whole interval.
            let pause = misses.values.contains(1) ? answerLimit : interval
            if wait(nil, for: .readable, pause) == .woken { return }
        }
    }

    /// Asks each address of the trunk until one answers. A name may have several addresses of which this machine
    /// reaches only some; IPv6 without a route is the usual case.
    /// - Returns: nil if the probe is to end.
    private func ask(_ trunk: Trunk) -> Bool? {
        for address in addresses(trunk).prefix(Self.mostAddresses) {
            guard let answered = ask(trunk, at: address) else { return nil }
            if answered { return true }
        }
        return false
    }

    /// Where a name has more addresses, the first few are enough.
    private static let mostAddresses = 4

    private func ask(_ trunk: Trunk, at address: SIPSocket.Address) -> Bool? {
        let query = OptionsQuery(trunk)
        guard let socket = SIPSocket(address) else { return false }
        let deadline = Self.now + answerLimit.wholeMilliseconds
        if trunk.transport == .tcp {
            switch wait(socket.descriptor, for: .writable, answerLimit) {
            case .woken: return nil
            case .timeOut: return false
            case .ready: break
            }
        }
        let request = query.text(from: socket.localAddress)
        guard socket.send(request) else { return false }
        // Timer E of RFC 3261 section 17.1.2.1: a request over UDP is repeated after 0.5, 1, 2 s.
        var pause: Int64 = trunk.transport == .udp ? 500 : answerLimit.wholeMilliseconds
        var received = ""
        while true {
            let left = deadline - Self.now
            guard left > 0 else { return false }
            switch wait(socket.descriptor, for: .readable, .milliseconds(min(left, pause))) {
            case .woken: return nil
            case .timeOut:
                pause *= 2
                if trunk.transport == .udp, deadline > Self.now { _ = socket.send(request) }
            case .ready:
                guard let text = socket.receive() else { return false }
                received = trunk.transport == .udp ? text : received + text
                if let status = query.status(in: received), status >= 200 { return status != 503 }
            }
        }
    }

    private enum Readiness { case readable, writable }
    private enum Waited { case ready, timeOut, woken }

    /// Waits for a descriptor, until a time limit, or for the end of the probe.
    private func wait(_ descriptor: Int32?, for readiness: Readiness, _ limit: Duration) -> Waited {
        let deadline = Self.now + limit.wholeMilliseconds
        while true {
            let events = Int16(readiness == .readable ? POLLIN : POLLOUT)
            var polled = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0)]
            if let descriptor { polled.append(pollfd(fd: descriptor, events: events, revents: 0)) }
            let left = Int32(clamping: max(0, deadline - Self.now))
            let count = poll(&polled, nfds_t(polled.count), left)
            if count < 0, errno == EINTR { continue }
            if polled[0].revents != 0 { return .woken }
            return count > 0 ? .ready : .timeOut
        }
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// One OPTIONS request and its answer, as text.
struct OptionsQuery {
    let trunk: Trunk
    /// Identifies the answer (RFC 3261 section 8.1.3.3).
    let callID: String
    private let branch: String
    private let tag: String

    init(_ trunk: Trunk) {
        self.trunk = trunk
        func random() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }
        (callID, branch, tag) = (random(), random(), random())
    }

    /// The request. `address` is the host and port that it is sent from.
    func text(from address: String) -> String {
        let transport = trunk.transport.rawValue.uppercased()
        return [
            "OPTIONS sip:\(trunk.hostPort);transport=\(trunk.transport.rawValue) SIP/2.0",
            "Via: SIP/2.0/\(transport) \(address);branch=z9hG4bK\(branch);rport", "Max-Forwards: 70",
            "From: <\(trunk.addressOfRecord)>;tag=\(tag)", "To: <sip:\(trunk.hostPort)>", "Call-ID: \(callID)",
            "CSeq: 1 OPTIONS", "Contact: <sip:\(trunk.user)@\(address);transport=\(trunk.transport.rawValue)>",
            "Accept: application/sdp", "User-Agent: laoyouting", "Content-Length: 0", "", "",
        ].joined(separator: "\r\n")
    }

    /// The status of an answer to this very request; nil while the text contains none.
    func status(in text: String) -> Int? {
        guard text.hasPrefix("SIP/2.0 "), text.contains("\r\n\r\n") || text.contains("\n\n"), text.contains(callID)
        else {
            return nil
        }
        return Int(text.dropFirst(8).prefix(3))
    }
}

/// A non-blocking socket to a trunk.
final class SIPSocket {
    let descriptor: Int32

    /// Where to ask.
    struct Address: Sendable {
        var family: Int32
        var type: Int32
        var bytes: [UInt8]
    }

    /// The addresses of a trunk, in the order in which the system would use them (RFC 6724).
    static func addresses(of trunk: Trunk) -> [Address] {
        var hints = addrinfo()
        hints.ai_socktype = Int32((trunk.transport == .udp ? SOCK_DGRAM : SOCK_STREAM).rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(trunk.host, String(trunk.port), &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var addresses: [Address] = []
        var entry = found
        while let current = entry?.pointee {
            if let address = current.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(current.ai_addrlen))
                addresses.append(Address(family: current.ai_family, type: hints.ai_socktype, bytes: Array(bytes)))
            }
            entry = current.ai_next
        }
        return addresses
    }

    init?(_ address: Address) {
        let type = address.type | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { return nil }
        let connected = address.bytes.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { connect(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
        }
        guard connected == 0 || errno == EINPROGRESS else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Receives what has arrived; nil if the far end is gone. A closed UDP port answers with ICMP, which also ends
    /// here.
    func receive() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Host and port of this end, as in a Via header.
    var localAddress: String {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var host = [CChar](repeating: 0, count: 64)
        var port = [CChar](repeating: 0, count: 8)
        let named = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length) == 0
                    && getnameinfo($0, length, &host, 64, &port, 8, NI_NUMERICHOST | NI_NUMERICSERV) == 0
            }
        }
        guard named else { return "127.0.0.1" }
        func text(_ characters: [CChar]) -> String {
            String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        let (name, number) = (text(host), text(port))
        return name.contains(":") ? "[\(name)]:\(number)" : "\(name):\(number)"
    }
}
