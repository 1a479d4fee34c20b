import Foundation

/// The last wholly good content on disk, so that a booth that starts without a network still has what is valid.
struct ContentCache: Sendable {
    /// What is kept.
    struct Entry: Codable, Equatable {
        var etag: String?
        /// Wall time in milliseconds since 1970.
        var fetchedAt: Int64
        var body: Data
    }

    let path: String

    /// The entry, or nil if there is none or it cannot be read.
    func load() -> Entry? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JSONDecoder().decode(Entry.self, from: data)
    }

    /// Replaces the entry, wholly or not at all. Losing it costs one fetch, so a failure is no fault.
    func save(_ entry: Entry) {
        guard let data = try? JSONEncoder().encode(entry) else { return }
        try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
