import Foundation
import Glibc

/// The file that says that the platform listens, and where.
enum ReadyFile {
    /// Writes the URL and a line end. Whoever sees the file sees all of it.
    static func write(_ url: String, to path: String) throws {
        try Data("\(url)\n".utf8).write(to: URL(filePath: path), options: .atomic)
        // Not a secret, and written under a umask for secrets.
        chmod(path, 0o644)
    }
}
