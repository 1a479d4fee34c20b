import Foundation
import Spawn

/// A program of the system, started without a shell, whose output can be read.
///
/// Foundation's `Process` will not do: whatever else is started at the same time inherits its pipes and sockets, and it
/// waits until they close.
public final class Command: Sendable {
    private let child: Child
    private let output: FileHandle

    /// Starts a program from the path in a directory. Use `read` for what it writes.
    public init(_ arguments: [String], in directory: String? = nil) throws {
        let pipe = Pipe()
        child = try Child(arguments, in: directory, output: .descriptor(pipe.fileHandleForWriting.fileDescriptor))
        try pipe.fileHandleForWriting.close()
        output = pipe.fileHandleForReading
    }

    /// Reads more of what the program writes to either output. The result is empty at the end.
    public func read() -> String { String(decoding: output.availableData, as: UTF8.self) }

    /// Kills the program at once, as a crash would, and waits for its end. Returns its exit status, or minus the
    /// signal. What it wrote before can still be read.
    public func kill() -> Int32 {
        child.send(SIGKILL)
        return child.wait().code
    }

    /// Waits for the program to end, after a SIGTERM if `terminating`. Returns its exit status, or minus the signal.
    @discardableResult
    public func finish(terminating: Bool) -> Int32 {
        if terminating { child.send(SIGTERM) }
        return child.wait().code
    }

    /// Runs a program to its end and returns its exit status and what it wrote.
    @discardableResult
    public static func run(_ arguments: String..., in directory: String? = nil) throws -> (
        status: Int32, output: String
    ) {
        let (end, output) = try Child.run(arguments, in: directory)
        return (end.code, output)
    }
}

/// The programs built beside the tests.
public enum Binaries {
    /// The path of the program of this name.
    public static func path(_ name: String) -> String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().path + "/" + name
    }
}
