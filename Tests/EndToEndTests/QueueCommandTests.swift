import BoothDriver
import Foundation
import Glibc
import Testing

extension EndToEndTests {
    /// What a technician sees of the queue.
    @Suite(.serialized)
    struct QueueCommandTests {
        private func queue(_ booth: Booth, _ words: String...) throws -> Program.End {
            try Program.run([Places.kiosk, "queue"] + words + ["--state", booth.state])
        }

        private func identifiers(_ lines: String) throws -> [String] {
            try lines.split(separator: "\n").map { line in
                let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return try #require(event?["id"] as? String, "\(line)")
            }
        }

        @Test("The queue is exported from the running kiosk, and from the directory of the same kiosk stopped")
        func export() async throws {
            try await Booth.with { booth in
                try booth.startKiosk()
                try await booth.seeAttract()
                try await booth.press("7", brings: "想找哪里")
                try await eventually("an event is queued") { try queue(booth).output.contains("lowest unsent 1\n") }
                let running = try queue(booth, "export")
                #expect(running.status == 0)
                let before = try identifiers(running.output)
                #expect(!before.isEmpty)
                #expect(try identifiers(queue(booth, "list", "--limit", "1").output) == Array(before.prefix(1)))
                #expect(try queue(booth, "retry").output == "0 put back to be uploaded once more\n")

                kill(try #require(booth.pid(of: "kiosk")), SIGTERM)
                try await booth.see("ended with 0")
                let file = booth.directory + "/events.jsonl"
                let stopped = try queue(booth, "export", "--output", file)
                #expect(stopped.status == 0)
                let after = try identifiers(String(contentsOfFile: file, encoding: .utf8))
                #expect(Array(after.prefix(before.count)) == before)
                #expect(stopped.output == "\(after.count) exported to \(file)\n")
            }
        }

        @Test("A queue that cannot be read is left alone, in words")
        func broken() async throws {
            try await Booth.with { booth in
                try FileManager.default.createDirectory(atPath: booth.state, withIntermediateDirectories: true)
                let garbage = String(repeating: "no database ", count: 1_000)
                let file = booth.state + "/events.sqlite"
                try garbage.write(toFile: file, atomically: true, encoding: .utf8)
                let end = try queue(booth, "export")
                #expect(end.status == 1)
                #expect(end.output.contains("cannot be read"))
                #expect(try String(contentsOfFile: file, encoding: .utf8) == garbage)
            }
        }
    }
}
