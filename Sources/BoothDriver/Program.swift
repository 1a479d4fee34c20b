import Foundation
import Glibc

/// A failure of the surroundings or of what was waited for, in words.
package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Programs run to their end. Not Foundation's `Process`: it hands its pipes to whatever starts at the same time.
package enum Program {
    /// How a program ended and what it wrote to both outputs.
    package struct End {
        /// Its exit status, or minus the signal that ended it.
        package let status: Int32
        package let output: String
    }

    /// Runs a program with nothing to read on its standard input. One that does not end is killed after a minute.
    package static func run(_ arguments: [String]) throws -> End {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure("no pipe: \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let process: pid_t
        do {
            defer { close(ends[1]) }
            process = try start(["timeout", "-s", "KILL", "60"] + arguments, output: ends[1])
        }
        var bytes: [UInt8] = []
        var page = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(ends[0], &page, page.count), count > 0 { bytes += page[..<count] }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return End(
            status: signal == 0 ? status >> 8 & 0xFF : -signal, output: String(decoding: bytes, as: UTF8.self))
    }

    private static func start(_ arguments: [String], output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        // A tmux server lives on; what somebody else here has open must not live on with it.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // Neither what the test process blocks nor what it ignores is the program's business.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let variables = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("TMUX") }
            .merging(["LC_ALL": "C.UTF-8"]) { $1 }
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, arguments[0], &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw Failure("\(arguments[0]): \(String(cString: strerror(code)))") }
        return process
    }
}

/// Polls for what nobody announces: the text on a screen, a file, the end of somebody else's child. The limit is far
/// beyond anything plausible; it only keeps a broken program from hanging the tests.
package func eventually(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw Failure("did not come within \(limit): \(what())") }
        try await Task.sleep(for: .milliseconds(50))
    }
}
