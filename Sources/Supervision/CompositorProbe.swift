import Glibc
import Serial

/// Asks the Wayland compositor whether its loop runs: a `wl_display.sync`, 12 bytes there and 24 back, which every
/// compositor answers in order with everything else. A terminal goes on answering while its compositor stands still and
/// nobody sees a new picture, so it takes both.
@MainActor
public final class CompositorProbe {
    /// Called for each answer.
    public var onAnswer: () -> Void = {}

    private let path: String
    private var connection: Int32?
    private var watch: Watch?
    private var received: [UInt8] = []
    private var isAwaiting = false

    /// The compositor that the environment names (WAYLAND_DISPLAY, XDG_RUNTIME_DIR); nil if it names none.
    public convenience init?() {
        guard let display = Self.variable("WAYLAND_DISPLAY") else { return nil }
        if display.hasPrefix("/") {
            self.init(path: display)
        } else if let directory = Self.variable("XDG_RUNTIME_DIR") {
            self.init(path: directory + "/" + display)
        } else {
            return nil
        }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The compositor that listens at this path.
    public init(path: String) { self.path = path }

    /// Asks, unless an earlier question still waits for its answer.
    /// - Returns: Whether a question is under way. False if nobody listens there.
    public func ask() -> Bool {
        guard !isAwaiting else { return true }
        guard let connection = connection ?? connect() else { return false }
        // wl_display is object 1, sync its request 0; the answer is to come to object 2, which is free again after it.
        let request = Self.bytes([1, 12 << 16, 2])
        guard
            send(connection, request, request.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                == request.count
        else {
            leave()
            return false
        }
        isAwaiting = true
        return true
    }

    private func connect() -> Int32? {
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard made >= 0 else { return nil }
        guard LocalAddress.with(path, { Glibc.connect(made, $0, $1) }) == 0 else {
            close(made)
            return nil
        }
        connection = made
        watch = Main.whenReadable(made, ended: { close(made) }) { [weak self] in self?.read(made) }
        return made
    }

    private func read(_ descriptor: Int32) {
        guard descriptor == connection else { return }
        var page = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &page, page.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else { return leave() }
        received += page[..<count]
        while let words = nextMessage() {
            switch (words[0], words[1] & 0xFFFF) {
            // wl_callback.done: the answer. The id may be used again only after what follows it.
            case (2, 0): break
            case (1, 1):
                isAwaiting = false
                onAnswer()
            default: return leave()
            }
        }
    }

    /// Takes a whole message off what was received: object, length and opcode, arguments.
    private func nextMessage() -> [UInt32]? {
        guard received.count >= 8 else { return nil }
        let words = received.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self) }
        }
        let length = Int(words[1] >> 16)
        guard length >= 8, length % 4 == 0 else {
            leave()
            return nil
        }
        guard received.count >= length else { return nil }
        received.removeFirst(length)
        return Array(words[..<(length / 4)])
    }

    /// Ends the connection. The next question makes another.
    private func leave() {
        watch = nil
        connection = nil
        received = []
        isAwaiting = false
    }

    private static func bytes(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
    }
}
