import Foundation

/// What tells a configuration's files apart without reading them: which there are, and for each the file that its name
/// leads to, its length and the time of its last change. The change time moves with content, owner and permissions alike,
/// and no program can set it back.
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

    /// The files as they are now. A file that is not there has no stamp.
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
