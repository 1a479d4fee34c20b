import AdapterTestSupport
import Foundation
import Glibc
import Spawn
import Testing

/// The built `kiosk-platform` as a process of its own.
final class PlatformProcess: Sendable {
    private let child: Child
    private let directory: TestDirectory

    /// Starts the program with its standard error in `stderr` of the directory.
    init(in directory: TestDirectory, _ arguments: [String]) throws {
        self.directory = directory
        // The test bundle and the program are built into the same directory.
        let bundle = try #require(
            CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments.first)
        let program = URL(filePath: bundle).deletingLastPathComponent().appending(path: "kiosk-platform").path()
        child = try Child([program] + arguments, error: .file(directory.file("stderr")))
    }

    var pid: pid_t { child.id }

    /// Starts the program on a free port, with token files and a ready file in the directory.
    static func serve(in directory: TestDirectory, _ more: [String] = []) throws -> PlatformProcess {
        try? FileManager.default.removeItem(atPath: directory.file("ready"))
        try writeSecret("{\"\(TestAccess.booth)\":\"\(TestAccess.boothToken)\"}", to: directory.file("tokens.json"))
        try writeSecret("\(TestAccess.operatorToken)\n", to: directory.file("operator"))
        return try PlatformProcess(
            in: directory,
            [
                "--database", directory.file("platform.db"), "--listen", "127.0.0.1:0", "--tokens",
                directory.file("tokens.json"), "--operator-token-file", directory.file("operator"), "--ready-file",
                directory.file("ready"),
            ] + more)
    }

    static func writeSecret(_ text: String, to path: String, mode: mode_t = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        chmod(path, mode)
    }

    /// A client for the address in the ready file, once it is there.
    func client() async throws -> HTTPTestClient {
        var url = ""
        try await eventually("ready file; stderr: \(standardError)") {
            url = (try? String(contentsOfFile: directory.file("ready"), encoding: .utf8)) ?? ""
            return url.hasSuffix("\n")
        }
        return HTTPTestClient(base: url.trimmingCharacters(in: .newlines))
    }

    var standardError: String { (try? String(contentsOfFile: directory.file("stderr"), encoding: .utf8)) ?? "" }

    /// Sends a signal and returns the wait status' exit code, or minus the signal that ended it.
    func end(_ signal: Int32) async -> Int32 {
        child.send(signal)
        return await exitCode()
    }

    /// Waits for the end. A program that should have ended by itself and did not is killed, which shows as -SIGKILL.
    func exitCode() async -> Int32 {
        let guardian = Task { [child] in
            try await Task.sleep(for: .seconds(60))
            child.send(SIGKILL)
        }
        defer { guardian.cancel() }
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { [child] in continuation.resume(returning: child.wait().code) }
        }
    }

    /// A test that failed half-way leaves no program behind.
    deinit {
        child.send(SIGKILL)
        child.wait()
    }
}
