public import Foundation
import Glibc

/// The directory for what must outlive this process but not this boot: the call journal, the ledger of free calls, and
/// callback numbers on their way to the platform.
public struct RuntimeDirectory: Sendable {
    /// Where it is.
    public let path: String
    /// Whether it is in memory (tmpfs), so that nothing in it can be found on a disk later.
    public let isMemoryBacked: Bool

    /// Creates the directory if necessary, for its owner only. If it cannot be created, writing to it fails; then
    /// nothing but the journal is lost.
    public init(_ path: String) {
        self.path = path
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        isMemoryBacked = Self.fileSystem(of: path).map { ["tmpfs", "ramfs"].contains($0) } ?? false
    }

    /// The type of file system that contains a path, found by the longest mount point above it.
    private static func fileSystem(of path: String) -> String? {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        // A kernel table arrives one page at a time, so it is read to its end; its size says nothing.
        guard let mounts = FileHandle(forReadingAtPath: "/proc/self/mounts"), let table = try? mounts.readToEnd() else {
            return nil
        }
        var best: (length: Int, type: String)?
        for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 3 else { continue }
            let (point, type) = (String(fields[1]), String(fields[2]))
            let isAbove = point == "/" || real == point || real.hasPrefix(point + "/")
            // A later mount on the same point hides the earlier one.
            if isAbove, point.count >= best?.length ?? 0 { best = (point.count, type) }
        }
        return best?.type
    }

    /// The largest file that is read: some hundred times what is ever written.
    private static let mostBytes = 1 << 20

    /// Reads a file; nil if it is not there. A file that cannot be read, is no regular file or is far too large
    /// contains nothing usable. It reads as empty, which no file here ever is.
    public func read(_ name: String) -> Data? {
        // A pipe in place of the file must not keep the kiosk from starting.
        let descriptor = open(path + "/" + name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT ? nil : Data() }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            information.st_size <= Self.mostBytes
        else { return Data() }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        return (try? file.read(upToCount: Self.mostBytes)) ?? Data()
    }

    /// Renames a damaged file for later inspection. One that was set aside before is replaced.
    /// - Returns: A line for the technician, who is told in any case.
    public func setAside(_ name: String) -> String {
        let (file, aside) = ("\(path)/\(name)", "\(path)/\(name).damaged")
        chmod(file, 0o600)
        guard rename(file, aside) == 0 else {
            let why = String(cString: strerror(errno))
            return "\(file): damaged, and it cannot be set aside (\(why))"
        }
        return "\(file): damaged, set aside as \(aside)"
    }

    /// Replaces a whole file. Only its owner can read it.
    /// - Returns: Whether it was written.
    @discardableResult
    public func write(_ data: Data, to name: String) -> Bool {
        let target = path + "/" + name
        let temporary = target + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        let written = data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        guard written == data.count, rename(temporary, target) == 0 else {
            unlink(temporary)
            return false
        }
        return true
    }

    /// Removes a file.
    /// - Returns: Whether it is gone.
    public func remove(_ name: String) -> Bool { unlink(path + "/" + name) == 0 || errno == ENOENT }
}
