import GRDB

extension QueueStore {
    /// Running totals, so that the status needs no query.
    struct Totals: Equatable {
        /// The oldest record that is not acknowledged.
        struct Oldest: Equatable {
            var sequence: Int64
            var time: Int64
        }

        private(set) var next: Int64
        private(set) var depth: Int
        private(set) var bytes: Int
        var dropped: Int
        var quarantined: Int
        private(set) var oldest: Oldest?
        private var oldestIsKnown = false

        init(next: Int64, depth: Int, bytes: Int, dropped: Int, quarantined: Int) {
            self.next = next
            self.depth = depth
            self.bytes = bytes
            self.dropped = dropped
            self.quarantined = quarantined
        }

        /// Counts a new record, which takes the next sequence.
        mutating func add(time: Int64, bytes: Int) {
            if oldestIsKnown, oldest == nil { oldest = Oldest(sequence: next, time: time) }
            next += 1
            depth += 1
            self.bytes += bytes
        }

        /// Subtracts a removed record.
        mutating func remove(_ sequence: Int64, bytes: Int) {
            if sequence == oldest?.sequence { oldestIsKnown = false }
            depth -= 1
            self.bytes -= bytes
        }

        /// Looks up the oldest record if it was removed.
        mutating func findOldest(_ db: Database) throws {
            guard !oldestIsKnown else { return }
            let first = try db.cachedStatement(sql: "SELECT sequence, time FROM event ORDER BY sequence LIMIT 1")
            oldest = try Row.fetchOne(first).map { Oldest(sequence: $0["sequence"], time: $0["time"]) }
            oldestIsKnown = true
        }
    }
}
