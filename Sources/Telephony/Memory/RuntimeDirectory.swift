public import Foundation
import Glibc

/// The directory for what must outlive this process but not this boot: the call journal, the free-call ledger, and numbers to
/// call back on their way to the platform.
public struct RuntimeDirectory: Sendable {
    /// Where it is.
    public let path: String
    /// Whether it lies in memory (tmpfs), so that nothing in it can be found on a disk later.
    public let isMemoryBacked: Bool

    /// Makes the directory if need be, for its owner only. One that cannot be made is used all the same: writing to it
    /// fails, and nothing but the journal is lost.
    public init(_ path: String) {
        self.path = path
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        isMemoryBacked = Self.fileSystem(of: path).map { ["tmpfs", "ramfs"].contains($0) } ?? false
    }

    /// The type of file system that a path lies on, by the longest mount point above it.
    private static func fileSystem(of path: String) -> String? {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        // A kernel table comes a page at a time, so it is read to its end and not taken by its size.
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

    /// The most that a file may hold: some hundred times what is ever written.
    private static let mostBytes = 1 << 20

    /// Reads a file; nil if it is not there. One that cannot be read, is no ordinary file or is far too large has nothing in
    /// it that could be used: it reads as empty, which no file here ever is.
    public func read(_ name: String) -> Data? {
        // A pipe in its place must not keep the kiosk from starting.
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

    /// Gives a damaged file another name, for whoever wants to look at it; one that was set aside before is replaced.
    /// - Returns: a line for the technician, who is told in any case.
    public func setAside(_ name: String) -> String {
        let (file, aside) = ("\(path)/\(name)", "\(path)/\(name).damaged")
        chmod(file, 0o600)
        guard rename(file, aside) == 0 else {
            let why = String(cString: strerror(errno))
            return "\(file): damaged, and it cannot be set aside (\(why))"
        }
        return "\(file): damaged, set aside as \(aside)"
    }

    /// Replaces a file as a whole, readable by its owner only.
    /// - Returns: whether it was written.
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
    /// - Returns: whether it is gone.
    public func remove(_ name: String) -> Bool { unlink(path + "/" + name) == 0 || errno == ENOENT }
}
