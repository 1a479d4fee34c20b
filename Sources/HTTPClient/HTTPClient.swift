import CCurl
import Glibc
import Serial
import Synchronization

/// The settings shared by all requests of a client.
public struct HTTPSettings: Equatable, Sendable {
    /// A CA file in PEM that replaces the system's.
    public var caFile: String?
    /// The client's certificate in PEM.
    public var clientCertificateFile: String?
    /// The key of the client's certificate in PEM.
    public var clientKeyFile: String?
    /// The `User-Agent` field.
    public var userAgent: String

    /// Settings.
    public init(
        caFile: String? = nil, clientCertificateFile: String? = nil, clientKeyFile: String? = nil,
        userAgent: String = "laoyouting-kiosk"
    ) {
        self.caFile = caFile
        self.clientCertificateFile = clientCertificateFile
        self.clientKeyFile = clientKeyFile
        self.userAgent = userAgent
    }
}

/// Identifies a request in progress, to cancel it.
public struct HTTPHandle: Hashable, Sendable {
    let id: UInt64
}

/// An HTTP client that runs libcurl on one thread of its own. An idle client's thread sleeps until there is a request.
///
/// It does not follow redirects and keeps no cookies. Every completion is called exactly once, on the client's thread,
/// and must not block. `stop` gives up all requests in progress, so that a long poll delays nothing.
public final class HTTPClient: Sendable {
    private enum Command {
        case send(UInt64, HTTPRequest, @Sendable (Result<HTTPResponse, HTTPError>) -> Void)
        case cancel(UInt64)
    }

    private struct Inbox {
        var commands: [Command] = []
        var nextID: UInt64 = 1
        /// Set by `stop`, to end the thread.
        var stopping: (@Sendable () -> Void)?
        /// The thread takes no more commands.
        var ended = false
        /// Used only for `curl_multi_wakeup`; nil from the moment the thread frees it.
        var multi: MultiHandle?
    }

    private let inbox = Mutex(Inbox())

    /// libcurl must be initialised once per program, before its first thread.
    private static let initialised: CURLcode = ccurl_global_init()

    /// Starts a client and its thread.
    /// - Throws: `HTTPError.failed` if libcurl or the thread cannot start.
    public init(_ settings: HTTPSettings = HTTPSettings()) throws(HTTPError) {
        guard Self.initialised == CURLE_OK, let pointer = curl_multi_init() else {
            throw .failed("libcurl cannot start")
        }
        let multi = MultiHandle(pointer: pointer)
        inbox.withLock { $0.multi = multi }
        guard Blocking.thread("http-client", { [self] in run(settings, multi) }) else {
            finish([:], multi)
            throw .failed("no thread can be started")
        }
    }

    /// Sends a request; the answer comes to `completion`.
    @discardableResult
    public func send(
        _ request: HTTPRequest, completion: @escaping @Sendable (Result<HTTPResponse, HTTPError>) -> Void
    ) -> HTTPHandle {
        let (id, accepted) = inbox.withLock { inbox in
            let id = inbox.nextID
            inbox.nextID += 1
            guard !inbox.ended else { return (id, false) }
            inbox.commands.append(.send(id, request, completion))
            inbox.multi?.wake()
            return (id, true)
        }
        if !accepted { completion(.failure(.stopped)) }
        return HTTPHandle(id: id)
    }

    /// Cancels a request; its completion gets `.cancelled`. Does nothing if the request is already over.
    public func cancel(_ handle: HTTPHandle) {
        inbox.withLock { inbox in
            inbox.commands.append(.cancel(handle.id))
            inbox.multi?.wake()
        }
    }

    /// Gives up all requests and ends the thread. `completion` is called last, on that thread. Requests sent from now
    /// on get `.stopped`. A client is freed only after it has been stopped.
    public func stop(completion: @escaping @Sendable () -> Void = {}) {
        let alreadyEnded = inbox.withLock { inbox in
            guard !inbox.ended else { return true }
            let earlier = inbox.stopping
            inbox.stopping = {
                earlier?()
                completion()
            }
            inbox.multi?.wake()
            return false
        }
        if alreadyEnded { completion() }
    }

    // MARK: - On the client's thread

    private func run(_ settings: HTTPSettings, _ multi: MultiHandle) {
        var transfers: [UInt64: Transfer] = [:]
        while true {
            let (commands, stopping) = inbox.withLock { inbox in
                defer { inbox.commands = [] }
                return (inbox.commands, inbox.stopping != nil)
            }
            for command in commands {
                switch command {
                case .send(let id, let request, let completion):
                    do {
                        let transfer = try Transfer(
                            id: id, request: request, settings: settings, completion: completion)
                        curl_multi_add_handle(multi.pointer, transfer.easy)
                        transfers[id] = transfer
                    } catch {
                        completion(.failure(error))
                    }
                case .cancel(let id):
                    guard let transfer = transfers.removeValue(forKey: id) else { break }
                    curl_multi_remove_handle(multi.pointer, transfer.easy)
                    transfer.completion(.failure(.cancelled))
                }
            }
            if stopping { break }
            var running: Int32 = 0
            curl_multi_perform(multi.pointer, &running)
            var code = CURLE_OK
            while let easy = ccurl_multi_next_finished(multi.pointer, &code) {
                guard let transfer = transfers.values.first(where: { $0.easy == easy }) else { continue }
                transfers[transfer.id] = nil
                curl_multi_remove_handle(multi.pointer, easy)
                transfer.completion(transfer.result(code))
            }
            // libcurl shortens this time-out to its own timers. Without a transfer, only a command wakes the thread.
            let polled = curl_multi_poll(multi.pointer, nil, 0, transfers.isEmpty ? Int32.max : 60_000, nil)
            // Out of memory or file descriptors: being slow is better than spinning.
            if polled != CURLM_OK { usleep(100_000) }
        }
        finish(transfers, multi)
    }

    private func finish(_ transfers: [UInt64: Transfer], _ multi: MultiHandle) {
        let (late, stopped) = inbox.withLock { inbox in
            inbox.ended = true
            inbox.multi = nil
            defer { inbox.commands = [] }
            return (inbox.commands, inbox.stopping)
        }
        for transfer in transfers.values.sorted(by: { $0.id < $1.id }) {
            curl_multi_remove_handle(multi.pointer, transfer.easy)
            transfer.completion(.failure(.stopped))
        }
        for case .send(_, _, let completion) in late { completion(.failure(.stopped)) }
        curl_multi_cleanup(multi.pointer)
        stopped?()
    }
}

/// libcurl's multi handle.
///
/// `@unchecked` because the client's thread alone uses it, with one exception: `curl_multi_wakeup`, which libcurl
/// documents as safe from any thread. That is called only under the inbox's lock and while the handle exists.
private struct MultiHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    func wake() { curl_multi_wakeup(pointer) }
}
