import Foundation
import GRDB
import Logging
import Synchronization

/// Decides whether the platform's wall clock can be trusted when something is removed by age. It must agree with the
/// last run, with what is stored and, before anything is removed, with the booths' clocks.
///
/// A doubt ends in one of three ways: an operator confirms the clock; the clock agrees again with the monotonic clock
/// and the last trusted time; or several booths that are heard now have the same time, which they do not get from the
/// platform.
final class ClockWatch: Sendable {
    /// A correction of the clock up to this is accepted without asking; in seconds.
    static let tolerance: TimeInterval = 3600
    /// A platform that was off for longer than this asks whether the clock is right; in seconds.
    static let longestPause: TimeInterval = 86_400
    /// Booths that differ by more than this have another time; in seconds.
    static let boothTolerance: TimeInterval = 86_400
    /// How often the trusted time is written down, in seconds.
    private static let interval: TimeInterval = 60

    private struct State {
        /// The last trusted time.
        var believed: (wall: Date, at: ContinuousClock.Instant)?
        var written: Date?
        var doubt: ClockDoubt?
        var boothsDisagree = false
        /// An operator's confirmation, which counts for more than the booths' clocks.
        var isConfirmed = false
        /// Whether several booths had the same time.
        var isAgreed = false
        /// The last trusted time before this run, and when this run began.
        var start: (reference: Date?, wall: Date, at: ContinuousClock.Instant)?
        /// The newest event when the clock became doubtful, or at the start. Only later events say anything about the
        /// clock.
        var mark: Int64 = 0
        /// When the doubt was last written to the log.
        var toldAt: ContinuousClock.Instant?
    }

    private let database: PlatformDatabase
    private let clock: SteadyClock
    private let logger: Logger
    private let state = Mutex(State())

    init(database: PlatformDatabase, clock: SteadyClock, logger: Logger) {
        self.database = database
        self.clock = clock
        self.logger = logger
    }

    /// Why the clock is not trusted; nil if it is, or has not been checked yet.
    var doubt: ClockDoubt? { state.withLock { $0.doubt ?? ($0.boothsDisagree ? .booths : nil) } }

    /// Checks the clock.
    /// - Returns: the time, if it is trusted. After a pause that nobody has vouched for, this is a time that is surely
    ///   not ahead: the last trusted time plus the time since the start.
    func look() async throws -> Date? {
        let (wall, at, steady) = clock.reading
        if state.withLock({ $0.start == nil }) {
            let (reference, mark) = try await (reference(), newestRow())
            state.withLock { ($0.start, $0.mark) = ((reference, wall, at), mark) }
        }
        var doubt = judge(wall, at)
        if doubt != nil, state.withLock({ $0.doubt == nil }) {
            let mark = try await newestRow()
            state.withLock { $0.mark = mark }
        }
        let sure = state.withLock { state in
            state.isAgreed || state.isConfirmed ? nil : state.start?.reference.map { $0 + elapsed(state, at) }
        }
        if doubt != nil || sure.map({ wall.timeIntervalSince($0) > Self.tolerance }) == true,
            try await boothsConfirm(wall, steady: steady)
        {
            doubt = nil
            state.withLock { $0.isAgreed = true }
        }
        let found = doubt
        note(at) { $0.doubt = found }
        guard doubt == nil else { return nil }
        clock.believeWall()
        let (isDue, isAgreed) = state.withLock { state in
            state.believed = (wall, at)
            return (
                state.written.map { abs(wall.timeIntervalSince($0)) >= Self.interval } ?? true,
                state.isAgreed || state.isConfirmed
            )
        }
        if isDue { try await write(wall) }
        return isAgreed ? wall : min(wall, sure ?? wall)
    }

    private func elapsed(_ state: State, _ at: ContinuousClock.Instant) -> TimeInterval {
        state.start.map { (at - $0.at) / .seconds(1) } ?? 0
    }

    private func judge(_ wall: Date, _ at: ContinuousClock.Instant) -> ClockDoubt? {
        state.withLock { state in
            let reference = state.start?.reference
            if let believed = state.believed {
                let step = wall.timeIntervalSince(believed.wall) - (at - believed.at) / .seconds(1)
                if abs(step) <= Self.tolerance { return nil }
                // At the start, the clock was trusted although it was up to a day after the last run. It may be
                // corrected within that day.
                let began = wall - elapsed(state, at)
                if step < 0, step >= -Self.longestPause, began >= (reference ?? .distantPast) - Self.tolerance {
                    return nil
                }
                return .moved(step)
            }
            guard let reference else { return nil }
            let passed = wall.timeIntervalSince(reference)
            return passed < -Self.tolerance ? .behind(reference) : passed > Self.longestPause ? .ahead(reference) : nil
        }
    }

