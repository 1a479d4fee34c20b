public import Reporting

/// A record as it is handed to the queue.
public struct QueuedEvent: Equatable, Sendable {
    /// A UUID made when the record was made.
    public var id: String
    /// The CloudEvents type.
    public var type: String
    /// When it happened: wall time in milliseconds since 1970.
    public var time: Int64
    /// Whether it must be committed and uploaded at once.
    public var urgent: Bool
    /// The text of a JSON object.
    public var data: String

    /// A record.
    public init(id: String, type: String, time: Int64, urgent: Bool, data: String) {
        self.id = id
        self.type = type
        self.time = time
        self.urgent = urgent
        self.data = data
    }

    /// The record's priority when space runs out.
    var priority: Priority {
        if type == QueueLoss.eventType { return .loss }
        if type.hasPrefix("cn.laoyouting.booth.emergency.") { return .emergency }
        return urgent ? .urgent : .ordinary
    }

    /// The order in which records are given up, lowest first.
    enum Priority: Int, CaseIterable {
        case ordinary, urgent, emergency
        /// Loss reports, which explain holes. They are few and short, and are never given up.
        case loss
    }

    /// The record's size for the bound on bytes.
    var bytes: Int { id.utf8.count + type.utf8.count + data.utf8.count + 32 }
}

/// A record in the queue.
public struct StoredEvent: Equatable, Sendable {
    /// Its sequence, counted from 1 in each epoch; never used twice.
    public var sequence: Int64
    /// The record.
    public var event: QueuedEvent

    /// A record with its sequence.
    public init(sequence: Int64, event: QueuedEvent) {
        self.sequence = sequence
        self.event = event
    }
}

/// A record that the platform refused, kept for a technician.
public struct QuarantinedEvent: Equatable, Sendable {
    /// The record with the sequence it had.
    public var stored: StoredEvent
    /// Why it was refused.
    public var reason: String
    /// When it was set aside: wall time in milliseconds since 1970.
    public var setAsideAt: Int64
}

/// How much the queue holds before it gives records up, ordinary ones first and emergencies last.
public struct QueueBounds: Equatable, Sendable {
    /// The most records in the database.
    public var rows: Int
    /// The most bytes of records in the database.
    public var bytes: Int
    /// The greatest age of a record, by its own time. Emergencies do not age, and neither do records from a clock that
    /// was not yet set.
    public var age: Duration
    /// The most records in memory while the disk is out of order.
    public var memoryRows: Int
    /// The most records kept in quarantine.
    public var quarantineRows: Int

    /// Bounds; the defaults hold over a year of a booth's use.
    public init(
        rows: Int = 1_000_000, bytes: Int = 512 * 1024 * 1024, age: Duration = .seconds(180 * 86_400),
        memoryRows: Int = 5_000, quarantineRows: Int = 1_000
    ) {
        self.rows = rows
        self.bytes = bytes
        self.age = age
        self.memoryRows = memoryRows
        self.quarantineRows = quarantineRows
    }
}

/// The queue's status.
public struct QueueStatus: Equatable, Sendable {
    /// The database's epoch; nil while no database could be opened.
    public var epoch: String?
    /// The number of records in the database that are not acknowledged.
    public var depth = 0
    /// The size of these records in bytes.
    public var bytes = 0
    /// The time of the oldest of them: wall time in milliseconds since 1970.
    public var oldest: Int64?
    /// The lowest sequence not acknowledged; the next one to be given if all are.
    public var lowestUnsent: Int64?
    /// The number of records given up since the database was made.
    public var dropped = 0
    /// The number of records in quarantine.
    public var quarantined = 0
    /// The number of records in memory that are not committed yet.
    public var inMemory = 0
    /// What is wrong with the storage.
    public var trouble: StorageTrouble?

    /// Nothing known yet.
    public init() {}
}

/// What is wrong with the storage.
public enum StorageTrouble: Error, Equatable, Sendable {
    /// The file is not a sound database; it is set aside.
    case corrupt(String)
    /// The file cannot be opened, read or written: the disk is full or read-only, or a permission is missing. Records
    /// wait in memory.
    case unavailable(String)
    /// The file was removed or replaced, or its disk was unmounted, while in use. Its contents are lost.
    case vanished(String)
    /// Commits go through but would not survive a power cut.
    case notDurable(String)
}

/// What the queue tells the rest of the kiosk, from its own thread.
public enum QueueReport: Equatable, Sendable {
    /// Records are durable; `urgent` if one of them is to be uploaded at once.
    case committed([StoredEvent], urgent: Bool)
    /// The storage is out of order.
    case degraded(StorageTrouble)
    /// The storage works again.
    case recovered
    /// The database was broken and has been moved to this path; a fresh one with a new epoch is in use.
    case setAside(path: String)
    /// The platform knew the sequences under other ids, for example after an old image was restored. The queued records
    /// have new sequences in this epoch.
    case epochBegun(String)
    /// Records were given up; an event in the queue reports the same to the platform.
    case dropped(QueueLoss)
}
