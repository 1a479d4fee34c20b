import Foundation

/// What the other parts of the house know.
extension Booth {
    /// What the platform has stored of this booth.
    package func events() async throws -> [UploadedEvent] {
        try await UploadedEvent.all(
            of: "PT-0042", platform: try read("platform-url"), token: try read("operator-token"))
    }

    /// Every event that this booth uploaded, as it sent it.
    package func uploads() async throws -> String {
        try await UploadedEvent.documents(
            of: "PT-0042", platform: try read("platform-url"), token: try read("operator-token"))
    }

    /// The calls of which a side has kept what it received, by name and thus in order.
    package func recordings(of side: Part) -> Set<String> {
        let directory = "\(state)/\(side.rawValue)/recordings"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return Set(names.filter { $0.hasSuffix("-dec.wav") }.map { directory + "/" + $0 })
    }

    /// Waits until a side has kept some seconds of a call that it did not have before.
    package func seeNewRecording(of side: Part, since before: Set<String>) async throws {
        // Far more than a header; what is in it is looked at when it is complete.
        try await eventually("a growing recording of the \(side)") {
            recordings(of: side).subtracting(before).contains { Self.size(of: $0) > 96_000 }
        }
    }

    /// What a side received in the one call that it did not have before, once the recording is complete.
    package func newRecording(of side: Part, since before: Set<String>) async throws -> Sound {
        var found: Sound?
        try await eventually("a complete recording of the \(side)") {
            found = recordings(of: side).subtracting(before).lazy.compactMap { Sound(finished: $0) }.first
            return found != nil
        }
        guard let found else { throw Failure("no recording of the \(side)") }
        return found
    }

    /// The size in bytes of what the loudspeaker was given.
    package var spokenBytes: Int { Self.size(of: speaker) }

    /// Waits until the loudspeaker has nothing more to say. A file takes a prompt faster than a card would play it, so one
    /// that does not grow is silence.
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