    /// The number of booths that must have the same time to vouch for the platform's.
    private static let witnesses = 3
    /// How far the newest event of a booth that is heard now may differ, in seconds.
    private static let witnessTolerance: TimeInterval = 600

    /// Whether several booths heard since the doubt began, and at least half of those heard lately, have the same time.
    /// A booth that is sending an old backlog does not, until it has caught up.
    private func boothsConfirm(_ wall: Date, steady: Date) async throws -> Bool {
        let mark = state.withLock { $0.mark }
        let lately = Timestamp.milliseconds(steady - 900)
        let newest = try await database.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT max(occurred_at)
                    FROM (SELECT source, occurred_at, received_at FROM events WHERE row > ? ORDER BY row DESC LIMIT 5000)
                    WHERE received_at >= ? GROUP BY source
                    """, arguments: [mark, lately])
        }
        let now = Timestamp.milliseconds(wall)
        let same = newest.count { abs(now - $0) <= Int64(Self.witnessTolerance * 1000) }
        return same >= Self.witnesses && 2 * same >= newest.count
    }

    private func newestRow() async throws -> Int64 {
        try await database.read { try Int64.fetchOne($0, sql: "SELECT max(row) FROM events") ?? 0 }
    }

    /// Whether a booth heard in the last hour has the same time; true if none was heard.
    func boothsAgree(with wall: Date) async throws -> Bool {
        guard !state.withLock({ $0.isConfirmed }) else { return true }
        let since = Timestamp.milliseconds(wall - 3600)
        let newest = try await database.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT max(occurred_at)
                    FROM (SELECT source, occurred_at, received_at FROM events ORDER BY row DESC LIMIT 1000)
                    WHERE received_at >= ? GROUP BY source
                    """, arguments: [since])
        }
        let now = Timestamp.milliseconds(wall)
        let limit = Int64(Self.boothTolerance * 1000)
        let agree = newest.isEmpty || newest.contains { abs(now - $0) <= limit }
        note(clock.reading.at) { $0.boothsDisagree = !agree }
        return agree
    }

    /// Notes an operator's confirmation that the clock is right.
    func confirm(by name: String) async throws {
        let (wall, at, _) = clock.reading
        try await write(wall)
        clock.believeWall()
        state.withLock { state in
            state.believed = (wall, at)
            (state.doubt, state.boothsDisagree, state.isConfirmed, state.toldAt) = (nil, false, true, nil)
        }
        logger.notice("clock: \(Timestamp.text(wall)) is right, says \(name)")
    }

    private func write(_ wall: Date) async throws {
        let time = Timestamp.milliseconds(wall)
        try await database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO clock (id, believed_at) VALUES (1, ?)
                    ON CONFLICT DO UPDATE SET believed_at = excluded.believed_at
                    """, arguments: [time])
        }
        state.withLock { $0.written = wall }
    }

    /// The last trusted time; if there is none, the time of the newest record.
    private func reference() async throws -> Date? {
        let newest: Int64? = try await database.read { db in
            if let time = try Int64.fetchOne(db, sql: "SELECT believed_at FROM clock") { return time }
            return try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(at) FROM (SELECT received_at AS at FROM events WHERE row = (SELECT max(row) FROM events)
                        UNION ALL SELECT max(received_at) FROM heartbeats UNION ALL SELECT max(updated_at) FROM requests)
                    """)
        }
        return newest.map(Timestamp.date)
    }

    /// How often a lasting doubt is written to the log.
    private static let reminder = Duration.seconds(86_400)

    private func note(_ at: ContinuousClock.Instant, _ change: @Sendable (inout State) -> Void) {
        let (doubt, isNews) = state.withLock { state -> (ClockDoubt?, Bool) in
            change(&state)
            // Earlier confirmations say nothing about a clock that has been set since.
            if state.doubt != nil { (state.isConfirmed, state.isAgreed) = (false, false) }
            let doubt = state.doubt ?? (state.boothsDisagree ? .booths : nil)
            guard doubt != nil else {
                defer { state.toldAt = nil }
                return (nil, state.toldAt != nil)
            }
            // Logged once, and then once a day, however it changes.
            if let toldAt = state.toldAt, at - toldAt < Self.reminder { return (doubt, false) }
            state.toldAt = at
            return (doubt, true)
        }
        guard isNews else { return }
        guard let doubt else {
            logger.notice("clock: believed again")
            return
        }
        logger.error(
            "clock: not believed: \(doubt.words.en). Nothing is removed by age. Set it right, or say on the page that it is; \(Self.witnesses) booths that are heard and have the same time end the doubt as well"
        )
    }
}
