import Foundation

/// The file with a token or key that goes into requests, and into no log and no message.
public struct SecretFile: Sendable {
    /// Why there is no secret.
    public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        /// The file cannot be read.
        case unreadable(path: String, reason: String)
        /// Others than its owner may read or write it; the mode in octal.
        case exposed(path: String, mode: String)
        /// It holds no secret, or more than one line.
        case malformed(path: String)

        /// The file, what is wrong with it, and what to do.
        public var description: String {
            switch self {
            case .unreadable(let path, let reason): "\(path): cannot be read (\(reason)); put the token or key there"
            case .exposed(let path, let mode): "\(path): mode \(mode) lets others read it; chmod 600"
            case .malformed(let path): "\(path): one line with the token or key belongs there"
            }
        }
    }

    private let path: String

    /// The secret in the file at a path.
    public init(path: String) { self.path = path }

    /// Reads the secret: one line of visible ASCII characters (RFC 6750), in a file for its owner alone.
    public func read() throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        defer { _ = close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, reason: "not a file")
        }
        let mode = information.st_mode & 0o777
        guard mode & 0o077 == 0 else { throw .exposed(path: path, mode: String(mode, radix: 8)) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, count < bytes.count, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed(path: path)
        }
        return text
    }
}
