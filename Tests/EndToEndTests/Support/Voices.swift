import BoothDriver
import Foundation
import Testing

/// What operator and caller say in a demonstration. Each voice lasts half an hour and takes seconds to make. The first
/// demonstration makes them, and the others get links.
struct Voices {
    @TaskLocal static var current: Voices?

    private static let names = ["operator.wav", "caller.wav"]
    let directory: String

    /// Keeps what a demonstration has made.
    func keep(from state: String) throws { try link(state, directory) }

    /// Gives the kept voices to a demonstration that has not started.
    func lend(to state: String) throws {
        try FileManager.default.createDirectory(
            atPath: state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try link(directory, state)
    }

    private func link(_ source: String, _ target: String) throws {
        for name in Self.names {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            let files = FileManager.default
            guard files.fileExists(atPath: from), !files.fileExists(atPath: to) else { continue }
            try files.linkItem(atPath: from, toPath: to)
        }
    }
}

/// Voices for all tests in a suite.
struct SharedVoices: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let voices = Voices(directory: try Places.temporaryDirectory())
        defer { try? FileManager.default.removeItem(atPath: voices.directory) }
        try await Voices.$current.withValue(voices) { try await function() }
    }
}

extension Trait where Self == SharedVoices {
    static var sharedVoices: Self { Self() }
}
