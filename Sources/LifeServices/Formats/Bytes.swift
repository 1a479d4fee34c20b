import Foundation
import KioskCore

/// An answer's bytes as text and as JSON.
enum Bytes {
    /// UTF-8, with or without its mark, or UTF-16 with its mark (a mark in front is how editors on Windows write both).
    /// - Throws: `.empty` or `.encoding`, with the first byte that fits no character.
    static func text(_ body: [UInt8]) throws(SourceError) -> String {
        let text: String
        switch (body.first, body.dropFirst().first) {
        case (0xFF, 0xFE), (0xFE, 0xFF):
            let isLittle = body[0] == 0xFF
            guard body.count % 2 == 0 else { throw SourceError("byte \(body.count)", .encoding) }
            let units = stride(from: 2, to: body.count, by: 2).map { index in
                let (first, second) = (UInt16(body[index]), UInt16(body[index + 1]))
                return isLittle ? second << 8 | first : first << 8 | second
            }
            guard let decoded = String(validating: units, as: UTF16.self) else { throw SourceError("", .encoding) }
            text = decoded
        default:
            let bytes = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body[3...] : body[...]
            guard let decoded = String(validating: bytes, as: UTF8.self) else {
                throw SourceError("byte \(firstInvalid(in: body))", .encoding)
            }
            text = decoded
        }
        guard !text.allSatisfy(\.isWhitespace) else { throw SourceError("", .empty) }
        return text
    }

    /// Where the longest valid beginning ends, from 1.
    private static func firstInvalid(in body: [UInt8]) -> Int {
        var (low, high) = (0, body.count)
        // A beginning may also end inside a character: then the character's first byte is close before.
        while low < high {
            let middle = (low + high + 1) / 2
            let isValid = (0...3).contains { cut in
                middle >= cut && String(validating: body[..<(middle - cut)], as: UTF8.self) != nil
            }
            if isValid { low = middle } else { high = middle - 1 }
        }
        while low > 0, String(validating: body[..<low], as: UTF8.self) == nil { low -= 1 }
        return low + 1
    }

    /// A JSON document. Foundation's reader refuses nesting deeper than 512.
    /// - Throws: `.empty`, `.encoding`, or the member that is missing or of another type.
    static func json<Value: Decodable>(_ body: [UInt8], as _: Value.Type) throws(SourceError) -> Value {
        let text = try text(body)
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch DecodingError.keyNotFound(let key, let context) {
            throw SourceError(path(context.codingPath + [key]), .missing)
        } catch DecodingError.valueNotFound(_, let context) {
            throw SourceError(path(context.codingPath), .missing)
        } catch DecodingError.typeMismatch(let type, let context) {
            throw SourceError(path(context.codingPath), .syntax("should be \(words(for: type))"))
        } catch DecodingError.dataCorrupted(let context) {
            let own = path(context.codingPath)
            throw SourceError(own, .syntax(own.isEmpty ? "no JSON document, or cut off" : context.debugDescription))
        } catch {
            throw SourceError("", .syntax("no JSON document"))
        }
    }

    /// `daily.weather_code[3]`
    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }

    private static func words(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Double.Type, is Int.Type, is any BinaryInteger.Type: "a number"
        case is Bool.Type: "true or false"
        case is [Any].Type: "a list"
        case is [String: Any].Type: "an object"
        default: "another type"
        }
    }
}

/// What can be, and how it is shown.
enum Plausible {
    /// Whole degrees Celsius that occur on this planet.
    static func degrees(_ value: Double, _ place: String) throws(SourceError) -> Int {
        guard (-90...60).contains(value) else { throw SourceError(place, .implausible("\(value)")) }
        return Int(value.rounded())
    }

    /// Fine dust in µg/m³; the worst days on record are below 2,000.
    static func pm25(_ value: Double, _ place: String) throws(SourceError) -> Int {
        guard (0...2000).contains(value) else { throw SourceError(place, .implausible("\(value)")) }
        return Int(value.rounded())
    }

    /// Text for a screen: without control characters but line breaks, without surrounding white space.
    static func text(_ text: String, most: Int = 2000) -> String? {
        // Most texts have nothing to take out, and a file has thousands.
        if isPlain(text), text.utf8.count <= most { return text }
        let scalars = text.unicodeScalars.filter { scalar in
            scalar == "\n" || !(scalar.properties.generalCategory == .control || isDirection(scalar))
        }
        let plain = String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespacesAndNewlines)
        return plain.isEmpty ? nil : plain.count <= most ? plain : String(plain.prefix(most - 1)) + "…"
    }

    /// Whether a text has no byte of a control character (ASCII's; C2 begins the others), none of E2, which begins those that
    /// turn directions, and neither begins nor ends with a blank.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            !first.properties.isWhitespace, !last.properties.isWhitespace
        else { return false }
        return text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2 }
    }

    /// The characters that turn the direction of the text around them.
    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }

    /// An address for a QR code: `http` or `https` with a host, short enough for a code that a telephone reads.
    static func link(_ text: String) -> String? {
        guard text.utf8.count <= 200, let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", url.host?.isEmpty == false
        else { return nil }
        return text
    }

    /// RFC 3339, or the same without an offset, which then is the booth's (XML Schema's `dateTime` allows it).
    static func instant(_ text: String, _ context: ReadingContext) -> Int64? {
        if let instant = RFC3339.unixMilliseconds(text) { return instant }
        guard let local = RFC3339.unixMilliseconds(text + "Z") else { return nil }
        return local - Int64(context.now.utcOffsetSeconds) * 1000
    }
}
