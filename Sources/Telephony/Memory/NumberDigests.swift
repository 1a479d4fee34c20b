import Crypto
import Foundation

/// Keyed digests (HMAC-SHA-256, RFC 2104) of telephone numbers, used to recognise a number without keeping it. A new
/// key is made each day. Yesterday's key still counts, so a number from half an hour before midnight is not forgotten.
struct NumberDigests: Codable, Equatable {
    private struct Key: Codable, Equatable {
        var day: Int64
        var secret: Data
    }

    /// The length of a digest and of a key, in bytes.
    static let bytes = 32

    private var keys: [Key] = []

    /// A copy without keys that this program did not make, since a file may contain anything.
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
