import Foundation
import GRDB

/// Requests in SQLite, each with its history. A contact number enters its row only by `setContact` and leaves it only
/// by `eraseContacts`.
struct RequestStore: Sendable {
    /// A request in a list.
    struct Listed: Sendable {
        let request: ServiceRequest
        /// The number, already masked; the number itself is not read.
        let maskedContact: String?
        /// Who brought it into its state; nil for a request made before histories were kept.
        let author: RequestAuthor?
    }

    /// A request with everything about it.
    struct Detail: Sendable {
        let request: ServiceRequest
        /// The number, while the request is open; afterwards nobody needs to call back.
        let contact: ContactNumber?
        /// The history, oldest first.
        let log: [RequestLogEntry]
    }

    let database: PlatformDatabase

    // MARK: Changing

    /// Inserts a request; false if one with this id exists.
    func insert(_ request: ServiceRequest) async throws -> Bool {
        let choices = try Self.json(request.choices)
        let words = try Self.json(request.words)
        return try await database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO requests (id, booth, kind, kind_in_words, language, address, choices, words, state,
                        version, simulated, created_at, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                    """,
                arguments: [
                    request.id, request.booth, request.kind, request.kindInWords, request.language, request.address,
                    choices, words, request.state.rawValue, request.version, request.simulated,
                    Timestamp.milliseconds(request.createdAt), Timestamp.milliseconds(request.updatedAt),
                ])
            guard db.changesCount == 1 else { return false }
            try Self.log(request, .booth, in: db)
            return true
        }
    }

    /// Applies a change and records its author, in one transaction. nil if there is no such request or it has another
    /// version than `version`.
    func apply(
        _ change: ServiceRequest.Change, to id: String, ifVersion version: Int? = nil, by author: RequestAuthor,
        at now: Date
    ) async throws -> (request: ServiceRequest, changed: Bool)? {
        try await database.write { db in
            guard var request = try Self.find(id, in: db), version.map({ $0 == request.version }) ?? true else {
                return nil
            }
            guard request.apply(change, by: author, at: now) else { return (request, false) }
            try db.execute(
                sql: """
                    UPDATE requests SET state = ?, version = ?, assignment = ?, reason = ?, simulated = ?,
                        updated_at = ?, closed_at = ? WHERE id = ?
                    """,
                arguments: [
                    request.state.rawValue, request.version, try request.assignment.map(Self.json), request.reason,
                    request.simulated, Timestamp.milliseconds(request.updatedAt),
                    request.closedAt.map(Timestamp.milliseconds), id,
                ])
            try Self.log(request, author, in: db)
            return (request, true)
        }
    }

    private static func log(_ request: ServiceRequest, _ author: RequestAuthor, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO request_log (request, version, state, author, at) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                request.id, request.version, request.state.rawValue, author.text,
                Timestamp.milliseconds(request.updatedAt),
            ])
    }

    /// Stores a number; false if the request is already closed, because then nobody needs the number any more.
    func setContact(_ number: ContactNumber, of id: String) async throws -> Bool {
        try await database.write { db in
            try db.execute(
                sql: "UPDATE requests SET contact = ? WHERE id = ? AND closed_at IS NULL",
                arguments: [number.digits, id])
            return db.changesCount == 1
        }
    }

    /// Erases the numbers of requests that closed at this time or before, and returns how many.
    func eraseContacts(closedBy time: Date) async throws -> Int {
        let erased = try await database.write { db in
            try db.execute(
                sql: "UPDATE requests SET contact = NULL WHERE contact IS NOT NULL AND closed_at <= ?",
                arguments: [Timestamp.milliseconds(time)])
            return db.changesCount
        }
        if erased > 0 { try await database.checkpoint() }
        return erased
    }

    /// Removes up to `limit` requests that closed before a time, with their histories, and returns how many. What a
    /// resident asked for, and where, is private.
    func removeClosed(before time: Date, limit: Int) async throws -> Int {
        try await database.write { db in
            try db.execute(
                sql: "DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE closed_at < ? LIMIT ?)",
                arguments: [Timestamp.milliseconds(time), limit])
            return db.changesCount
        }
    }

    /// Corrects requests that closed after a time because the clock was ahead: they count as closed at that time.
    /// Otherwise they would stay for ever. Returns how many there were.
    func bringBackClosed(to time: Date) async throws -> Int {
        let time = Timestamp.milliseconds(time)
        return try await database.write { db in
            try db.execute(
                sql: "UPDATE requests SET closed_at = :time WHERE closed_at > :time", arguments: ["time": time])
            return db.changesCount
        }
    }

    /// Whether there are requests that closed after a time.
    func hasClosed(after time: Date) async throws -> Bool {
        let time = Timestamp.milliseconds(time)
        return try await database.read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM requests WHERE closed_at > ?)", arguments: [time]) ?? false
        }
    }

    /// Whether there are requests that closed before a time.
    func hasClosed(before time: Date) async throws -> Bool {
        let time = Timestamp.milliseconds(time)
        return try await database.read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM requests WHERE closed_at < ?)", arguments: [time]) ?? false
        }
    }

    /// Sets future times back to now if somebody waits for them. They were written while the clock was ahead, or the
    /// clock has been set back since. Returns the number of requests.
    func bringBack(to now: Date) async throws -> Int {
        let now = Timestamp.milliseconds(now)
        let isAhead = try await database.read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM requests WHERE closed_at IS NULL AND max(created_at, updated_at) > :now)
                        OR EXISTS (SELECT 1 FROM requests WHERE contact IS NOT NULL AND closed_at > :now)
                    """, arguments: ["now": now + 1000]) ?? false
        }
        guard isAhead else { return 0 }
        return try await database.write { db in
            try db.execute(
                sql: """
                    UPDATE requests SET created_at = min(created_at, :now), updated_at = min(updated_at, :now)
                        WHERE closed_at IS NULL AND max(created_at, updated_at) > :now
                    """, arguments: ["now": now])
            let open = db.changesCount
            try db.execute(
                sql: "UPDATE requests SET closed_at = :now WHERE contact IS NOT NULL AND closed_at > :now",
                arguments: ["now": now])
            return open + db.changesCount
        }
    }

    // MARK: Reading

    /// The request, if it belongs to this booth.
    func find(_ id: String, of booth: String) async throws -> ServiceRequest? {
        try await database.read { db in
            let request = try Self.find(id, in: db)
            return request?.booth == booth ? request : nil
        }
    }

    /// The earliest closing time among the closed requests that still have a number.
    func earliestClosedWithContact() async throws -> Date? {
        try await database.read { db in
            try Int64.fetchOne(db, sql: "SELECT min(closed_at) FROM requests WHERE contact IS NOT NULL")
        }.map(Timestamp.date)
    }

    /// Requests that are not closed, oldest first.
    func open() async throws -> [ServiceRequest] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM requests WHERE closed_at IS NULL ORDER BY created_at")
                .map(Self.request)
        }
    }

    /// The open requests for a page: those without a final answer first, the longest waiting on top.
    func openForPage(limit: Int) async throws -> [Listed] {
        try await listed(
            "closed_at IS NULL ORDER BY state = 'assigned', created_at LIMIT ?", [limit])
    }

    /// Requests that closed after a time, latest first.
    func closedForPage(after time: Date, limit: Int) async throws -> [Listed] {
        try await listed("closed_at > ? ORDER BY closed_at DESC LIMIT ?", [Timestamp.milliseconds(time), limit])
    }

    private func listed(_ condition: String, _ arguments: StatementArguments) async throws -> [Listed] {
        try await database.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT *, (SELECT author FROM request_log
                        WHERE request_log.request = requests.id AND request_log.version = requests.version) AS author
                    FROM requests WHERE \(condition)
                    """, arguments: arguments)
            return try rows.map { row in
                let contact: String? = row["contact"]
                let author: String? = row["author"]
                return Listed(
                    request: try Self.request(row), maskedContact: contact.flatMap(ContactNumber.init)?.masked,
                    author: author.map(RequestAuthor.init(text:)))
            }
        }
    }

    /// The request with its history and, while it is open, the full number.
    func detail(_ id: String) async throws -> Detail? {
        try await database.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM requests WHERE id = ?", arguments: [id]) else {
                return nil
            }
            let request = try Self.request(row)
            let contact: String? = request.state.isClosed ? nil : row["contact"]
            let log = try Row.fetchAll(
                db, sql: "SELECT * FROM request_log WHERE request = ? ORDER BY version", arguments: [id])
            return Detail(
                request: request, contact: contact.flatMap(ContactNumber.init),
                log: try log.map { row in
                    RequestLogEntry(
                        version: row["version"], state: try Self.state(row), author: RequestAuthor(text: row["author"]),
                        at: Timestamp.date(row["at"]))
                })
        }
    }

    private static func find(_ id: String, in db: Database) throws -> ServiceRequest? {
        try Row.fetchOne(db, sql: "SELECT * FROM requests WHERE id = ?", arguments: [id]).map(request)
    }

    // MARK: Rows

    private static func state(_ row: Row) throws -> RequestState {
        let state: String = row["state"]
        guard let state = RequestState(rawValue: state) else {
            throw DatabaseError(message: "a request in an unknown state")
        }
        return state
    }

    private static func request(_ row: Row) throws -> ServiceRequest {
        let assignment: String? = row["assignment"]
        let closedAt: Int64? = row["closed_at"]
        return ServiceRequest(
            RequestSubmission(
                id: row["id"], kind: row["kind"], kindInWords: row["kind_in_words"], language: row["language"],
                address: row["address"], boothNumber: row["booth"], choices: try value(row["choices"]),
                words: try value(row["words"])),
            booth: row["booth"], state: try state(row), version: row["version"],
            assignment: try assignment.map { try value($0) }, reason: row["reason"], simulated: row["simulated"],
            createdAt: Timestamp.date(row["created_at"]), updatedAt: Timestamp.date(row["updated_at"]),
            closedAt: closedAt.map(Timestamp.date))
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONForm.encoder.encode(value), as: UTF8.self)
    }

    private static func value<Value: Decodable>(_ json: String) throws -> Value {
        try JSONForm.decoder.decode(Value.self, from: Data(json.utf8))
    }
}
