import Foundation
import GRDB
import Logging
import Synchronization

/// Why the platform's wall clock is not believed.
enum ClockDoubt: Equatable, Sendable {
    /// It was set while the platform ran; by how many seconds.
    case moved(TimeInterval)
    /// It is before the time of the last run, or of the newest event or heartbeat.
    case behind(Date)
    /// It is long after that: the platform was off for long, or the clock is ahead.
    case ahead(Date)
    /// Every booth that was heard lately has another time.
    case booths

    /// For the log and the page.
    var words: (zh: String, en: String) {
        switch self {
        case .moved(let seconds):
            let hours = String(format: "%+.1f", seconds / 3600)
            return ("运行中被拨动了 \(hours) 小时", "it was set by \(hours) h while the platform ran")
        case .behind(let date):
            return (
                "比上次运行或最新的记录还早（\(Timestamp.text(date))）",
                "it is before the last run or the newest record (\(Timestamp.text(date)))"
            )
        case .ahead(let date):
            return (
                "比上次运行或最新的记录晚了一天以上（\(Timestamp.text(date))）",
                "it is more than a day after the last run or the newest record (\(Timestamp.text(date)))"
            )
        case .booths: return ("跟各亭的时钟差一天以上", "it is more than a day away from every booth's clock")
        }
    }
}

/// Whether the platform's wall clock may be believed when something is removed by age: it has to agree with the last run,
/// with what is stored and, before anything is removed, with the booths' clocks. A jump needs an operator's word.
final class ClockWatch: Sendable {
    /// A clock that is off by this may be corrected without asking.
    static let tolerance: TimeInterval = 3600
    /// A platform that was off for longer asks whether the clock is right.
    static let longestPause: TimeInterval = 86_400
    /// Booths further away than this have another time.
    static let boothTolerance: TimeInterval = 86_400
    /// How often it is written down that the clock was believed.
    private static let interval: TimeInterval = 60

    private struct State {
        /// The last time that was believed.
        var believed: (wall: Date, at: ContinuousClock.Instant)?
        var written: Date?
        var doubt: ClockDoubt?
        var boothsDisagree = false
        /// An operator's word counts for more than the booths' clocks.
        var isConfirmed = false
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

    /// Why it is not believed; nil if it is, or was not looked at yet.
    var doubt: ClockDoubt? { state.withLock { $0.doubt ?? ($0.boothsDisagree ? .booths : nil) } }

    /// Looks at the clock.
    /// - Returns: the time, if it is believed.
    func look() async throws -> Date? {
        let (wall, at, _) = clock.reading
        let doubt: ClockDoubt?
        if let believed = state.withLock({ $0.believed }) {
            let step = wall.timeIntervalSince(believed.wall) - (at - believed.at) / .seconds(1)
            doubt = abs(step) > Self.tolerance ? .moved(step) : nil
        } else if let reference = try await reference() {
            let passed = wall.timeIntervalSince(reference)
            doubt = passed < -Self.tolerance ? .behind(reference) : passed > Self.longestPause ? .ahead(reference) : nil
        } else {
            doubt = nil
        }
        note { $0.doubt = doubt }
        guard doubt == nil else { return nil }
        clock.believeWall()
        let isDue = state.withLock { state in
            state.believed = (wall, at)
            return state.written.map { abs(wall.timeIntervalSince($0)) >= Self.interval } ?? true
        }
        if isDue { try await write(wall) }
        return wall
    }

    /// Whether the booths that were heard in the last hour have the same time; true if none was.
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
        note { $0.boothsDisagree = !agree }
        return agree
    }

    /// An operator says that the clock is right.
    func confirm(by name: String) async throws {
        let (wall, at, _) = clock.reading
        try await write(wall)
        clock.believeWall()
        state.withLock { state in
            state.believed = (wall, at)
            (state.doubt, state.boothsDisagree, state.isConfirmed) = (nil, false, true)
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

    /// The last time that was believed; without one, that of the newest record.
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

    private func note(_ change: @Sendable (inout State) -> Void) {
        let before = doubt
        state.withLock { state in
            change(&state)
            // What was said before the clock was set says nothing of it now.
            if state.doubt != nil { state.isConfirmed = false }
        }
        let doubt = doubt
        // How far it moved changes a little with each look.
        if case (.moved, .moved) = (before, doubt) { return }
        guard before != doubt else { return }
        guard let doubt else {
            logger.notice("clock: believed again")
            return
        }
        logger.error(
            "clock: not believed: \(doubt.words.en). Nothing is removed by age. Set it right, or say on the page that it is"
        )
    }
}
