import Crypto
import Foundation

/// Keyed digests (HMAC-SHA-256, RFC 2104) of telephone numbers, to recognise a number without keeping it. The key is made
/// new each day; yesterday's still counts, so that midnight forgets nothing that is half an hour old.
struct NumberDigests: Codable, Equatable {
    private struct Key: Codable, Equatable {
        var day: Int64
        var secret: Data
    }

    /// How long a digest is, and a key.
    static let bytes = 32

    private var keys: [Key] = []

    /// The same without keys that this program did not make: a file may hold anything.
    var bounded: NumberDigests {
        var copy = self
        copy.keys = keys.filter { $0.secret.count == Self.bytes }.suffix(2)
        return copy
    }

    /// The digest of a number under the key of `day`, in days since 1970.
    mutating func digest(_ number: String, day: Int64) -> Data {
        if keys.last?.day != day {
            let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            keys = keys.suffix(1) + [Key(day: day, secret: secret)]
        }
        return Self.digest(number, keys.last?.secret ?? Data())
    }

    /// Whether a digest is of this number, under any key still kept.
    func matches(_ number: String, _ digest: Data) -> Bool {
        keys.contains { Self.digest(number, $0.secret) == digest }
    }

    private static func digest(_ number: String, _ secret: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(number.utf8), using: SymmetricKey(data: secret)))
    }
}
