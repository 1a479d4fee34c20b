import Foundation
import Glibc

/// The file that says that the platform is listening, and where.
enum ReadyFile {
    /// Writes the URL and a line end. The file appears only once it is complete.
    static func write(_ url: String, to path: String) throws {
        try Data("\(url)\n".utf8).write(to: URL(filePath: path), options: .atomic)
        // The content is not a secret, but the process runs under a umask meant for secrets.
        chmod(path, 0o644)
    }
}
