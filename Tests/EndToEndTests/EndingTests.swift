import Synchronization
import BoothDriver
import Foundation
import Glibc
import Testing

extension EndToEndTests {
    /// How the driver learns how a demonstration ended, with a stand-in for the program in a real tmux.
    @Suite("The end of a demonstration", .timeLimit(.minutes(2)))
    struct Ending {
        /// Starts a booth whose `kiosk` is this shell script.
        private func with(_ script: String, _ body: (Booth) async throws -> Void) async throws {
            let directory = try Places.temporaryDirectory()
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let kiosk = directory + "/stand-in"
            try "#!/bin/sh\n\(script)\n".write(toFile: kiosk, atomically: true, encoding: .utf8)
            try #require(chmod(kiosk, 0o700) == 0)
            let booth = try await Booth(in: directory, kiosk: kiosk)
            let result: Result<Void, any Error>
            do {
                try booth.startDemonstration()
                result = .success(try await body(booth))
            } catch {
                result = .failure(error)
            }
            _ = try await booth.close()
            try result.get()
        }

        @Test("The status is the demonstration's own", arguments: [Int32(0), 7])
        func status(_ status: Int32) async throws {
            try await with("trap 'exit \(status)' TERM; echo here; while :; do sleep 0.05; done") { booth in
                try await booth.see("^here")
                #expect(booth.status(of: "demo") == nil, "it runs")
                #expect(try await booth.close().isEmpty)
                #expect(booth.status(of: "demo") == status)
            }
        }

        @Test("It has the terminal")
        func terminal() async throws {
            let script = "trap 'exit 5' TERM; test -t 0 && test -t 1 && echo both; while :; do sleep 0.05; done"
            try await with(script) { booth in
                try await booth.see("^both")
                _ = try await booth.close()
                #expect(booth.status(of: "demo") == 5)
            }
        }

        @Test("One that ended by itself is no longer there, and its status is known")
        func byItself() async throws {
            try await with("exit 4") { booth in
                try await booth.see("^ended with 4")
                #expect(booth.pid(of: "demo") == nil)
                #expect(booth.status(of: "demo") == 4)
            }
        }

        @Test("One that was killed has no good status")
        func killed() async throws {
            try await with("while :; do sleep 0.05; done") { booth in
                try await eventually("it runs") { booth.pid(of: "demo") != nil }
                kill(try #require(booth.pid(of: "demo")), SIGKILL)
                _ = try await booth.close()
                #expect(booth.status(of: "demo") == 128 + SIGKILL)
            }
        }

        @Test("Where waiting is in vain it ends at once, and says why")
        func watched() async throws {
            try await with("echo here; while :; do sleep 0.05; done") { booth in
                try await booth.see("^here")
                booth.watch.withLock { $0 = { throw Failure("a part died") } }
                let error = await #expect(throws: Failure.self) { try await booth.see("never") }
                #expect(error?.description == "a part died")
            }
        }
    }
}
