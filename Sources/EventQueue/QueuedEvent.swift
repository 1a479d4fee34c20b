public import Reporting

/// A record as it is handed to the queue.
public struct QueuedEvent: Equatable, Sendable {
    /// A UUID made when the record was made.
    public var id: String
    /// The CloudEvents type.
    public var type: String
    /// When it happened, wall time in milliseconds since 1970.
    public var time: Int64
    /// Whether it is committed and uploaded at once.
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

    /// How long the record is kept when room runs out.
    var priority: Priority {
        if type == QueueLoss.eventType { return .loss }
        if type.hasPrefix("cn.laoyouting.booth.emergency.") { return .emergency }
        return urgent ? .urgent : .ordinary
    }

    /// The order in which records are given up, lowest first.
    enum Priority: Int, CaseIterable {
        case ordinary, urgent, emergency
        /// Explains holes; a few short ones at most, never given up.
        case loss
    }

    /// What a record counts against the bound on bytes.
    var bytes: Int { id.utf8.count + type.utf8.count + data.utf8.count + 32 }
}

/// A record in the queue.
public struct StoredEvent: Equatable, Sendable {
    /// Its place, from 1 in each epoch; never used twice.
    public var sequence: Int64
    /// The record.
    public var event: QueuedEvent

    /// A record at its place.
    public init(sequence: Int64, event: QueuedEvent) {
        self.sequence = sequence
        self.event = event
    }
}

/// A record that the platform refused, kept for a technician.
public struct QuarantinedEvent: Equatable, Sendable {
    /// The record at the place it had.
    public var stored: StoredEvent
    /// Why it was refused.
    public var reason: String
    /// When it was set aside, wall time in milliseconds since 1970.
    public var setAsideAt: Int64
}

/// How much the queue holds before it gives records up, the ordinary first and emergencies last.
public struct QueueBounds: Equatable, Sendable {
    /// Most records in the database.
    public var rows: Int
    /// Most bytes of records in the database.
    public var bytes: Int
    /// Oldest record, by its own time; emergencies do not age, nor do records from a clock that was not yet set.
    public var age: Duration
    /// Most records in memory while the disk is out of order.
    public var memoryRows: Int
    /// Most records kept in quarantine.
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

/// What the queue is like now.
public struct QueueStatus: Equatable, Sendable {
    /// The database's epoch; nil while no database could be opened.
    public var epoch: String?
    /// Records in the database that are not acknowledged.
    public var depth = 0
    /// Their bytes.
    public var bytes = 0
    /// The time of the oldest, wall time in milliseconds since 1970.
    public var oldest: Int64?
    /// The lowest sequence not acknowledged; the next to be given if there is none.
    public var lowestUnsent: Int64?
    /// Records given up since the database was made.
    public var dropped = 0
    /// Records in quarantine.
    public var quarantined = 0
    /// Records in memory that are not committed yet.
    public var inMemory = 0
    /// What is wrong with the storage.
    public var trouble: StorageTrouble?

    /// Nothing known yet.
    public init() {}
}

/// What is wrong with the storage.
public enum StorageTrouble: Error, Equatable, Sendable {
    /// The file is no sound database; it is set aside.
    case corrupt(String)
    /// The file cannot be opened, read or written: full, read-only, no permission. Records wait in memory.
    case unavailable(String)
    /// The file was removed or replaced, or its disk unmounted, while in use: what was in it is gone.
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
    /// The database was broken and now lies at this path; a fresh one with a new epoch is in use.
    case setAside(path: String)
    /// The platform knew the sequences under other ids, as after an old image was put back: what is in the queue has new
    /// ones, in this epoch.
    case epochBegun(String)
    /// Records were given up; an event in the queue says the same to the platform.
    case dropped(QueueLoss)
}
