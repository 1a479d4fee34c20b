import Foundation
import GRDB

/// The latest heartbeat of each booth; earlier ones are not kept.
struct HeartbeatStore: Sendable {
    /// A heartbeat and the time when it came.
    struct Entry: Sendable {
        let heartbeat: Heartbeat
        let receivedAt: Date
    }

    let database: PlatformDatabase

    /// Replaces the booth's heartbeat.
    func put(_ heartbeat: Heartbeat, at now: Date) async throws {
        let document = String(decoding: try JSONForm.encoder.encode(heartbeat), as: UTF8.self)
        let receivedAt = Timestamp.milliseconds(now)
        try await database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO heartbeats (booth, received_at, document) VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET received_at = excluded.received_at, document = excluded.document
                    """,
                arguments: [heartbeat.booth, receivedAt, document])
        }
    }

    /// The last heartbeat of every booth that ever reported, by number.
    func all() async throws -> [Entry] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT received_at, document FROM heartbeats ORDER BY booth").map { row in
                let document: String = row["document"]
                return Entry(
                    heartbeat: try JSONForm.decoder.decode(Heartbeat.self, from: Data(document.utf8)),
                    receivedAt: Timestamp.date(row["received_at"]))
            }
        }
    }
}
