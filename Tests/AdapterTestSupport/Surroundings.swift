public import Foundation

/// A directory for one test, which is removed together with the value.
public final class TemporaryDirectory: Sendable {
    /// Its path.
    public let path: String

    /// A fresh directory with mode 0700.
    public init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("t-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file of this name, which need not exist.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file with this content and mode in it, and returns the file's path.
    @discardableResult
    public func file(_ name: String, _ content: some Sequence<UInt8>, mode: Int = 0o600) throws -> String {
        let file = file(name)
        try Data(content).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    /// The bytes of every file in it.
    public func contents() throws -> [String: Data] {
        var all: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            all[name] = FileManager.default.contents(atPath: path + "/" + name)
        }
        return all
    }
}

/// A small file system in memory, for tests of full and read-only disks.
public final class SmallDisk: Sendable {
    /// Where it is mounted.
    public let path: String
    private let directory: TemporaryDirectory

    /// Whether this process may mount one. Tests that need one are enabled by it, so that a run reports that it skipped
    /// them.
    public static let isPermitted = (try? SmallDisk(kilobytes: 64)) != nil

    /// `mount` or `umount` failed.
    public struct NotMounted: Error {
        /// What the command wrote.
        public let output: String
    }

    /// Mounts a tmpfs of this size.
    public init(kilobytes: Int) throws {
        directory = try TemporaryDirectory()
        path = directory.path
        let mounted = try Command.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
        guard mounted.status == 0 else { throw NotMounted(output: mounted.output) }
    }

    /// Unmounts it, even while files on it are open. Its directory stays, empty.
    public func unmount() throws {
        let done = try Command.run("umount", "-l", path)
        guard done.status == 0 else { throw NotMounted(output: done.output) }
    }

    deinit { _ = try? Command.run("umount", "-l", path) }

    /// Makes it read-only or writable.
    public func remount(readOnly: Bool) throws {
        let done = try Command.run("mount", "-o", readOnly ? "remount,ro" : "remount,rw", path)
        precondition(done.status == 0, done.output)
    }

    /// Fills it to the last block and returns the file to remove to make room.
    public func fill() throws -> String {
        let filler = path + "/filler"
        let descriptor = open(filler, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 0x55, count: 4096)
        while write(descriptor, block, block.count) > 0 {}
        return filler
    }
}
