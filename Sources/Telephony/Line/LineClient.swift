import Serial
import Synchronization

/// A connection that carries netstrings over a Unix socket, for either end. What is read goes to `received`. What
/// cannot be sent at once is kept until it can. Callbacks run on the queue that the owner names.
final class LineClient: Sendable {
    private struct State {
        var decoder = NetstringDecoder()
        var unsent: [UInt8] = []
        var reader: Watch?
        var writer: Watch?
        var isClosed = false
    }

    private let socket: UnixSocket
    private let queue: SerialQueue
    private let state = Mutex(State())
    private let received: @Sendable ([UInt8]?) -> Void
    private let closed: @Sendable () -> Void

    /// The most that is kept for a far end that does not read: several times an agent's largest message.
    private static let mostUnsent = 8 << 20

    /// `received` gets each payload, or nil once for bytes that are not a netstring. `closed` is called once, if the
    /// far end goes.
    init(
        _ socket: UnixSocket, on queue: SerialQueue, received: @escaping @Sendable ([UInt8]?) -> Void,
        closed: @escaping @Sendable () -> Void
    ) {
        (self.socket, self.queue, self.received, self.closed) = (socket, queue, received, closed)
        // The socket closes its descriptor with its last reference, so it is kept as long as something watches it.
        let reader = queue.whenReadable(socket.descriptor, ended: { withExtendedLifetime(socket) {} }) { [weak self] in
            self?.readable()
        }
        state.withLock { $0.reader = reader }
    }

    /// Nothing is received or reported afterwards.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.reader = nil
            state.writer = nil
        }
    }

    /// Ends the connection; `closed` follows.
    func shutDown() { socket.shutDown() }

    func send(_ bytes: [UInt8]) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.unsent += bytes
            guard state.unsent.count <= Self.mostUnsent else {
                state.unsent = []
                return shutDown()
            }
            if state.writer == nil { flush(&state) }
        }
    }

    private func flush(_ state: inout State) {
        guard let sent = socket.send(state.unsent[...]) else {
            state.unsent = []
            return shutDown()
        }
        state.unsent.removeFirst(sent)
        if state.unsent.isEmpty {
            state.writer = nil
        } else if state.writer == nil {
            let ended: @Sendable () -> Void = { [socket] in withExtendedLifetime(socket) {} }
            state.writer = queue.whenWritable(socket.descriptor, ended: ended) { [weak self] in
                guard let self else { return }
                self.state.withLock { if !$0.isClosed { self.flush(&$0) } }
            }
        }
    }

    /// Reads until nothing is left. Once the far end has closed, the source reports it only once, perhaps together with
    /// the data that came before.
    private func readable() {
        for _ in 0..<Self.mostReads {
            guard !isClosed else { return }
            switch socket.receive() {
            case .nothing: return
            case .closed: return end()
            case .bytes(let bytes):
                guard let payloads = state.withLock({ try? $0.decoder.receive(bytes) }) else {
                    received(nil)
                    return end()
                }
                for payload in payloads where !isClosed { received(payload) }
            }
        }
        // Others need the queue too.
        queue.run { [weak self] in self?.readable() }
    }

    /// The most pieces of up to 16 KiB that are read in one go.
    private static let mostReads = 16

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func end() {
        close()
        closed()
    }
}
