/// What the queue is about to do to its file, for whoever ends the program in the middle of it.
package enum QueuePhase: UInt8, CaseIterable, Sendable {
    case idle
    /// Records are written and committed.
    case commit
    /// The write-ahead log is emptied into the database.
    case emptyLog
    /// Acknowledged records are deleted.
    case delete
}

/// What only tests set otherwise.
package struct QueueTuning: Sendable {
    /// Pages in the write-ahead log from which it is emptied.
    package var logPages = QueueStore.logPages
    /// Told on the queue's thread before each phase and, with `idle`, after it.
    package var phase: (@Sendable (QueuePhase) -> Void)?

    /// What a booth uses.
    package init() {}
}
