import Glibc

/// The kernel's notices (inotify) about changes in some directories, and the files in them that are still being
/// written.
struct DirectoryNotices {
    /// Becomes readable when something has happened; negative if the kernel provides no notices.
    let descriptor: Int32
    private var directories: [Int32: String] = [:]
    private var written: Set<String> = []

    private static let events = UInt32(
        IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ONLYDIR)

    /// After these events, nobody is writing the file of this name any more.
    private static let ends = UInt32(IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE)

    init() { descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)) }

    /// The paths of files that a program has changed and not closed since.
    var beingWritten: [String] { written.sorted() }

    /// Watches these directories as they are now. A directory that was replaced by another of the same name is watched
    /// anew; a missing one cannot be watched.
    mutating func watch(_ paths: Set<String>) {
        guard descriptor >= 0 else { return }
        var found: [Int32: String] = [:]
        for path in paths {
            let watch = inotify_add_watch(descriptor, path, Self.events)
            if watch >= 0 { found[watch] = path }
        }
        for (watch, path) in directories where found[watch] == nil {
            inotify_rm_watch(descriptor, watch)
            written = written.filter { !$0.hasPrefix(path + "/") }
        }
        directories = found
    }

    /// Reads all notices since the last time.
    mutating func drain() {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            take(buffer[..<count])
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        let header = MemoryLayout<inotify_event>.size
        var rest = bytes
        while rest.count >= header {
            let event = rest.withUnsafeBytes { $0.loadUnaligned(as: inotify_event.self) }
            let name = rest.dropFirst(header).prefix(Int(event.len)).prefix { $0 != 0 }
            rest = rest.dropFirst(header + Int(event.len))
            if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { written = [] }
            guard let directory = directories[event.wd], !name.isEmpty else { continue }
            let path = "\(directory)/\(String(decoding: name, as: UTF8.self))"
            if event.mask & UInt32(IN_MODIFY) != 0 { written.insert(path) }
            if event.mask & Self.ends != 0 { written.remove(path) }
        }
    }
}
