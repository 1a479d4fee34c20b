import GRDB

/// The insertion of one batch into the tables, within the caller's transaction.
struct EventBatchInsertion {
    private let batch: EventBatch
    private let source: String
    private let receivedAt: Int64
    private let db: Database
    /// The highest sequence of each epoch in the batch.
    private let highest: [String: Int64]
    /// The epochs that this batch was found to count anew.
    private let begun: Set<String>
    private var names: [String: String] = [:]
    private var before: [String: SequenceLedger] = [:]
    private var ledgers: [String: SequenceLedger] = [:]
    private var isFull: [String: Bool] = [:]
    /// By epoch, the ledgers from before the booth counted anew; only those from which something was removed by age.
    private var former: [String: [SequenceLedger]] = [:]

    /// Thrown to start over, with a new ledger for the epoch.
    private struct CountsAnew: Error { let epoch: String }

    /// How far a booth's clock may be off, in milliseconds.
    private static let clockTolerance: Int64 = 86_400_000
    /// The start of 2024, in milliseconds: a clock that shows an earlier time was never set.
    private static let earliestPlausible: Int64 = 1_704_067_200_000

    /// Stores what is new.
    /// - Returns: a disposition for each submission, the epochs in which the booth turned out to count anew, and
    ///   whether it ever did so in the batch's epoch.
    static func insert(
        _ batch: EventBatch, from booth: String, in db: Database
    ) throws -> (dispositions: [Disposition], begun: Set<String>, isInDoubt: Bool) {
        var begun: Set<String> = []
        while true {
            var insertion = EventBatchInsertion(batch, booth: booth, begun: begun, in: db)
            do {
                var dispositions: [Disposition] = []
                try db.inSavepoint {
                    dispositions = try insertion.run()
                    return .commit
                }
                return (dispositions, begun, try insertion.name(of: batch.queueEpoch) != batch.queueEpoch)
            } catch let anew as CountsAnew {
                begun.insert(anew.epoch)
            }
        }
    }

    private init(_ batch: EventBatch, booth: String, begun: Set<String>, in db: Database) {
        self.batch = batch
        source = CloudEventValidator.source(of: booth)
        receivedAt = Timestamp.milliseconds(batch.receivedAt)
        self.begun = begun
        self.db = db
        var highest: [String: Int64] = [:]
        for case .event(let event) in batch.submissions {
            highest[event.epoch] = max(highest[event.epoch] ?? 0, event.sequence)
        }
        self.highest = highest
    }

    private mutating func run() throws -> [Disposition] {
        for epoch in begun { try beginAnew(epoch) }
        var dispositions: [Disposition] = []
        dispositions.reserveCapacity(batch.submissions.count)
        for submission in batch.submissions {
            switch submission {
            case .unreadable(_, let reason): dispositions.append(.rejected(reason: reason))
            case .event(let event) where event.source != source:
                dispositions.append(.rejected(reason: RejectionReason.source.rawValue))
            case .event(let event): dispositions.append(try store(event))
            }
        }
        let lowest = batch.lowestUnsent
        try update(batch.queueEpoch) { $0.announce(lowestUnsent: lowest) }
        for (name, ledger) in ledgers {
            guard let old = before[name], old != ledger else { continue }
            try SequenceLedgerRecords.write(db, source: source, epoch: name, from: old, to: ledger, at: receivedAt)
        }
        return dispositions
    }

