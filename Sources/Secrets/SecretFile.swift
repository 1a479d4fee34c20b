import Glibc

/// A file with a token, a key or a list of them. Only its owner may read it, and its content never appears in a log or
/// a message.
public struct SecretFile: Sendable {
    /// Why there is no secret.
    public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        /// The file cannot be read.
        case unreadable(path: String, reason: String)
        /// Others than its owner may read or write it; `mode` is octal.
        case exposed(path: String, mode: String)
        /// The file does not hold exactly one line with a secret, or it is too large.
        case malformed(path: String)
        /// The file is empty or not valid UTF-8.
        case noText(path: String)

        /// The file, what is wrong with it, and what to do.
        public var description: String {
            switch self {
            case .unreadable(let path, let reason): "\(path): cannot be read (\(reason)); put the token or key there"
            case .exposed(let path, let mode):
                "\(path): mode \(mode) lets others read or write it, but it holds secrets; chmod 600 \(path)"
            case .malformed(let path): "\(path): one line with the token or key belongs there"
            case .noText(let path): "\(path): empty or not UTF-8; put the secrets there"
            }
        }
    }

    /// The largest file accepted, in bytes.
    private static let mostBytes = 8 * 1024 * 1024
    /// The largest file accepted for a single line, in bytes.
    private static let longestLine = 4095

    private let path: String

    /// A secret in the file at a path. Nothing is read yet.
    public init(path: String) { self.path = path }

    /// The secret: one line of visible ASCII characters (RFC 6750).
    public func line() throws(Failure) -> String {
        let bytes = try bytes()
        let line = bytes.drop { Self.isBlank($0) }.reversed().drop { Self.isBlank($0) }.reversed() as [UInt8]
        guard !line.isEmpty, bytes.count <= Self.longestLine, line.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed(path: path)
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// The whole file as UTF-8, for a document that holds secrets.
    public func text() throws(Failure) -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self), !text.isEmpty else {
            throw .noText(path: path)
        }
        return text
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private func bytes() throws(Failure) -> [UInt8] {
        // Opened non-blocking: a pipe at this path must not hold up the caller.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable() }
        defer { _ = close(descriptor) }
        var status = stat()
        // Checks the open file, not the path, so that the file cannot be exchanged between the check and the reading.
        guard fstat(descriptor, &status) == 0 else { throw unreadable() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, reason: "not a file") }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else { throw .exposed(path: path, mode: String(mode, radix: 8)) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable() }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= Self.mostBytes else { throw .malformed(path: path) }
        }
    }

    /// The failure after a system call, with its `errno`.
    private func unreadable() -> Failure { .unreadable(path: path, reason: String(cString: strerror(errno))) }
}
