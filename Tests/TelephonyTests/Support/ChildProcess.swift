import Foundation
import Glibc
import Spawn

/// A program started for a test. A separate thread waits for it, and only its own process id is used to end it.
final class ChildProcess: Sendable {
    private let child: Child
    private let exit = Signal<Int32>()

    var id: pid_t { child.id }

    /// Starts `program`, found in PATH, with its output in the file `output` of `directory`.
    init(_ program: String, _ arguments: [String], in directory: String, output: String) throws {
        child = try Child([program] + arguments, output: .file("\(directory)/\(output)"))
        Thread { [child, exit] in exit.set(child.wait().code) }.start()
    }

    /// Sends a signal, unless the program has already ended and its id may be somebody else's.
    func send(_ signal: Int32) { child.send(signal) }

    /// Its exit code, or minus the signal that ended it.
    func ended() async throws -> Int32 { try await exit.wait("end of process \(id)") }

    /// Ends it and waits for that.
    func end() async {
        send(SIGKILL)
        _ = try? await ended()
    }
}