    private mutating func store(_ event: CloudEvent) throws -> Disposition {
        let name = try name(of: event.epoch)
        let ledger = try ledger(event.epoch)
        // If no further ledger may be begun, a sequence no longer stands for an id: better to store an event twice than
        // never.
        if try !isFull(event.epoch) {
            if ledger.isForgotten(event.sequence) {
                // Events were removed by age, so the sequence stands for the id, unless something suggests otherwise.
                guard try !isKnown(event), isAnother(event, before[name] ?? ledger) else { return .duplicate }
                throw CountsAnew(epoch: event.epoch)
            }
            if try formerLedgers(event.epoch).contains(where: { wasThere(event, $0) }) {
                try update(event.epoch) { $0.receive(event.sequence) }
                return .duplicate
            }
        }
        if let report = event.dropReport, try !reaches(report, from: event) {
            guard try !isKnown(event) else { return .duplicate }
            return .rejected(reason: RejectionReason.dropRanges.rawValue)
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO events
                    (source, id, type, occurred_at, received_at, epoch, sequence, function, language, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (source, id) DO NOTHING
                """
        ).execute(arguments: [
            source, event.id, event.type, event.occurredAt, receivedAt, name, event.sequence,
            event.function, event.language, event.document,
        ])
        let isNew = db.changesCount == 1
        // An event may come late although its number was reported as lost. But a number of another stored event is
        // taken.
        if isNew, ledger.isAccounted(event.sequence), try isTaken(event.sequence, name), try mayBeginAnew(event.epoch) {
            throw CountsAnew(epoch: event.epoch)
        }
        // Also for a duplicate: it may come under another number than before, if it was in quarantine meanwhile.
        try update(event.epoch) { $0.receive(event.sequence) }
        if isNew, let report = event.dropReport { try explain(report, from: event) }
        return isNew ? .accepted : .duplicate
    }

    private func isKnown(_ event: CloudEvent) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM events WHERE source = ? AND id = ?)"),
            arguments: [source, event.id]) ?? false
    }

    /// Whether two events, one of them just inserted, have this sequence.
    private func isTaken(_ sequence: Int64, _ name: String) throws -> Bool {
        try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*) FROM (SELECT 1 FROM events WHERE source = ? AND epoch = ? AND sequence = ? LIMIT 2)
                    """),
            arguments: [source, name, sequence]) == 2
    }

    /// Whether an event with a forgotten sequence cannot be the one that was here. It cannot if it happened after the
    /// last of the forgotten events came in. If the booth has gone back in its epoch, less is enough: any later time,
    /// or numbers in the same batch beyond all that were ever here. A long-lost answer also makes a booth go back, but
    /// then it sends the same events again.
    ///
    /// A clock that was never set, or that is ahead, proves nothing. Such an event is stored, because twice is better
    /// than never.
    private func isAnother(_ event: CloudEvent, _ ledger: SequenceLedger) -> Bool {
        let time = event.occurredAt
        guard isPlausible(time) else { return true }
        if event.epoch == batch.queueEpoch, batch.lowestUnsent < ledger.lowestUnsent {
            return time > ledger.forgottenAt || (highest[event.epoch] ?? 0) > ledger.highest
        }
        return time > ledger.forgottenAt + Self.clockTolerance
    }

    private func isPlausible(_ time: Int64) -> Bool {
        time >= Self.earliestPlausible && time < receivedAt + Self.clockTolerance
    }

    /// Whether an event of an epoch that is accounted for anew was already here before and was removed by age; a batch
    /// may hold such events beside new ones. If a batch also has numbers that were never here with times just as old,
    /// the booth's clock is behind, and no time proves anything.
    private func wasThere(_ event: CloudEvent, _ ledger: SequenceLedger) -> Bool {
        guard ledger.isForgotten(event.sequence), isPlausible(event.occurredAt), event.occurredAt <= ledger.forgottenAt
        else { return false }
        return !batch.submissions.contains { submission in
            guard case .event(let other) = submission else { return false }
            return other.epoch == event.epoch && other.sequence > ledger.highest
                && other.occurredAt <= ledger.forgottenAt
        }
    }

    /// Whether the epoch has been accounted for anew so often that it is not done once more.
    private mutating func isFull(_ epoch: String) throws -> Bool {
        if let known = isFull[epoch] { return known }
        let full =
            try !begun.contains(epoch)
            && EpochBranches.branch(db, source: source, epoch: epoch) >= EpochBranches.most
        isFull[epoch] = full
        return full
    }

