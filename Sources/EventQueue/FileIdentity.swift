import Foundation

/// Which file a path led to: a database that was removed or replaced, or whose disk was unmounted, still takes commits,
/// and nobody would ever see them again.
final class FileIdentity {
    private let path: String
    /// A name for the file alone (`O_PATH`): unlike any other descriptor's, its end releases none of SQLite's locks.
    private let descriptor: Int32
    private let device: dev_t
    private let node: ino_t
    /// When the file was last written to by this program, and how long it was then; the log beside it is not counted.
    private var contents: (time: timespec, size: off_t)
    /// Linux's `O_PATH`, which the C library shows to GNU sources only.
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

    /// To be called after whatever may have written to the file itself, which no commit does while the log takes them all.
    func noteContents() {
        var now = stat()
        if fstat(descriptor, &now) == 0 { contents = (now.st_mtim, now.st_size) }
    }

    /// Throws if the file was removed or another put in its place, or if something else wrote over it, as `cp` does: it is
    /// then half of one database and half of another. Quick enough for every commit.
    func checkExists() throws(StorageTrouble) {
        var now = stat()
        guard fstat(descriptor, &now) == 0, now.st_nlink > 0 else {
            throw .vanished("\(path) was removed or replaced")
        }
        guard now.st_mtim.tv_sec == contents.time.tv_sec, now.st_mtim.tv_nsec == contents.time.tv_nsec,
            now.st_size == contents.size
        else { throw .corrupt("\(path) was written over by another program") }
    }

    /// Throws unless the path still leads to it. Takes 15 us when the disk was waited for just before.
    func checkPath() throws(StorageTrouble) {
        var now = stat()
        guard stat(path, &now) == 0 else { throw .vanished("\(path): \(String(cString: strerror(errno)))") }
        guard now.st_dev == device, now.st_ino == node else {
            throw .vanished("\(path): another file is in its place")
        }
    }
}
