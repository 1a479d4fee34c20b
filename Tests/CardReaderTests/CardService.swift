import Foundation
import Glibc
import Spawn
import Synchronization

/// A failure of a test's surroundings, in words.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// pcscd with a virtual reader, in name spaces of its own. Its socket lies in a temporary directory. Its driver waits
/// for virtual cards on TCP ports and has a loopback that nobody else has.
final class CardService {
    /// The driver's usual port.
    static let port: UInt16 = 35963
    /// The library reads the place of the socket once, so all tests of a process share it.
    static let directory: String = {
        let path = NSTemporaryDirectory() + "/pcscd-\(getpid())"
        setenv("PCSCLITE_CSOCK_NAME", path + "/pcscd/pcscd.comm", 1)
        return path
    }()

    private let process: Child

    /// Starts the service and returns when it can be asked.
    init() async throws {
        let directory = Self.directory
        try? FileManager.default.removeItem(atPath: directory)
        try FileManager.default.createDirectory(atPath: directory + "/readers", withIntermediateDirectories: true)
        let reader = """
            FRIENDLYNAME "Booth"
            DEVICENAME   /dev/null:\(Self.port)
            LIBPATH      /usr/lib/pcsc/drivers/serial/libifdvpcd.so
            CHANNELID    \(Self.port)

            """
        try reader.write(toFile: directory + "/readers/vpcd", atomically: true, encoding: .utf8)
        let script = """
            mount --bind "$0" /run && ip link set lo up && exec pcscd -f -c "$0/readers" >"$0/log" 2>&1
            """
        process = try Child(["unshare", "-m", "-n", "sh", "-c", script, directory])
        let end = ContinuousClock.now + .seconds(30)
        while access(directory + "/pcscd/pcscd.comm", F_OK) != 0 {
            guard ContinuousClock.now < end else {
                process.send(SIGKILL)
                let log = try? String(contentsOfFile: directory + "/log", encoding: .utf8)
                throw Failure("pcscd did not start:\n" + (log ?? ""))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Ends the service and removes its directory.
    func stop() {
        process.send(SIGKILL)
        process.wait()
        try? FileManager.default.removeItem(atPath: Self.directory)
    }

    /// Puts this thread into a network (setns(2), a GNU extension that the module of the C library leaves out).
    private static func enter(_ network: Int32) -> Bool {
        guard let function = dlsym(nil, "setns") else { return false }
        let newNetwork: Int32 = 0x4000_0000
        return unsafeBitCast(function, to: (@convention(c) (Int32, Int32) -> Int32).self)(network, newNetwork) == 0
    }

    /// A connection to the virtual reader's slot. Its socket belongs to the service's network, whatever thread uses it.
    func connectToSlot() throws -> Int32 {
        let own = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
        let its = open("/proc/\(process.id)/ns/net", O_RDONLY | O_CLOEXEC)
        defer {
            close(own)
            close(its)
        }
        guard own >= 0, its >= 0, Self.enter(its) else { throw Failure("the service's network: \(errno)") }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let isBack = Self.enter(own)
        guard isBack, descriptor >= 0 else { throw Failure("a socket in the service's network: \(errno)") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = Self.port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            throw Failure("the virtual reader's slot: \(errno)")
        }
        return descriptor
    }
}

/// A card in the virtual reader's slot. It answers commands on a separate thread until it is taken out.
final class VirtualCard: Sendable {
    /// What it answers a command with, status included.
    typealias Answer = @Sendable (_ command: [UInt8]) -> [UInt8]

    static let answerToReset: [UInt8] = [
        0x3B, 0x6D, 0x00, 0x00, 0x80, 0x31, 0x80, 0x65, 0xB0, 0x89, 0x35, 0x01, 0xF1, 0x83, 0x00, 0x90, 0x00,
    ]

    private let descriptor: Int32
    private let received = Mutex<[[UInt8]]>([])

    /// Puts a card into the slot.
    init(in service: CardService, answer: @escaping Answer) throws {
        descriptor = try service.connectToSlot()
        Thread { [self] in serve(answer) }.start()
    }

    /// The commands that it was given.
    var commands: [[UInt8]] { received.withLock { $0 } }

    /// Takes it out of the slot.
    func remove() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func serve(_ answer: Answer) {
        defer { close(descriptor) }
        while let header = read(2), let body = read(Int(header[0]) << 8 | Int(header[1])) {
            // A single byte is a command to the reader: 0 off, 1 on, 2 reset, 4 the answer to reset.
            if body.count == 1 {
                if body[0] == 4 { send(Self.answerToReset) }
            } else {
                received.withLock { $0.append(body) }
                send(answer(body))
            }
        }
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        guard recv(descriptor, &bytes, count, Int32(MSG_WAITALL)) == count else { return nil }
        return bytes
    }

    private func send(_ bytes: [UInt8]) {
        let message = [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
        _ = Glibc.send(descriptor, message, message.count, Int32(MSG_NOSIGNAL))
    }
}
