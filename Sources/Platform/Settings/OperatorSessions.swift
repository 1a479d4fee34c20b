import Foundation
import Synchronization

/// Who is logged in to the page. Kept in memory only: after a restart, people log in again.
final class OperatorSessions: Sendable {
    /// A working day, from the log-in on.
    static let lifetime: TimeInterval = 12 * 3600
    /// More at once push out the oldest.
    static let maximumSessions = 100
    /// The cookie's name.
    static let cookie = "kiosk_operator"

    private let expiries = Mutex<[String: Date]>([:])

    /// Begins a session.
    /// - Returns: its key, 256 random bits in hexadecimal.
    func begin(at now: Date) -> String {
        var random = SystemRandomNumberGenerator()
        let words = (0..<4).map { _ in UInt64.random(in: .min ... .max, using: &random) }
        let key = words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        expiries.withLock { expiries in
            expiries = expiries.filter { $0.value > now }
            if expiries.count >= Self.maximumSessions, let oldest = expiries.min(by: { $0.value < $1.value }) {
                expiries[oldest.key] = nil
            }
            expiries[key] = now + Self.lifetime
        }
        return key
    }

    // Looked up by hash, whose seed is random in each process: the time that it takes tells nothing about a key.
    /// Whether a key is that of a session that goes on.
    func isValid(_ key: String, at now: Date) -> Bool { expiries.withLock { $0[key].map { $0 > now } ?? false } }

    /// Ends a session.
    func end(_ key: String) { expiries.withLock { $0[key] = nil } }
}
