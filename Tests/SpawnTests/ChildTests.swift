import Foundation
import Testing

@testable import Spawn

/// What a program inherits, and how its end is reported.
@Suite struct ChildTests {
    /// Runs a program on a thread that may wait.
    private func run(
        _ words: String..., in directory: String? = nil, error: Child.Stream? = nil,
        environment: Child.Environment = .inherited()
    ) async throws -> (end: Child.End, output: String) {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try Child.run(words, in: directory, error: error, environment: environment) })
            }
        }
    }

    @Test func itsEndIsItsStatusOrTheSignal() async throws {
        #expect(try await run("sh", "-c", "echo out; echo err >&2; exit 7") == (.exited(7), "out\nerr\n"))
        #expect(try await run("sh", "-c", "echo err >&2; kill -9 $$", error: .nothing) == (.killed(SIGKILL), ""))
        #expect(Child.End.exited(7).code == 7 && Child.End.killed(9).code == -9)
    }

    @Test func itInheritsNoDescriptor() async throws {
        // Neither descriptor is close-on-exec. Whoever forgets that flag must not leave a port or a terminal in
        // somebody else's hands.
        let pipe = Pipe()
        let mine = dup2(pipe.fileHandleForReading.fileDescriptor, 700)
        defer { close(mine) }
        #expect(try await run("ls", "/proc/self/fd").output == "0\n1\n2\n3\n")  // 3 is ls looking.
        #expect(try await run("readlink", "/proc/self/fd/0").output == "/dev/null\n")
    }

    @Test func itIgnoresAndBlocksNoSignal() async throws {
        signal(SIGPIPE, SIG_IGN)
        // Start it from a thread that blocks them all, as Dispatch's threads and ours do.
        let (_, output) = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                continuation.resume(
                    with: Result { try Child.run(["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]) })
            }
        }
        let masks = output.split(separator: "\n").compactMap { UInt64($0.split(separator: "\t").last ?? "", radix: 16) }
        // Two signals are the C library's own.
        #expect(masks == [0, 0x1_8000_0000] || masks == [0, 0], "\(output)")
    }

    @Test func itRunsWhereItIsToldWithTheVariablesItIsGiven() async throws {
        setenv("SPAWN_TEST", "ours", 1)
        #expect(try await run("pwd", in: "/usr").output == "/usr\n")
        let added = try await run("sh", "-c", "echo $SPAWN_TEST $MORE", environment: .inherited(adding: ["MORE": "x"]))
        #expect(added.output == "ours x\n")
        let replaced = try await run(
            "sh", "-c", "echo $SPAWN_TEST", environment: .inherited(adding: ["SPAWN_TEST": "theirs"]))
        #expect(replaced.output == "theirs\n")
        #expect(try await run("/usr/bin/env", environment: .only(["A": "b"])).output == "A=b\n")
    }

    @Test func aProgramThatIsNotThereIsNamed() {
        let failure = #expect(throws: Child.NotStarted.self) { try Child(["no-such-program"]) }
        #expect(failure?.code == ENOENT && failure?.description.hasPrefix("no-such-program: ") == true)
        let file = #expect(throws: Child.NotStarted.self) { try Child(["true"], output: .file("/nonexistent/log")) }
        #expect(file?.name == "/nonexistent/log")
        #expect(throws: Child.NotStarted.self) { try Child([]) }
    }

    @Test func itCanBeAskedToEndAndIsEndedIfItDoesNot() async throws {
        let willing = try Child(["sleep", "600"], output: .nothing)
        #expect(willing.end == nil)
        let stubborn = try Child(["sh", "-c", "trap '' TERM; exec sleep 600"], output: .nothing, isOwnGroup: true)
        #expect(getpgid(stubborn.id) == stubborn.id && getpgid(willing.id) == getpgid(0))
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                willing.stop()
                // Wait until it ignores the request to end.
                while (try? String(contentsOfFile: "/proc/\(stubborn.id)/comm", encoding: .utf8)) != "sleep\n" {
                    usleep(1_000)
                }
                stubborn.stop()
                continuation.resume()
            }
        }
        #expect(willing.end == .killed(SIGTERM))
        #expect(stubborn.end == .killed(SIGKILL))
        // Its process id may be somebody else's by now.
        willing.send(SIGKILL)
        #expect(kill(willing.id, 0) == -1)
    }
}
