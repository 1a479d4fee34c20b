import Foundation
import Glibc

/// A program started for a test. Waited for on a thread of its own, ended by its own process id only.
final class ChildProcess: Sendable {
    struct StartFailure: Error { let program: String, code: Int32 }

    let id: pid_t
    private let exit = Signal<Int32>()

    /// Starts `program`, found in PATH, with its output in the file `output` of `directory`.
    init(_ program: String, _ arguments: [String], in directory: String, output: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "\(directory)/\(output)", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Neither what the test process ignores nor what it blocks is the child's business.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var arguments = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var id: pid_t = 0
        let code = posix_spawnp(&id, program, &actions, &attributes, &arguments, environ)
        guard code == 0 else { throw StartFailure(program: program, code: code) }
        self.id = id
        Thread { [id, exit] in
            var status: Int32 = 0
            while waitpid(id, &status, 0) == -1, errno == EINTR {}
            exit.set(status)
        }.start()
    }

    /// Sends a signal, unless the program has already ended and its id may be somebody else's.
    func send(_ signal: Int32) { if exit.value == nil { kill(id, signal) } }

    /// Its exit code, or minus the signal that ended it.
    func ended() async throws -> Int32 {
        let status = try await exit.wait("end of process \(id)")
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }

    /// Ends it and waits for that.
    func end() async {
        send(SIGKILL)
        _ = try? await ended()
    }
}
