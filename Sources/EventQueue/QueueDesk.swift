import Foundation
import Basics
import Serial

/// Answers `kiosk queue`, in the same way for a running kiosk's control socket and for the file of a stopped one.
///
/// Requests are words: `status`; `page queued|quarantined AFTER LIMIT`; `retry`. A page starts with a line that holds
/// the sequence to continue after, or `-` at the end of the queue. One JSON object per line follows. A long queue is
/// read page by page, so that no answer gets long.
public enum QueueDesk {
    /// An answer, or a refusal in words.
    public typealias Answer = (ok: Bool, text: String)

    private static let longestPage = 1_000
    private static let largestPage = 4 << 20

    /// Answers a request. Waits for the queue's own thread, so never call it on the main queue or on one of Swift's
    /// cooperative threads.
    public static func answer(_ words: [String], from queue: EventQueue) -> Answer {
        switch words.first ?? "status" {
        case "status": return (true, status(of: queue))
        case "page":
            guard words.count == 4, let kind = Kind(rawValue: words[1]), let after = Int64(words[2]),
                let limit = Int(words[3])
            else { return (false, "page queued|quarantined AFTER LIMIT") }
            return page(kind, after: after, limit: min(max(limit, 1), longestPage), from: queue)
        case "retry":
            guard let count = Blocking.wait(for: { done in queue.retryQuarantined { done($0) } }) else {
                return (false, "the storage is out of order: see status")
            }
            return (true, "\(count) put back to be uploaded once more")
        default: return (false, "queue \(words[0])? There are status, page, retry")
        }
    }

    /// The two groups of records.
    public enum Kind: String, Sendable {
        /// Waiting to be uploaded.
        case queued
        /// Set aside because the platform would not take them.
        case quarantined
    }

    private static func status(of queue: EventQueue) -> String {
        // The status is published after each `inspect`, so the second one runs after the first one's publication.
        queue.inspect { _ in }
        Blocking.wait { done in queue.inspect { _ in done(()) } }
        let status = queue.status
        return """
            depth \(status.depth)
            in memory \(status.inMemory)
            oldest \(status.oldest.map { RFC3339.string(unixMilliseconds: $0) } ?? "-")
            lowest unsent \(status.lowestUnsent.map(String.init) ?? "-")
            dropped \(status.dropped)
            quarantined \(status.quarantined)
            epoch \(status.epoch ?? "-")
            storage \(status.trouble.map { "\($0)" } ?? "ok")
            """
    }

    private static func page(_ kind: Kind, after: Int64, limit: Int, from queue: EventQueue) -> Answer {
        let found: [(sequence: Int64, line: String)]? = Blocking.wait { done in
            switch kind {
            case .queued:
                queue.peek(count: limit, bytes: largestPage, after: after) { epoch, events in
                    done(events?.map { ($0.sequence, line($0, epoch)) })
                }
            case .quarantined:
                queue.inspect { store in
                    let events = store.flatMap { try? $0.quarantined(limit: limit, after: after) }
                    done(
                        events?.map { event in
                            let about: JSONObject = [
                                "reason": .string(event.reason),
                                "set_aside_at": .string(RFC3339.string(unixMilliseconds: event.setAsideAt)),
                            ]
                            return (event.stored.sequence, line(event.stored, store?.epoch ?? "", about))
                        })
                }
            }
        }
        guard let found else { return (false, "the storage is out of order: see status") }
        return (true, ([found.last.map { String($0.sequence) } ?? "-"] + found.map(\.line)).joined(separator: "\n"))
    }

    private static func line(_ stored: StoredEvent, _ epoch: String, _ more: JSONObject = [:]) -> String {
        let event = JSONValue.object(
            [
                "sequence": .integer(stored.sequence), "epoch": .string(epoch), "id": .string(stored.event.id),
                "type": .string(stored.event.type),
                "time": .string(RFC3339.string(unixMilliseconds: stored.event.time)),
            ] + more)
        // The data was already serialised when it was queued.
        return "\(event.serialized.dropLast()),\"data\":\(stored.event.data)}"
    }
}
