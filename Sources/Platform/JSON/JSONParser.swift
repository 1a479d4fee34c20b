import Basics

/// Why a text is not JSON, and where.
struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
    /// Byte offset from the start of the text.
    let offset: Int
    let problem: String

    var description: String { "\(problem) at byte \(offset)" }
}

/// A strict JSON parser (RFC 8259, and I-JSON's ban on duplicate names, RFC 7493) with a limit on depth.
///
/// It exists beside Foundation's for two reasons. An accepted event is stored as the very bytes that the booth sent, so
/// the parser must say where each element of the batch begins and ends. And a batch is the platform's hot path.
struct JSONParser {
    /// The most members in one object. No event has more, and the limit bounds the search for duplicate names.
    static let maximumMembers = 128

    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var position = 0

    private init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// Parses one complete JSON text.
    static func parse(_ bytes: [UInt8], maximumDepth: Int = 32) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        parser.skipSpace()
        let value = try parser.readValue(depth: 1)
        try parser.expectEnd()
        return value
    }

    /// Parses a JSON text that is an array, and returns each element with the range of bytes that it was read from.
    static func parseArray(
        _ bytes: [UInt8], maximumDepth: Int = 32
    ) throws(JSONSyntaxError) -> [(value: JSONValue, range: Range<Int>)] {
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        parser.skipSpace()
        guard parser.take(UInt8(ascii: "[")) else { throw parser.failure("expected an array") }
        var elements: [(value: JSONValue, range: Range<Int>)] = []
        parser.skipSpace()
        if !parser.take(UInt8(ascii: "]")) {
            repeat {
                parser.skipSpace()
                let start = parser.position
                let value = try parser.readValue(depth: 2)
                elements.append((value, start..<parser.position))
                parser.skipSpace()
            } while parser.take(UInt8(ascii: ","))
            guard parser.take(UInt8(ascii: "]")) else { throw parser.failure("expected , or ]") }
        }
        try parser.expectEnd()
        return elements
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ problem: String) -> JSONSyntaxError { JSONSyntaxError(offset: position, problem: problem) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func expectEnd() throws(JSONSyntaxError) {
        skipSpace()
        guard position == bytes.count else { throw failure("text after the end of the value") }
    }

    private mutating func readValue(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth <= maximumDepth else { throw failure("nested deeper than \(maximumDepth)") }
        switch next {
        case UInt8(ascii: "{"): return try readObject(depth: depth)
        case UInt8(ascii: "["): return try readArray(depth: depth)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readLiteral("true", .bool(true))
        case UInt8(ascii: "f"): return try readLiteral("false", .bool(false))
        case UInt8(ascii: "n"): return try readLiteral("null", .null)
        default: return try readNumber()
        }
    }

    private mutating func readLiteral(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        guard word.withUTF8Buffer({ bytes[position...].starts(with: $0) }) else { throw failure("expected a value") }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func readObject(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        position += 1
        var members = JSONObject()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("expected a name") }
            let name = try readString()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure("expected :") }
            skipSpace()
            guard members.append(name, try readValue(depth: depth + 1)) else { throw failure("duplicate name") }
            guard members.members.count <= Self.maximumMembers else { throw failure("too many members") }
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw failure("expected , or }") }
        return .object(members)
    }

    private mutating func readArray(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            skipSpace()
            elements.append(try readValue(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw failure("expected , or ]") }
        return .array(elements)
    }

    private mutating func readNumber() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        var isInteger = true
        _ = take(UInt8(ascii: "-"))
        let first = next
        guard skipDigits() > 0 else {
            position = start
            throw failure("expected a value")
        }
        if first == UInt8(ascii: "0"), position - start > (bytes[start] == UInt8(ascii: "-") ? 2 : 1) {
            throw failure("a number with a leading zero")
        }
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard skipDigits() > 0 else { throw failure("expected a digit") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { throw failure("expected a digit") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw failure("a number out of range") }
        return .number(value)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    private mutating func readString() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
        if next == UInt8(ascii: "\"") {
            // Almost every string has no escapes, so the string itself is the only copy.
            guard let result = String(validating: bytes[start..<position], as: UTF8.self) else {
                throw failure("no valid UTF-8")
            }
            position += 1
            return result
        }
        position = start
        return try readEscapedString()
    }

    private mutating func readEscapedString() throws(JSONSyntaxError) -> String {
        var text: [UInt8] = []
        var runStart = position
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                text += bytes[runStart..<position]
                guard let result = String(validating: text, as: UTF8.self) else { throw failure("no valid UTF-8") }
                position += 1
                return result
            case UInt8(ascii: "\\"):
                text += bytes[runStart..<position]
                position += 1
                try appendEscape(to: &text)
                runStart = position
            case 0..<0x20:
                throw failure("a control character in a string")
            default:
                position += 1
            }
        }
        throw failure("a string without an end")
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(JSONSyntaxError) {
        guard let byte = next else { throw failure("a string without an end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try readHexUnit())
            if code >= 0xD800, code < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = UInt32(try readHexUnit())
                guard low >= 0xDC00, low < 0xE000 else { throw failure("half a surrogate pair") }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("half a surrogate pair") }
            text += Array(String(Character(scalar)).utf8)
        default: throw failure("an unknown escape")
        }
    }

    private mutating func readHexUnit() throws(JSONSyntaxError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw failure("expected four hexadecimal digits") }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw failure("expected four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
        }
        position += 4
        return unit
    }
}
