/// A parsed JSON value (RFC 8259).
enum JSONTree {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([Member])
    /// A bare word that JSON does not have, such as `NaN`. Only this value is unusable.
    case word(String)

    struct Member {
        var name: String
        var value: JSONTree
    }
}

/// Parses JSON leniently, as long as its structure is clear.
///
/// It accepts some things that the grammar forbids but that are unambiguous: a raw line break or another control
/// character in a text, an unknown escape, half of a surrogate pair, a comma before a closing bracket, and a bare word
/// in place of a value. Each makes a remark, a bare word once it is used. Anything else is rejected, above all a text
/// that ends too early.
struct JSONParser {
    /// The deepest nesting. Deeper nesting would be an attack on the stack.
    private static let deepest = 512

    private let bytes: [UInt8]
    private let remarks: Remarks
    private var at = 0
    /// The line of the last remark and the offset up to which lines are counted, so that each line is counted once.
    private var (line, counted) = (1, 0)

    /// - Parameter bytes: valid UTF-8.
    init(_ bytes: [UInt8], _ remarks: Remarks) {
        self.bytes = bytes
        self.remarks = remarks
    }

    mutating func readDocument() throws(SourceError) -> JSONTree {
        let tree = try readValue(0)
        skipBlanks()
        guard at == bytes.count else { throw Self.broken }
        return tree
    }

    private static let broken = SourceError("", .syntax("no JSON document, or cut off"))

    private mutating func remark(_ words: String) {
        let end = min(at, bytes.count)
        for byte in bytes[counted..<end] where byte == 0x0A { line += 1 }
        counted = end
        remarks.add("line \(line)", .syntax(words))
    }

    private mutating func skipBlanks() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 {
            at += 1
        }
    }

    private mutating func readValue(_ depth: Int) throws(SourceError) -> JSONTree {
        skipBlanks()
        guard at < bytes.count, depth < Self.deepest else { throw Self.broken }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try readObject(depth)
        case UInt8(ascii: "["): return try readList(depth)
        case UInt8(ascii: "\""): return .text(try readText())
        default: return try readScalar()
        }
    }

    // MARK: Containers

    private mutating func readObject(_ depth: Int) throws(SourceError) -> JSONTree {
        var members: [JSONTree.Member] = []
        at += 1
        while try goesOn(until: UInt8(ascii: "}"), isFirst: members.isEmpty) {
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw Self.broken }
            let name = try readText()
            skipBlanks()
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw Self.broken }
            at += 1
            members.append(JSONTree.Member(name: name, value: try readValue(depth + 1)))
        }
        return .object(members)
    }

    private mutating func readList(_ depth: Int) throws(SourceError) -> JSONTree {
        var items: [JSONTree] = []
        at += 1
        while try goesOn(until: UInt8(ascii: "]"), isFirst: items.isEmpty) { items.append(try readValue(depth + 1)) }
        return .list(items)
    }

    /// Whether another element follows. Consumes the comma before it, or the closing bracket.
    private mutating func goesOn(until end: UInt8, isFirst: Bool) throws(SourceError) -> Bool {
        skipBlanks()
        guard at < bytes.count else { throw Self.broken }
        if bytes[at] == end {
            at += 1
            return false
        }
        guard !isFirst else { return true }
        guard bytes[at] == UInt8(ascii: ",") else { throw Self.broken }
        at += 1
        skipBlanks()
        guard at < bytes.count, bytes[at] == end else { return true }
        remark("a comma before the closing bracket")
        at += 1
        return false
    }

    // MARK: Scalars

    private mutating func readScalar() throws(SourceError) -> JSONTree {
        let start = at
        while at < bytes.count, Self.isWord(bytes[at]) { at += 1 }
        guard at > start else { throw Self.broken }
        let word = String(decoding: bytes[start..<at], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .flag(true)
        case "false": return .flag(false)
        default:
            // Swift's `Double` accepts every JSON number, but also other forms, which these conditions exclude.
            let isNumber = Self.isDigit(bytes[start]) || bytes[start] == UInt8(ascii: "-")
            if isNumber, !word.contains(where: { "xXpPnN".contains($0) }), let number = Double(word), number.isFinite {
                return .number(number)
            }
            return .word(word)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (97...122).contains(byte | 0x20) || byte == 0x2B || byte == 0x2D || byte == 0x2E
            || byte == 0x5F
    }

    private mutating func readText() throws(SourceError) -> String {
        at += 1
        let start = at
        // A fast path, because most texts have no escape.
        while at < bytes.count, bytes[at] != 0x22, bytes[at] != 0x5C, bytes[at] >= 0x20 { at += 1 }
        guard at < bytes.count else { throw Self.broken }
        if bytes[at] == 0x22 {
            defer { at += 1 }
            return String(decoding: bytes[start..<at], as: UTF8.self)
        }
        return try readEscapedText(Array(bytes[start..<at]))
    }

    private mutating func readEscapedText(_ beginning: [UInt8]) throws(SourceError) -> String {
        var text = beginning
        var isRawSaid = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x22 {
                at += 1
                return String(decoding: text, as: UTF8.self)
            }
            if byte < 0x20, !isRawSaid {
                remark("a raw line break or control character in a text")
                isRawSaid = true
            }
            if byte == 0x5C {
                try readEscape(into: &text)
            } else {
                text.append(byte)
                at += 1
            }
        }
        throw Self.broken
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(SourceError) {
        at += 1
        guard at < bytes.count else { throw Self.broken }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"): text += Array(String(Character(readUnicodeEscape())).utf8)
        default:
            remark("an escape that JSON does not have")
            text.append(byte)
        }
    }

    /// The character that follows `\u`. Half of a surrogate pair alone becomes U+FFFD.
    private mutating func readUnicodeEscape() -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard let first = hexadecimal(at) else {
            remark("an escape that JSON does not have")
            return replacement
        }
        at += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        if (0xD800..<0xDC00).contains(first), at + 1 < bytes.count, bytes[at] == 0x5C,
            bytes[at + 1] == UInt8(ascii: "u"),
            let second = hexadecimal(at + 2), (0xDC00..<0xE000).contains(second)
        {
            at += 6
            return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? replacement
        }
        remark("a character is cut")
        return replacement
    }

    private func hexadecimal(_ start: Int) -> UInt32? {
        guard start + 4 <= bytes.count, bytes[start..<start + 4].allSatisfy({ Self.isWord($0) }) else { return nil }
        return UInt32(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
    }
}
