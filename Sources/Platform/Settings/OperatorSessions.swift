import Basics
import Foundation
import Synchronization

/// The people logged in to the pages, each under the name given. The token is shared, but each answer belongs to
/// somebody. Sessions are kept in memory only, so people log in again after a restart.
final class OperatorSessions: Sendable {
    /// One working day from the log-in, in seconds.
    static let lifetime: TimeInterval = 12 * 3600
    /// The most sessions at once; further ones push out the oldest.
    static let maximumSessions = 100
    /// The cookie's name.
    static let cookie = "kiosk_operator"

    /// The most characters kept of a name.
    static let longestName = 32

    private struct Session {
        var expiry: Date
        var name: String
    }

    private let sessions = Mutex<[String: Session]>([:])

    /// Begins a session. A person without a name is named after some random digits.
    /// - Returns: its key, 256 random bits in hexadecimal, and the name.
    func begin(as name: String, at now: Date) -> (key: String, name: String) {
        var random = SystemRandomNumberGenerator()
        let words = (0..<4).map { _ in UInt64.random(in: .min ... .max, using: &random) }
        let key = words.map { $0.padded(to: 16, radix: 16) }.joined()
        let given = String(name.unicodeScalars.filter { $0.properties.generalCategory != .control })
            .trimmingCharacters(in: .whitespaces).prefix(Self.longestName)
        // Not digits of the key itself, which is a secret.
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

    // Looked up by a hash whose seed is random in each process, so that the time taken reveals nothing about a key.
    /// The name of the session with this key; nil if there is none or it has expired.
    func name(of key: String, at now: Date) -> String? {
        sessions.withLock { $0[key].flatMap { $0.expiry > now ? $0.name : nil } }
    }

    /// Ends a session.
    func end(_ key: String) { sessions.withLock { $0[key] = nil } }
}
