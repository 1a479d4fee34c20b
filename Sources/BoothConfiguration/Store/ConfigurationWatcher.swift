@preconcurrency import Dispatch
import Foundation
import Synchronization

/// Notices that a booth's configuration has changed, and reads and checks it once nobody is writing it any more.
///
/// The kernel tells at once (inotify). What it cannot tell, such as a change behind a symbolic link or on a network file
/// system, is found by a look once a minute. A change is read when it has been left alone for a while and every file that
/// was written has been closed: neither half a file nor the first of three edited files is taken for the new
/// configuration. Everything happens on a queue of its own.
public final class ConfigurationWatcher: Sendable {
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

    private struct State {
        var notices = DirectoryNotices()
        /// The files as they were read last.
        var known: FileStamps
        /// A change that is left to settle.
        var settling: FileStamps?
        /// What the change waits for, as reported.
        var awaited: [String] = []
        var sources: [any DispatchSourceProtocol] = []
    }

    private let store: ConfigurationStore
    private let patience: Patience
    private let report: @Sendable (Report) -> Void
    private let queue = DispatchQueue(label: "cn.laoyouting.configuration-watcher", qos: .utility)
    /// Never held while files are read.
    private let state: Mutex<State>

    /// Looks from now on; `start` begins to report. What changes between the two is reported then, so a configuration that
    /// is loaded in between is never older than what this knows.
    /// - Parameter report: comes on the watcher's own queue.
    public init(
        of store: ConfigurationStore, patience: Patience = Patience(), report: @escaping @Sendable (Report) -> Void
    ) {
        self.store = store
        self.patience = patience
        self.report = report
        state = Mutex(State(known: FileStamps(of: store)))
        state.withLock { $0.notices.watch(directories) }
    }

    /// Begins to report.
    public func start() {
        state.withLock { state in
            if state.notices.descriptor >= 0 {
                let descriptor = state.notices.descriptor
                let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
                source.setEventHandler { [weak self] in self?.look() }
                source.setCancelHandler { close(descriptor) }
                source.resume()
                state.sources.append(source)
            }
            let timer = DispatchSource.makeTimerSource(queue: queue)
            let nanoseconds = patience.sweep.wholeNanoseconds
            timer.schedule(
                deadline: .now(), repeating: .nanoseconds(nanoseconds), leeway: .nanoseconds(nanoseconds / 10))
            timer.setEventHandler { [weak self] in self?.look() }
            timer.resume()
            state.sources.append(timer)
        }
    }

    /// Reads and checks the files now, changed or not.
    /// - Parameter completion: comes on the watcher's own queue.
    public func reload(completion: @escaping @Sendable (LoadedConfiguration) -> Void) {
        queue.async { [self] in completion(read().configuration) }
    }

    /// Ends it; nothing is reported any more, but what is being read now.
    public func stop() {
        let sources = state.withLock { state in
            defer { state.sources = [] }
            return state.sources
        }
        for source in sources { source.cancel() }
    }

    private var directories: Set<String> {
        var paths: Set = [store.directory, "\(store.directory)/\(SourceFiles.languagesName)"]
        if let overlay = store.overlay {
            paths.insert(URL(fileURLWithPath: overlay).deletingLastPathComponent().path)
        }
        return paths
    }

    // MARK: On the queue

    private func look() {
        // First the notices: what happens after the files were looked at must come as another notice.
        state.withLock { state in
            state.notices.drain()
            state.notices.watch(directories)
        }
        let now = FileStamps(of: store)
        let isNew = state.withLock { state in
            guard now != state.known else {
                state.settling = nil
                return false
            }
            guard state.settling != now else { return false }
            state.settling = now
            return true
        }
        if isNew { settle(now) }
    }

    /// Comes back when the files should have come to rest.
    private func settle(_ stamps: FileStamps) {
        queue.asyncAfter(deadline: .now() + .nanoseconds(patience.settling.wholeNanoseconds)) { [weak self] in
            self?.settled(stamps)
        }
    }

    private func settled(_ stamps: FileStamps) {
        look()
        let verdict: (written: [String], isNews: Bool)? = state.withLock { state in
            // A later change has a turn of its own.
            guard state.settling == stamps, !state.sources.isEmpty else { return nil }
            // An editor keeps its own files beside ours open all the time.
            let written = state.notices.beingWritten.filter(stamps.contains)
            defer { state.awaited = written }
            return (written, state.awaited != written)
        }
        guard let verdict else { return }
        guard verdict.written.isEmpty else {
            if verdict.isNews { report(.beingWritten(verdict.written)) }
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
        state.withLock { state in
            state.known = before
            state.settling = nil
        }
        if !isConsistent { look() }
        return (configuration, isConsistent)
    }
}