    private mutating func formerLedgers(_ epoch: String) throws -> [SequenceLedger] {
        if let known = former[epoch] { return known }
        let current = try name(of: epoch)
        var found: [SequenceLedger] = []
        if current != epoch {
            for name in try SequenceLedgerRecords.forgetful(db, source: source, epoch: epoch) where name != current {
                found.append(try SequenceLedgerRecords.read(db, source: source, epoch: name))
            }
        }
        former[epoch] = found
        return found
    }

    private func mayBeginAnew(_ epoch: String) throws -> Bool {
        try !begun.contains(epoch)
            && EpochBranches.branch(db, source: source, epoch: epoch) < EpochBranches.most
    }

    /// Begins a new ledger for the epoch, from the lowest number that the booth still has to send.
    private mutating func beginAnew(_ epoch: String) throws {
        let branch = try EpochBranches.begin(db, source: source, epoch: epoch, at: receivedAt)
        let name = EpochBranches.name(epoch, branch: branch)
        let sequences = batch.submissions.compactMap { submission -> Int64? in
            if case .event(let event) = submission, event.epoch == epoch { event.sequence } else { nil }
        }
        var first = sequences.min() ?? 1
        if epoch == batch.queueEpoch { first = min(first, batch.lowestUnsent) }
        names[epoch] = name
        before[name] = SequenceLedger()
        ledgers[name] = SequenceLedger(highest: max(0, first - 1), lowestUnsent: first)
    }

    // MARK: Ledgers

    private mutating func name(of epoch: String) throws -> String {
        if let name = names[epoch] { return name }
        let name = EpochBranches.name(
            epoch, branch: try EpochBranches.branch(db, source: source, epoch: epoch))
        names[epoch] = name
        return name
    }

    private mutating func ledger(_ epoch: String) throws -> SequenceLedger {
        let name = try name(of: epoch)
        if let ledger = ledgers[name] { return ledger }
        let stored = try SequenceLedgerRecords.read(db, source: source, epoch: name)
        (before[name], ledgers[name]) = (stored, stored)
        return stored
    }

    private mutating func update(_ epoch: String, _ change: (inout SequenceLedger) -> Void) throws {
        _ = try ledger(epoch)
        change(&ledgers[try name(of: epoch), default: SequenceLedger()])
    }

    // MARK: Reports of losses

    /// The highest number that a report may name: the last one given before it. Beyond that, a report would hide future
    /// gaps.
    private mutating func reach(of report: DropReport, from event: CloudEvent) throws -> Int64? {
        guard let epoch = report.epoch else { return nil }
        let ledger = try ledger(epoch)
        var reach = max(ledger.highest, ledger.lowestUnsent - 1)
        if epoch == event.epoch { reach = max(reach, event.sequence) }
        if epoch == batch.queueEpoch { reach = max(reach, batch.lowestUnsent - 1) }
        return reach
    }

    /// Whether a report names no number of its own epoch that was not yet given. In an earlier epoch, the booth may
    /// have lost events that never came here.
    private mutating func reaches(_ report: DropReport, from event: CloudEvent) throws -> Bool {
        guard report.epoch == event.epoch, let reach = try reach(of: report, from: event) else { return true }
        return report.ranges.allSatisfy { $0.upperBound <= reach }
    }

    private mutating func explain(_ report: DropReport, from event: CloudEvent) throws {
        guard let epoch = report.epoch, let reach = try reach(of: report, from: event), !report.ranges.isEmpty else {
            return try update(event.epoch) { $0.explainUnnumbered(report.count) }
        }
        try update(epoch) { ledger in
            for range in report.ranges {
                if range.lowerBound <= reach { ledger.explain(range.lowerBound...min(range.upperBound, reach)) }
                // These are lost, but the ledger does not cover them.
                if range.upperBound > reach {
                    ledger.explainUnnumbered(range.upperBound - max(range.lowerBound - 1, reach))
                }
            }
        }
    }
}
