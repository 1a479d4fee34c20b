import Foundation

/// What the other parts of the demonstration know.
extension Booth {
    /// The events of this booth that the platform has stored.
    package func events() async throws -> [UploadedEvent] {
        try await UploadedEvent.all(
            of: "PT-0042", platform: try read("platform-url"), token: try read("operator-token"))
    }

    /// Every event that this booth uploaded, as it sent it.
    package func uploads() async throws -> String {
        try await UploadedEvent.documents(
            of: "PT-0042", platform: try read("platform-url"), token: try read("operator-token"))
    }

    /// The names of a side's recordings, one per call. Sorted by name they are in the order of the calls.
    package func recordings(of side: Part) -> Set<String> {
        let directory = "\(state)/\(side.rawValue)/recordings"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return Set(names.filter { $0.hasSuffix("-dec.wav") }.map { directory + "/" + $0 })
    }

    /// Waits until a side has a new recording with some seconds of a call.
    package func seeNewRecording(of side: Part, since before: Set<String>) async throws {
        // This is far more than a header. The content is examined when it is complete.
        try await eventually("a growing recording of the \(side)") {
            recordings(of: side).subtracting(before).contains { Self.size(of: $0) > 96_000 }
        }
    }

    /// What a side received in its one new call, once the recording is complete.
    package func newRecording(of side: Part, since before: Set<String>) async throws -> Sound {
        var found: Sound?
        try await eventually("a complete recording of the \(side)") {
            found = recordings(of: side).subtracting(before).lazy.compactMap { Sound(finished: $0) }.first
            return found != nil
        }
        guard let found else { throw Failure("no recording of the \(side)") }
        return found
    }

    /// The number of bytes that the loudspeaker has received.
    package var spokenBytes: Int { Self.size(of: speaker) }

    /// Waits until the loudspeaker has nothing more to say. A file takes a prompt faster than a card would play it, so
    /// a file that does not grow means silence.
    package func hearNothing() async throws {
        try await eventually("the end of what is said") {
            let before = spokenBytes
            try await Task.sleep(for: .milliseconds(500))
            return spokenBytes == before
        }
    }

    private static func size(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}
