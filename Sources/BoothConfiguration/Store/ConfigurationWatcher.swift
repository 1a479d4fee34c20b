import Foundation
import Serial

/// Watches a booth's configuration, and reads and checks it once it has changed and nobody is still writing it.
///
/// The kernel reports changes at once (inotify). Changes that it cannot report, such as one behind a symbolic link or
/// on a network file system, are found by a sweep once a minute. A change is read only after it has been left alone for
/// a while and every written file has been closed. Neither half a file nor the first of three edited files is then
/// mistaken for the new configuration. Everything happens on a queue of its own.
public actor ConfigurationWatcher {
    /// What the watcher reports.
    public enum Report: Sendable {
        /// The files have changed; a booth would now run with this configuration.
        case read(LoadedConfiguration)
        /// The files have changed, but these are still open in the program that writes them.
        case beingWritten([String])
    }

    /// The watcher's intervals.
    public struct Patience: Sendable {
        /// How long files must be left alone before they are read.
        public var settling: Duration
        /// How often it sweeps, without a notice from the kernel.
        public var sweep: Duration

        /// Patience; by default 2 s and one minute.
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
    /// The files as last read.
    private var known: FileStamps
    /// A change that is settling.
    private var settling: FileStamps?
    /// The files that the change waits for, as last reported.
    private var awaited: [String] = []
    private var watches: [Watch] = []

    /// The watcher's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Takes note of the files from now on; `start` begins to report. Changes between the two are reported by `start`,
    /// so a configuration that is loaded in between is never older than what the watcher knows.
    /// - Parameter report: called on the watcher's own queue.
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
    /// - Parameter completion: called on the watcher's own queue.
    public nonisolated func reload(completion: @escaping @Sendable (LoadedConfiguration) -> Void) {
        queue.run(on: self) { completion($0.read().configuration) }
    }

    /// Stops watching. Nothing is reported after this, except for what is being read now.
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
        // Notices are drained first: a change after the look at the files must arrive as another notice.
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

    /// Schedules another look for when the files should have settled.
    private func settle(_ stamps: FileStamps) {
        queue.run(after: patience.settling) { [weak self] in self?.assumeIsolated { $0.settled(stamps) } }
    }

    private func settled(_ stamps: FileStamps) {
        look()
        // A later change is handled in its own turn.
        guard settling == stamps, !watches.isEmpty else { return }
        // An editor keeps files of its own open beside these all the time, so only the configuration's files count.
        let written = notices.beingWritten.filter(stamps.contains)
        let isNews = awaited != written
        awaited = written
        guard written.isEmpty else {
            if isNews { report(.beingWritten(written)) }
            // Closing a file changes none of its stamps, so keep looking.
            return settle(stamps)
        }
        let result = read()
        if result.isConsistent { report(.read(result.configuration)) }
    }

    /// Reads everything and says whether nothing changed meanwhile. If something did, that change is handled in its own
    /// turn.
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
