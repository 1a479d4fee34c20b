import Foundation
import Glibc

/// The last good answer of a source, kept as it came. A booth that starts without a network then has what is still
/// valid, and a server can answer that nothing has changed.
struct KeptAnswer: Codable, Equatable, Sendable {
    /// The answer to one request.
    struct Part: Codable, Equatable, Sendable {
        var body: Data
        /// The server's validators for this version (RFC 9110, 8.8).
        var etag: String?
        var lastModified: String?
    }

    /// The URLs requested; an answer to other requests is not used.
    var urls: [String]
    var parts: [Part]
    /// When it was fetched or last confirmed as unchanged by the server; milliseconds since 1970.
    var confirmedAt: Int64

    /// The answers' bytes.
    var bodies: [[UInt8]] { parts.map { [UInt8]($0.body) } }

    /// Far more bytes than the answers of one source have.
    static let mostBytes = 64 << 20

    /// Reads the answer kept in a file; nil if there is none for these requests. A file without a valid answer is
    /// damaged: it is set aside, and a line for the technician about that is thrown.
    static func load(_ path: String, urls: [String]) throws(Damage) -> KeptAnswer? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let bytes = try? LocalFile.read(path, most: mostBytes),
            var kept = try? PropertyListDecoder().decode(KeptAnswer.self, from: Data(bytes))
        else { throw Damage(line: setAside(path)) }
        guard kept.urls == urls, kept.parts.count == urls.count else { return nil }
        // Validators go into headers, and times into arithmetic, so both are made safe.
        for index in kept.parts.indices {
            kept.parts[index].etag = mark(kept.parts[index].etag)
            kept.parts[index].lastModified = mark(kept.parts[index].lastModified)
        }
        kept.confirmedAt = min(max(kept.confirmedAt, 0), endOfThisAge)
        return kept
    }

    /// The kept file was damaged.
    struct Damage: Error {
        var line: String
    }

    /// 2100-01-01: this program never writes a later time.
    private static let endOfThisAge: Int64 = 4_102_444_800_000

    private static func mark(_ text: String?) -> String? {
        text.flatMap { text in
            text.utf8.count <= 1_000 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? text : nil
        }
    }

    /// Renames a damaged file; an earlier one that was set aside is replaced.
    static func setAside(_ path: String) -> String {
        let aside = path + ".damaged"
        let isAside = rename(path, aside) == 0
        return "\(path): damaged, \(isAside ? "set aside as \(aside)" : "and it cannot be set aside")"
    }

    /// Replaces the file as a whole or not at all. Losing it costs one fetch, so a failure is not reported.
    func save(_ path: String) {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        guard let data = try? encoder.encode(self) else { return }
        try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
