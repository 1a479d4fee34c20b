import Foundation

/// Tells whether a configuration's files have changed without reading them. It records which files exist and, for each,
/// the inode that its name leads to, its length and its change time. The change time moves with content, owner and
/// permissions alike, and no program can set it back.
struct FileStamps: Equatable, Sendable {
    private struct Stamp: Equatable, Sendable {
        var device: UInt64
        var inode: UInt64
        var length: Int64
        var seconds: Int
        var nanoseconds: Int
    }

    private var stamps: [String: Stamp] = [:]

    /// Whether this is one of the configuration's files.
    func contains(_ path: String) -> Bool { stamps[path] != nil }

    /// Takes the stamps of the files as they are now. A missing file has no stamp.
    init(of store: ConfigurationStore) {
        let names = SourceFiles.ownNames + SourceFiles.languageNames(in: store.directory)
        for path in names.map({ "\(store.directory)/\($0)" }) + (store.overlay.map { [$0] } ?? []) {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            stamps[path] = Stamp(
                device: UInt64(status.st_dev), inode: UInt64(status.st_ino), length: Int64(status.st_size),
                seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
        }
    }
}
