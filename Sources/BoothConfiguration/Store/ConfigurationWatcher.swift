import Foundation
import Serial

/// Notices that a booth's configuration has changed, and reads and checks it once nobody is writing it any more.
///
/// The kernel tells at once (inotify). What it cannot tell, such as a change behind a symbolic link or on a network file
/// system, is found by a look once a minute. A change is read when it has been left alone for a while and every file that
/// was written has been closed: neither half a file nor the first of three edited files is taken for the new
/// configuration. Everything happens on a queue of its own.
public actor ConfigurationWatcher {
    /// What there is to say.
    public enum Report: Sendable {
        /// The files have changed, and this is what a booth would run with now.
        case read(LoadedConfiguration)
        /// They have changed, and these wait for the program that writes them to close them.
        case beingWritten([String])
    }

    /// How patient it is.
    public struct Patience: Sendable {
        /// How long files must be left alone before they are read.
        public var settling: Duration
        /// How often it looks without being told.
        public var sweep: Duration

        /// The usual: 2 s and a minute.
        public init(settling: Duration = .seconds(2), sweep: Duration = .seconds(60)) {
            self.settling = settling
            self.sweep = sweep
        }
    }

    private let store: ConfigurationStore
    private let patience: Patience
    private let report: @Sendable (Report) -> Void
    private let queue = SerialQueue(label: "cn.laoyouting.configuration-watcher", urgency: .low)
    private var notices = DirectoryNotices()
    /// The files as they were read last.
    private var known: FileStamps
    /// A change that is left to settle.
    private var settling: FileStamps?
    /// What the change waits for, as reported.
    private var awaited: [String] = []
    private var watches: [Watch] = []

    /// The watcher's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Looks from now on; `start` begins to report. What changes between the two is reported then, so a configuration that
    /// is loaded in between is never older than what this knows.
    /// - Parameter report: comes on the watcher's own queue.
    public init(
        of store: ConfigurationStore, patience: Patience = Patience(), report: @escaping @Sendable (Report) -> Void
    ) {
        self.store = store
        self.patience = patience
        self.report = report
        known = FileStamps(of: store)
        notices.watch(Self.directories(of: store))
    }

    /// Begins to report.
    public nonisolated func start() {
        queue.run(on: self) { watcher in
            let descriptor = watcher.notices.descriptor
            if descriptor >= 0 {
                watcher.watches.append(
                    watcher.queue.whenReadable(descriptor, on: watcher, ended: { close(descriptor) }) { $0.look() })
            }
            watcher.watches.append(watcher.queue.every(watcher.patience.sweep, on: watcher) { $0.look() })
        }
    }

    /// Reads and checks the files now, changed or not.
    /// - Parameter completion: comes on the watcher's own queue.
    public nonisolated func reload(completion: @escaping @Sendable (LoadedConfiguration) -> Void) {
        queue.run(on: self) { completion($0.read().configuration) }
    }

    /// Ends it; nothing is reported any more, but what is being read now.
    public nonisolated func stop() { queue.run(on: self) { $0.watches = [] } }

    private static func directories(of store: ConfigurationStore) -> Set<String> {
        var paths: Set = [store.directory, "\(store.directory)/\(SourceFiles.languagesName)"]
        if let overlay = store.overlay {
            paths.insert(URL(fileURLWithPath: overlay).deletingLastPathComponent().path)
        }
        return paths
    }

    // MARK: On the queue

    private func look() {
        // First the notices: what happens after the files were looked at must come as another notice.
        notices.drain()
        notices.watch(Self.directories(of: store))
        let now = FileStamps(of: store)
        guard now != known else {
            settling = nil
            return
        }
        guard settling != now else { return }
        settling = now
        settle(now)
    }

    /// Comes back when the files should have come to rest.
    private func settle(_ stamps: FileStamps) {
        queue.run(after: patience.settling) { [weak self] in self?.assumeIsolated { $0.settled(stamps) } }
    }

    private func settled(_ stamps: FileStamps) {
        look()
        // A later change has a turn of its own.
        guard settling == stamps, !watches.isEmpty else { return }
        // An editor keeps its own files beside ours open all the time.
        let written = notices.beingWritten.filter(stamps.contains)
        let isNews = awaited != written
        awaited = written
        guard written.isEmpty else {
            if isNews { report(.beingWritten(written)) }
            // Closing a file changes none of its stamps.
            return settle(stamps)
        }
        let result = read()
        if result.isConsistent { report(.read(result.configuration)) }
    }

    /// Reads everything, and says whether nothing changed meanwhile; if it did, that change has a turn of its own.
    private func read() -> (configuration: LoadedConfiguration, isConsistent: Bool) {
        let before = FileStamps(of: store)
        let configuration = store.load()
        let isConsistent = FileStamps(of: store) == before
        known = before
        settling = nil
        if !isConsistent { look() }
        return (configuration, isConsistent)
    }
}
