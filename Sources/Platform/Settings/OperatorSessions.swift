import Basics
import Foundation
import Synchronization

/// Who is logged in to the pages, by the name that each gave: the token is shared, the answers are somebody's. Kept in memory only: after a restart, people log in again.
final class OperatorSessions: Sendable {
    /// A working day, from the log-in on.
    static let lifetime: TimeInterval = 12 * 3600
    /// More at once push out the oldest.
    static let maximumSessions = 100
    /// The cookie's name.
    static let cookie = "kiosk_operator"

    /// Characters of a name that are kept.
    static let longestName = 32

    private struct Session {
        var expiry: Date
        var name: String
    }

    private let sessions = Mutex<[String: Session]>([:])

    /// Begins a session. Somebody without a name is called after some digits of the session.
    /// - Returns: its key, 256 random bits in hexadecimal, and the name.
    func begin(as name: String, at now: Date) -> (key: String, name: String) {
        var random = SystemRandomNumberGenerator()
        let words = (0..<4).map { _ in UInt64.random(in: .min ... .max, using: &random) }
        let key = words.map { $0.padded(to: 16, radix: 16) }.joined()
        let given = String(name.unicodeScalars.filter { $0.properties.generalCategory != .control })
            .trimmingCharacters(in: .whitespaces).prefix(Self.longestName)
        // Not of the key itself, which is a secret.
        let tag = String(UInt16.random(in: 0x1000...0xFFFF, using: &random), radix: 16)
        let session = Session(expiry: now + Self.lifetime, name: given.isEmpty ? "operator-\(tag)" : String(given))
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.expiry > now }
            if sessions.count >= Self.maximumSessions,
                let oldest = sessions.min(by: { $0.value.expiry < $1.value.expiry })
            {
                sessions[oldest.key] = nil
            }
            sessions[key] = session
        }
        return (key, session.name)
    }

    // Looked up by hash, whose seed is random in each process: the time that it takes tells nothing about a key.
    /// The name of the session with that key; nil if none goes on.
    func name(of key: String, at now: Date) -> String? {
        sessions.withLock { $0[key].flatMap { $0.expiry > now ? $0.name : nil } }
    }

    /// Ends a session.
    func end(_ key: String) { sessions.withLock { $0[key] = nil } }
}
