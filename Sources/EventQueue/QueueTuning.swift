/// What the queue is about to do to its file, for tests that end the program in the middle of it.
package enum QueuePhase: UInt8, CaseIterable, Sendable {
    case idle
    /// Records are written and committed.
    case commit
    /// The write-ahead log is emptied into the database.
    case emptyLog
    /// Acknowledged records are deleted.
    case delete
}

/// The values that only tests change.
package struct QueueTuning: Sendable {
    /// The number of pages at which the write-ahead log is emptied.
    package var logPages = QueueStore.logPages
    /// Called on the queue's thread before each phase and, with `idle`, after it.
    package var phase: (@Sendable (QueuePhase) -> Void)?

    /// What a booth uses.
    package init() {}
}
