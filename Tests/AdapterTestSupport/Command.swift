import Foundation

/// A program of the system, started without a shell.
///
/// Not Foundation's `Process`: it hands pipes and sockets of its own to whatever else is started at the same time, and
/// waits for their end.
public final class Command: Sendable {
    /// Why a program did not start: the system's number.
    public struct NotStarted: Error {
        /// The number.
        public let code: Int32
    }

    private let process: pid_t
    private let output: Int32

    /// Starts a program from the path in a directory; what it writes is read with `read`.
    public init(_ arguments: [String], in directory: String? = nil) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw NotStarted(code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        // Whatever another thread opened without close-on-exec would be held open by the child.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // Dispatch's threads block signals, and a child inherits that: it could not be asked to end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let program = directory.map { ["env", "-C", $0] + arguments } ?? arguments
        var words = program.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, program[0], &actions, &attributes, words, environ)
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw NotStarted(code: code)
        }
        self.process = process
        output = ends[0]
    }

    /// More of what the program writes to either output; empty at its end.
    public func read() -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(output, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Ends it at once, as a crash would, and waits for that; returns its exit status, or minus the signal. What it wrote
    /// before can still be read.
    public func kill() -> Int32 {
        Foundation.kill(process, SIGKILL)
        return wait()
    }

    /// Ends it if need be and waits for that; returns its exit status, or minus the signal.
    @discardableResult
    public func finish(terminating: Bool) -> Int32 {
        if terminating { Foundation.kill(process, SIGTERM) }
        return wait()
    }

    private func wait() -> Int32 {
        var status: Int32 = 0
        waitpid(process, &status, 0)
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    deinit { close(output) }

    /// Runs a program to its end: its exit status and what it wrote.
    @discardableResult
    public static func run(_ arguments: String..., in directory: String? = nil) throws -> (
        status: Int32, output: String
    ) {
        let command = try Command(arguments, in: directory)
        var output = ""
        while true {
            let more = command.read()
            if more.isEmpty { break }
            output += more
        }
        return (command.finish(terminating: false), output)
    }
}

/// The programs built beside the tests.
public enum Binaries {
    /// Where the program of this name is.
    public static func path(_ name: String) -> String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().path + "/" + name
    }
}
