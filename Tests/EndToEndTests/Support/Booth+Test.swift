import BoothDriver
import Foundation
import Testing

extension Booth {
    /// The booth that the tests of a suite share.
    @TaskLocal static var shared: Booth?

    /// Opens a terminal in a directory of its own, and ends everything in it afterwards.
    static func with(_ body: (Booth) async throws -> Void) async throws {
        let directory = try Places.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let booth = try await Booth(in: directory)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(booth))
        } catch {
            result = .failure(error)
        }
        let left = try await booth.close()
        if case .failure = result { Issue.record("the ends of the logs:\n\(booth.logs)") }
        try result.get()
        #expect(left.isEmpty, "processes were left behind")
    }

    /// Starts the whole system, `kiosk demo` with a file as loudspeaker, and runs `body` once its first page is shown.
    ///
    /// `prepare` may spoil something before the start. `speaker` is a loudspeaker to use instead of the file.
    static func withDemonstration(
        speaker: String? = nil, prepare: (Booth) throws -> Void = { _ in }, _ body: (Booth) async throws -> Void
    ) async throws {
        try await with { booth in
            try Voices.current?.lend(to: booth.state)
            try prepare(booth)
            try booth.startDemonstration(speaker: speaker)
            try await booth.seeAttract()
            try Voices.current?.keep(from: booth.state)
            try await body(booth)
        }
    }

    /// Where the broker of the line serves the kiosk.
    var lineSocket: String {
        get throws {
            let line = try read("overlay.yaml").split(separator: "\n").first { $0.contains("line_socket:") }
            return String(try #require(line?.split(separator: " ").last))
        }
    }
}

/// One demonstration for all tests of a suite, which must not run at the same time.
struct SharedDemonstration: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Booth.withDemonstration { booth in
            try await Booth.$shared.withValue(booth) { try await function() }
        }
    }
}

extension Trait where Self == SharedDemonstration {
    static var sharedDemonstration: Self { Self() }
}
