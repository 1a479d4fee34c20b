import Foundation

/// The last wholly good content, kept on disk so that a booth that starts without a network still has what is valid.
struct ContentCache: Sendable {
    /// The content as it is kept.
    struct Entry: Codable, Equatable {
        var etag: String?
        /// Wall time in milliseconds since 1970.
        var fetchedAt: Int64
        var body: Data
    }

    let path: String

    /// An answer has at most 16 MiB; JSON's encoding of the bytes makes it a third larger.
    static let mostBytes = 32 << 20

    /// Returns the entry, or nil if there is none. A file without a valid entry is damaged: it is set aside, and a line
    /// about that is thrown.
    func load() throws(Damage) -> Entry? {
        guard let data = KeptFile.read(path, most: Self.mostBytes) else { return nil }
        guard var entry = try? JSONDecoder().decode(Entry.self, from: data) else {
            throw Damage(line: KeptFile.setAside(path))
        }
        entry.etag = KeptFile.entityTag(entry.etag)
        entry.fetchedAt = min(max(entry.fetchedAt, 0), Self.endOfThisAge)
        return entry
    }

    /// The kept file was damaged.
    struct Damage: Error {
        var line: String
    }

    /// 2100-01-01: this program never writes a later time.
    private static let endOfThisAge: Int64 = 4_102_444_800_000

    /// Replaces the entry as a whole or not at all. Losing it costs one fetch, so a failure is not reported.
    func save(_ entry: Entry) {
        guard let data = try? JSONEncoder().encode(entry) else { return }
        try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
