import Foundation
import GRDB

/// Requests in SQLite. A contact number enters its row by `setContact` and leaves it by `eraseContacts` only.
struct RequestStore: Sendable {
    /// An open request as the page shows it.
    struct Listed: Sendable {
        let request: ServiceRequest
        /// Already masked; the number itself is not read.
        let maskedContact: String?
    }

    let database: PlatformDatabase

    /// False if a request with that id exists.
    func insert(_ request: ServiceRequest) async throws -> Bool {
        let choices = String(decoding: try JSONForm.encoder.encode(request.choices), as: UTF8.self)
        return try await database.queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO requests (id, booth, kind, language, address, choices, state, version, simulated,
                        created_at, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                    """,
                arguments: [
                    request.id, request.booth, request.kind, request.language, request.address, choices,
                    request.state.rawValue, request.version, request.simulated,
                    Timestamp.milliseconds(request.createdAt), Timestamp.milliseconds(request.updatedAt),
                ])
            return db.changesCount == 1
        }
    }

    /// That request, if it is that booth's.
    func find(_ id: String, of booth: String) async throws -> ServiceRequest? {
        try await database.queue.read { db in
            let request = try Self.find(id, in: db)
            return request?.booth == booth ? request : nil
        }
    }

    /// Applies a change in one transaction. nil if there is no such request, or if it has another version than asked.
    func apply(
        _ change: ServiceRequest.Change, to id: String, ifVersion version: Int? = nil, at now: Date
    ) async throws -> (request: ServiceRequest, changed: Bool)? {
        try await database.queue.write { db in
            guard var request = try Self.find(id, in: db), version.map({ $0 == request.version }) ?? true else {
                return nil
            }
            guard request.apply(change, at: now) else { return (request, false) }
            let assignment = try request.assignment.map {
                String(decoding: try JSONForm.encoder.encode($0), as: UTF8.self)
            }
            try db.execute(
                sql: """
                    UPDATE requests SET state = ?, version = ?, assignment = ?, reason = ?, updated_at = ?,
                        closed_at = ? WHERE id = ?
                    """,
                arguments: [
                    request.state.rawValue, request.version, assignment, request.reason,
                    Timestamp.milliseconds(request.updatedAt), request.closedAt.map(Timestamp.milliseconds), id,
                ])
            return (request, true)
        }
    }

    /// False if the request is closed already: then nobody needs the number any more.
    func setContact(_ number: ContactNumber, of id: String) async throws -> Bool {
        try await database.queue.write { db in
            try db.execute(
                sql: "UPDATE requests SET contact = ? WHERE id = ? AND closed_at IS NULL",
                arguments: [number.digits, id])
            return db.changesCount == 1
        }
    }

    /// Removes the numbers of requests that closed at that time or before, and returns how many.
    func eraseContacts(closedBy time: Date) async throws -> Int {
        let erased = try await database.queue.write { db in
            try db.execute(
                sql: "UPDATE requests SET contact = NULL WHERE contact IS NOT NULL AND closed_at <= ?",
                arguments: [Timestamp.milliseconds(time)])
            return db.changesCount
        }
        if erased > 0 { try await database.checkpoint() }
        return erased
    }

    /// Removes up to `limit` requests that closed before a time, and returns how many: what somebody asked for, and where,
    /// is theirs.
    func removeClosed(before time: Date, limit: Int) async throws -> Int {
        try await database.queue.write { db in
            try db.execute(
                sql: "DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE closed_at < ? LIMIT ?)",
                arguments: [Timestamp.milliseconds(time), limit])
            return db.changesCount
        }
    }

    /// When the first of the closed requests that still have a number closed.
    func earliestClosedWithContact() async throws -> Date? {
        try await database.queue.read { db in
            try Int64.fetchOne(db, sql: "SELECT min(closed_at) FROM requests WHERE contact IS NOT NULL")
        }.map(Timestamp.date)
    }

    /// Requests that are not closed, oldest first.
    func open() async throws -> [ServiceRequest] {
        try await database.queue.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM requests WHERE closed_at IS NULL ORDER BY created_at")
                .map(Self.request)
        }
    }

    /// The same for the page, with masked numbers, newest first.
    func openForPage(limit: Int) async throws -> [Listed] {
        try await database.queue.read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM requests WHERE closed_at IS NULL ORDER BY created_at DESC LIMIT ?",
                arguments: [limit])
            return try rows.map { row in
                let contact: String? = row["contact"]
                return Listed(
                    request: try Self.request(row), maskedContact: contact.flatMap(ContactNumber.init)?.masked)
            }
        }
    }

    private static func find(_ id: String, in db: Database) throws -> ServiceRequest? {
        try Row.fetchOne(db, sql: "SELECT * FROM requests WHERE id = ?", arguments: [id]).map(request)
    }

    private static func request(_ row: Row) throws -> ServiceRequest {
        let choices: String = row["choices"]
        let assignment: String? = row["assignment"]
        let state: String = row["state"]
        let closedAt: Int64? = row["closed_at"]
        guard let state = RequestState(rawValue: state) else {
            throw DatabaseError(message: "a request in an unknown state")
        }
        return ServiceRequest(
            RequestSubmission(
                id: row["id"], kind: row["kind"], language: row["language"], address: row["address"],
                boothNumber: row["booth"],
                choices: try JSONForm.decoder.decode([String: String].self, from: Data(choices.utf8))),
            booth: row["booth"], state: state, version: row["version"],
            assignment: try assignment.map { try JSONForm.decoder.decode(Assignment.self, from: Data($0.utf8)) },
            reason: row["reason"], simulated: row["simulated"], createdAt: Timestamp.date(row["created_at"]),
            updatedAt: Timestamp.date(row["updated_at"]), closedAt: closedAt.map(Timestamp.date))
    }
}
