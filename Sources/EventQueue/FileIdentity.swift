import Foundation

/// The identity of the file that a path led to. A database that was removed or replaced, or whose disk was unmounted,
/// still takes commits, but nobody would ever see them again.
final class FileIdentity {
    private let path: String
    /// A descriptor that only names the file (`O_PATH`). Closing any other descriptor of the file would release
    /// SQLite's locks; closing this one does not.
    private let descriptor: Int32
    private let device: dev_t
    private let node: ino_t
    /// The time of this program's last write to the file and the file's length then. The log beside it does not count.
    private var contents: (time: timespec, size: off_t)
    /// Linux's `O_PATH`, which glibc declares only for GNU sources.
    private static let nameOnly: Int32 = 0o10_000_000

    init(_ path: String) throws(StorageTrouble) {
        var now = stat()
        descriptor = open(path, Self.nameOnly | O_CLOEXEC)
        guard descriptor >= 0, fstat(descriptor, &now) == 0 else {
            throw .vanished("\(path): \(String(cString: strerror(errno)))")
        }
        (self.path, device, node) = (path, now.st_dev, now.st_ino)
        contents = (now.st_mtim, now.st_size)
    }

    deinit { close(descriptor) }

    /// Call this after anything that may have written to the database file itself. A commit does not: it writes only to
    /// the log.
    func noteContents() {
        var now = stat()
        if fstat(descriptor, &now) == 0 { contents = (now.st_mtim, now.st_size) }
    }

    /// Throws if the file was removed or replaced, or if another program wrote over it, as `cp` does. After that it is
    /// half of one database and half of another. Fast enough to call for every commit.
    func checkExists() throws(StorageTrouble) {
        var now = stat()
        guard fstat(descriptor, &now) == 0, now.st_nlink > 0 else {
            throw .vanished("\(path) was removed or replaced")
        }
        guard now.st_mtim.tv_sec == contents.time.tv_sec, now.st_mtim.tv_nsec == contents.time.tv_nsec,
            now.st_size == contents.size
        else { throw .corrupt("\(path) was written over by another program") }
    }

    /// Throws unless the path still leads to this file. Takes 15 µs right after a wait for the disk.
    func checkPath() throws(StorageTrouble) {
        var now = stat()
        guard stat(path, &now) == 0 else { throw .vanished("\(path): \(String(cString: strerror(errno)))") }
        guard now.st_dev == device, now.st_ino == node else {
            throw .vanished("\(path): another file is in its place")
        }
    }
}
