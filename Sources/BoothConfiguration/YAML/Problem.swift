/// One thing that is wrong in the configuration: where, what, and what to do about it.
public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whether the configuration can still be used.
    public enum Severity: String, Sendable {
        /// The file is not used until this is corrected.
        case error
        /// Residents notice something, but the booth works.
        case warning
    }

    /// The severity.
    public var severity: Severity
    /// The file, relative to the configuration directory, such as `languages/en.yaml`.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int
    /// The place in the file's data as a JSON Pointer (RFC 6901) such as `/functions/0/label/en`. Empty for the file as
    /// a whole and for a file that could not be read.
    public var path: String
    /// What is wrong.
    public var message: String
    /// What to do.
    public var remedy: String

    /// A problem.
    public init(
        severity: Severity, file: String, line: Int, column: Int, path: String = "", message: String, remedy: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
        self.remedy = remedy
    }

    /// Whether the problem is about the last good copy and not about the files themselves.
    public var isOfLastGoodCopy: Bool { file.hasSuffix("/last-good") }

    /// The line that `kiosk check` prints, in the usual form of compilers, which editors understand.
    public var description: String { "\(file):\(line):\(column): \(severity.rawValue): \(message); \(remedy)" }
}

extension Sequence<Problem> {
    /// Whether any of them keeps a file from being used.
    public var hasErrors: Bool { contains { $0.severity == .error } }
}

/// A place in a configuration file; line and column from 1, columns in Unicode scalars as libyaml counts them.
struct Position: Hashable, Sendable {
    var file: String
    var line = 1
    var column = 1
}
