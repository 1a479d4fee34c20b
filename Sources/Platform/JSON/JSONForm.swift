import Foundation

/// The JSON of every body except a batch of events: members are sorted, and instants are in RFC 3339.
enum JSONForm {
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(date))
        }
        return encoder
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Timestamp.parse(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no RFC 3339 instant in UTC")
            }
            return date
        }
        return decoder
    }

    /// What is wrong, by member, for the sender's technician; never repeats the value.
    static func explain(_ error: any Error) -> String {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            let keys = context.codingPath + (key.map { [$0] } ?? [])
            return keys.isEmpty ? "body" : keys.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context): return "\(path(context, key)): missing"
        case DecodingError.valueNotFound(_, let context): return "\(path(context)): must not be null"
        case DecodingError.typeMismatch(_, let context): return "\(path(context)): wrong type"
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "\(path(context)): not usable"
        default: return "not valid JSON"
        }
    }
}
