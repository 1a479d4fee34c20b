import Foundation

/// A text file line by line, as editors count. LF ends a line, a CR before it belongs to the line, and a byte order
/// mark at the start is not a character. (A `Character` of Swift combines CR and LF, so a text cannot be split at LF by
/// characters.)
enum TextLines {
    /// The lines of a file; empty if it cannot be read.
    static func of(_ path: String) -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let bytes = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data[...]
        return bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
    }
}
