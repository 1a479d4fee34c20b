import Serial
import Foundation
import Basics
import Reporting

extension EventQueue {
    /// Runs `work` on the open database. A broken database is replaced, and the work is done once more on the fresh
    /// one. Returns nil if the storage is out of order; that is then reported and tried again later. Success shows that
    /// the storage is in order again only if the work `writes`, because a full disk can still be read.
    func attempt<Result>(writes: Bool = true, _ work: (QueueStore) throws(StorageTrouble) -> Result) -> Result? {
        for _ in 0..<2 {
            openIfNeeded()
            guard let store else { return nil }
            do {
                let result = try work(store)
                if writes { recover() }
                return result
            } catch .corrupt(let reason) {
                replace(store, reason: reason)
            } catch .vanished(let reason) {
                abandon(store, reason: reason)
            } catch {
                degrade(error)
                return nil
            }
        }
        return nil
    }

    /// Opens the database, or a fresh one if it is broken.
    func openIfNeeded() {
        guard store == nil else { return }
        do {
            try open()
        } catch .corrupt(let reason) {
            replace(nil, reason: reason)
        } catch {
            degrade(error)
        }
    }

    private func open() throws(StorageTrouble) {
        let opened = try QueueStore(path: path, booth: booth, bounds: bounds)
        store = opened
        settled = []
        refused = [:]
        if let reason = opened.notDurable { degrade(.notDurable(reason)) }
    }

    /// Sets the broken file aside and starts a fresh one, whose first event reports the loss.
    private func replace(_ broken: QueueStore?, reason: String) {
        let loss = lossOfAll(in: broken)
        try? broken?.close()
        store = nil
        var isMoved = false
        do {
            let aside = try SetAsideFiles.move(path, now: now(), reason: reason)
            isMoved = true
            report(.setAside(path: aside))
            try open()
            publish()
            remember(loss)
        } catch {
            // If a broken file is still in its place, the next attempt finds it again and reports the loss then.
            if broken != nil || isMoved { remember(loss) }
            degrade(error)
        }
    }

    /// Lets go of a file that nobody can find any more; its contents are lost. The file that is now at the path is
    /// used, now or as soon as there is one: a missing directory may be a disk that is not mounted.
    private func abandon(_ gone: QueueStore, reason: String) {
        let loss = lossOfAll(in: gone)
        try? gone.close()
        store = nil
        settled = []
        refused = [:]
        degrade(.vanished(reason))
        remember(loss)
    }

    private func lossOfAll(in store: QueueStore?) -> QueueLoss {
        guard let store else { return QueueLoss(epoch: nil, ranges: [], count: nil, reason: .corrupt) }
        let lowest = store.status.lowestUnsent ?? store.totals.next
        return QueueLoss(
            epoch: store.epoch, ranges: lowest < store.totals.next ? [lowest...(store.totals.next - 1)] : [],
            count: max(0, store.totals.depth - settled.count), reason: .corrupt)
    }

    /// Queues a record of the loss for the next commit, and requests that commit.
    private func remember(_ loss: QueueLoss) {
        waiting.append(QueueStore.record(loss, booth: booth, now: now()))
        executor.run(on: self) { $0.flush() }
    }

    private func degrade(_ reason: StorageTrouble) {
        let isNews = trouble != reason
        trouble = reason
        if trouble.isBlocking {
            trimMemory()
            scheduleRetry()
        }
        guard isNews else { return }
        publish()
        report(.degraded(reason))
    }

    private func recover() {
        guard trouble.isBlocking else { return }
        trouble = store?.notDurable.map { .notDurable($0) }
        resetRetry()
        publish()
        report(trouble.map { .degraded($0) } ?? .recovered)
    }

    /// Keeps memory bounded. Ordinary events are given up first and emergencies last; among equals, the oldest go
    /// first.
    func trimMemory() {
        var excess = waiting.count - bounds.memoryRows
        guard excess > 0 else { return }
        lostFromMemory += excess
        for priority in QueuedEvent.Priority.allCases where excess > 0 {
            waiting.removeAll { event in
                guard excess > 0, event.priority == priority else { return false }
                excess -= 1
                return true
            }
        }
    }
}

extension StorageTrouble? {
    /// Whether nothing can be written.
    var isBlocking: Bool {
        switch self {
        case nil, .notDurable: false
        case .corrupt, .unavailable, .vanished: true
        }
    }
}

/// Broken databases, of which the newest few are kept for inspection.
enum SetAsideFiles {
    private static let kept = 3

    /// Renames the database and its log and returns the new path. `reason` says why, for the error message if renaming
    /// fails.
    static func move(_ path: String, now: Int64, reason: String) throws(StorageTrouble) -> String {
        let stamp = RFC3339.string(unixMilliseconds: now).filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let target = "\(path).broken-\(stamp)"
        guard rename(path, target) == 0 else {
            let why = String(cString: strerror(errno))
            throw .unavailable("\(path) is broken (\(reason)) and cannot be renamed: \(why)")
        }
        for suffix in ["-wal", "-shm", "-journal"] {
            // If it were left in place, SQLite would take it for the fresh database's own file.
            if rename(path + suffix, target + suffix) != 0, errno != ENOENT { unlink(path + suffix) }
        }
        prune(path)
        return target
    }

    private static func prune(_ path: String) {
        let url = URL(fileURLWithPath: path)
        let directory = url.deletingLastPathComponent().path
        let prefix = url.lastPathComponent + ".broken-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let stamps = Set(names.filter { $0.hasPrefix(prefix) }.map { $0.prefix(while: { $0 != "Z" }) })
        for old in stamps.sorted().dropLast(kept) {
            for name in names where name.hasPrefix(old) { unlink("\(directory)/\(name)") }
        }
    }
}
