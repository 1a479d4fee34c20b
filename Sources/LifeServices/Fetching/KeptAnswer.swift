import Foundation
import Glibc

/// The last good answer of a source as it came, so that a booth that starts without a network has what is still valid, and so
/// that a server can say that nothing has changed.
struct KeptAnswer: Codable, Equatable, Sendable {
    /// The answer to one request.
    struct Part: Codable, Equatable, Sendable {
        var body: Data
        /// The server's marks of this version (RFC 9110, 8.8).
        var etag: String?
        var lastModified: String?
    }

    /// What was asked; an answer to other questions is not used.
    var urls: [String]
    var parts: [Part]
    /// When it was fetched, or the server last said that it is unchanged; milliseconds since 1970.
    var confirmedAt: Int64

    /// The answers' bytes.
    var bodies: [[UInt8]] { parts.map { [UInt8]($0.body) } }

    /// Far more than the answers of one source.
    static let mostBytes = 64 << 20

    /// The answer kept in a file, or nil if there is none for these requests. A file that is none is damaged: it is set
    /// aside, and what was done is thrown as a line for the technician.
    static func load(_ path: String, urls: [String]) throws(Damage) -> KeptAnswer? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let bytes = try? LocalFile.read(path, most: mostBytes),
            var kept = try? PropertyListDecoder().decode(KeptAnswer.self, from: Data(bytes))
        else { throw Damage(line: setAside(path)) }
        guard kept.urls == urls, kept.parts.count == urls.count else { return nil }
        // Marks go into headers, and times into sums.
        for index in kept.parts.indices {
            kept.parts[index].etag = mark(kept.parts[index].etag)
            kept.parts[index].lastModified = mark(kept.parts[index].lastModified)
        }
        kept.confirmedAt = min(max(kept.confirmedAt, 0), endOfThisAge)
        return kept
    }

    /// What was kept was damaged.
    struct Damage: Error {
        var line: String
    }

    /// 2100-01-01: no time that this program wrote down is later.
    private static let endOfThisAge: Int64 = 4_102_444_800_000

    private static func mark(_ text: String?) -> String? {
        text.flatMap { text in
            text.utf8.count <= 1_000 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? text : nil
        }
    }

    /// One that was set aside before is replaced.
    static func setAside(_ path: String) -> String {
        let aside = path + ".damaged"
        let isAside = rename(path, aside) == 0
        return "\(path): damaged, \(isAside ? "set aside as \(aside)" : "and it cannot be set aside")"
    }

    /// Replaces the file, wholly or not at all. Losing it costs one fetch, so a failure is no fault.
    func save(_ path: String) {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        guard let data = try? encoder.encode(self) else { return }
        try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
