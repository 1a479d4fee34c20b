public import CSpawn
import Glibc
import Synchronization

/// A program that this one has started. This is the only wrapper of posix_spawn(3), for the demonstration and the
/// tests.
///
/// The program inherits its three standard streams and nothing else: no other descriptor, and no blocked or ignored
/// signal. It is signalled only by its own id, and only until its end has been noticed. After that, the id may belong
/// to another process.
public final class Child: Sendable {
    /// The source or target of one of a program's standard streams.
    public enum Stream: Sendable {
        /// That of this program.
        case inherited
        /// /dev/null.
        case nothing
        /// A file that is appended to. If it has to be created, only its owner may use it.
        case file(String)
        /// A descriptor, which the caller keeps.
        case descriptor(Int32)
    }

    /// The environment variables of a program.
    public enum Environment: Sendable {
        /// Those of this program, with these added or replaced.
        case inherited(adding: [String: String] = [:])
        /// These and no others.
        case only([String: String])
    }

    /// How a program ended.
    public enum End: Equatable, Sendable {
        /// By itself, with this status.
        case exited(Int32)
        /// By this signal.
        case killed(Int32)

        /// The exit status, or minus the signal.
        public var code: Int32 {
            switch self {
            case .exited(let status): status
            case .killed(let signal): -signal
            }
        }
    }

    /// A program was not started.
    public struct NotStarted: Error, Equatable, CustomStringConvertible {
        /// The program, or the file for one of its streams.
        public let name: String
        /// The system's error number (errno(3)).
        public let code: Int32
        /// The program or file and the error in words.
        public var description: String { "\(name): cannot be started: \(String(cString: strerror(code)))" }
    }

    /// The process id.
    public let id: pid_t
    private let noticed = Mutex<End?>(nil)

    /// Starts a program.
    /// - Parameters:
    ///   - words: The program and its arguments. The program is a path, or a name to be found in PATH.
    ///   - directory: Where it runs. The default is this program's directory.
    ///   - error: nil sends it where `output` goes.
    ///   - isOwnGroup: Whether the program is spared Ctrl-C in the terminal.
    public init(
        _ words: [String], in directory: String? = nil, input: Stream = .nothing, output: Stream = .inherited,
        error: Stream? = nil, environment: Environment = .inherited(), isOwnGroup: Bool = false
    ) throws(NotStarted) {
        guard let name = words.first else { throw NotStarted(name: "nothing", code: ENOENT) }
        var opened: [Int32] = []
        defer { for descriptor in opened { close(descriptor) } }
        func descriptor(_ stream: Stream, _ flags: Int32) throws(NotStarted) -> Int32 {
            let path: String
            switch stream {
            case .inherited: return -1
            case .descriptor(let given): return given
            case .nothing: path = "/dev/null"
            case .file(let given): path = given
            }
            let made = open(path, flags | O_CLOEXEC, 0o600)
            guard made >= 0 else { throw NotStarted(name: path, code: errno) }
            opened.append(made)
            return made
        }
        let appending = O_WRONLY | O_CREAT | O_APPEND
        let outgoing = try descriptor(output, appending)
        let erroneous = try error.map { stream throws(NotStarted) in try descriptor(stream, appending) }
        let streams = [try descriptor(input, O_RDONLY), outgoing, erroneous ?? outgoing]
        var id: pid_t = 0
        let code = Self.withWords(words) { words in
            Self.withWords(Self.variables(environment)) { variables in
                kiosk_spawn(&id, words, variables, directory, streams, isOwnGroup)
            }
        }
        guard code == 0 else { throw NotStarted(name: name, code: code) }
        self.id = id
    }

    /// Sends a signal, unless the program has ended.
    public func send(_ signal: Int32) {
        noticed.withLock { if $0 == nil { kill(id, signal) } }
    }

    /// How the program ended; nil while it runs. Does not wait.
    public var end: End? {
        noticed.withLock { end in
            var status: Int32 = 0
            if end == nil, waitpid(id, &status, WNOHANG) == id {
                end = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(status & 0x7F)
            }
            return end
        }
    }

    /// Waits for the program's end. This blocks, so it is neither for the main queue nor for one of Swift's cooperative
    /// threads.
    @discardableResult
    public func wait() -> End {
        while true {
            if let end { return end }
            // This only looks. As long as the id is taken, it cannot belong to another process when a signal is sent
            // meanwhile.
            var news = siginfo_t()
            if waitid(P_PID, id_t(id), &news, WEXITED | WNOWAIT) != 0, errno == ECHILD {
                // Some other code has waited for any child.
                return noticed.withLock { end in
                    let ended = end ?? .exited(-1)
                    end = ended
                    return ended
                }
            }
        }
    }

    /// Asks the program to end, and kills it if it has not ended after two seconds. Blocks meanwhile.
    public func stop() {
        send(SIGTERM)
        for _ in 0..<100 {
            if end != nil { return }
            usleep(20_000)
        }
        send(SIGKILL)
        wait()
    }

    // MARK: Running to the end

    /// Runs a program to its end and reads its output. Blocks meanwhile.
    /// - Parameter error: nil reads both of its outputs as one.
    public static func run(
        _ words: [String], in directory: String? = nil, error: Stream? = nil, environment: Environment = .inherited()
    ) throws(NotStarted) -> (end: End, output: String) {
        var ends: [Int32] = [-1, -1]
        let code = kiosk_pipe(&ends)
        guard code == 0 else { throw NotStarted(name: "a pipe", code: code) }
        defer { close(ends[0]) }
        let started = Result { () throws(NotStarted) in
            try Child(words, in: directory, output: .descriptor(ends[1]), error: error, environment: environment)
        }
        // If this end stayed open here too, the reading would never reach an end.
        close(ends[1])
        let child = try started.get()
        var bytes: [UInt8] = []
        var page = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(ends[0], &page, page.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += page[..<count]
        }
        return (child.wait(), String(decoding: bytes, as: UTF8.self))
    }

    // MARK: Arguments for C

    private static func variables(_ environment: Environment) -> [String] {
        let added: [String: String]
        var variables: [String] = []
        switch environment {
        case .only(let given): added = given
        case .inherited(let given):
            added = given
            var next = environ
            while let entry = next.pointee {
                let text = String(cString: entry)
                if added[String(text.prefix { $0 != "=" })] == nil { variables.append(text) }
                next += 1
            }
        }
        return variables + added.map { "\($0.key)=\($0.value)" }
    }

    private static func withWords<Result>(
        _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Result
    ) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }
}
