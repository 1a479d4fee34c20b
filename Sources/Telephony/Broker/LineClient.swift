import Dispatch

/// A connection of netstrings over a Unix socket, at either end: what is read goes to `received`, what cannot be sent at once is
/// kept until it can.
///
/// `@unchecked Sendable`: it is used on one queue only, which its owner names.
final class LineClient: @unchecked Sendable {
    private let socket: UnixSocket
    private let queue: DispatchQueue
    private let reader: any DispatchSourceRead
    private var writer: (any DispatchSourceWrite)?
    private var decoder = NetstringDecoder()
    private var unsent: [UInt8] = []
    private let received: ([UInt8]?) -> Void
    private let closed: () -> Void
    private var isClosed = false

    /// The most that is kept for a far end that does not read: the largest messages of an agent, some times over.
    private static let mostUnsent = 8 << 20

    /// `received` gets each payload, or nil once for bytes that are no netstring; `closed` is called once, if the far end goes.
    init(
        _ socket: UnixSocket, on queue: DispatchQueue, received: @escaping ([UInt8]?) -> Void,
        closed: @escaping () -> Void
    ) {
        (self.socket, self.queue, self.received, self.closed) = (socket, queue, received, closed)
        reader = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: queue)
        reader.setEventHandler { [weak self] in self?.readable() }
        reader.setCancelHandler { withExtendedLifetime(socket) {} }
        reader.activate()
    }

    deinit { close() }

    /// Nothing is received or reported afterwards.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        reader.cancel()
        writer?.cancel()
    }

    /// Ends the connection; `closed` follows.
    func shutDown() { socket.shutDown() }

    func send(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        unsent += bytes
        guard unsent.count <= Self.mostUnsent else {
            unsent = []
            return shutDown()
        }
        if writer == nil { flush() }
    }

    private func flush() {
        guard let sent = socket.send(unsent[...]) else {
            unsent = []
            return shutDown()
        }
        unsent.removeFirst(sent)
        if unsent.isEmpty {
            writer?.cancel()
            writer = nil
        } else if writer == nil {
            let source = DispatchSource.makeWriteSource(fileDescriptor: socket.descriptor, queue: queue)
            source.setEventHandler { [weak self] in self?.flush() }
            source.setCancelHandler { [socket] in withExtendedLifetime(socket) {} }
            writer = source
            source.activate()
        }
    }

    /// To the end of what is there: once the far end has closed, the source tells of it a single time, perhaps with the data that
    /// came before.
    private func readable() {
        for _ in 0..<Self.mostReads {
            guard !isClosed else { return }
            switch socket.receive() {
            case .nothing: return
            case .closed: return end()
            case .bytes(let bytes):
                guard let payloads = try? decoder.receive(bytes) else {
                    received(nil)
                    return end()
                }
                for payload in payloads where !isClosed { received(payload) }
            }
        }
        // Others want the queue too.
        queue.async { [weak self] in self?.readable() }
    }

    /// Pieces of up to 16 KiB that are read in one go.
    private static let mostReads = 16

    private func end() {
        close()
        closed()
    }
}
