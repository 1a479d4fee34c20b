import Reading

/// A content line of iCalendar (RFC 5545, 3.1): a property with its parameters.
struct ContentLine: Equatable, Sendable {
    /// The name in capitals.
    var name: String
    /// Parameters by their names in capitals; of several values, the first.
    var parameters: [String: String]
    /// The value as written, still escaped.
    var value: String
    /// The number of its first line in the file, from 1.
    var number: Int
    /// Why this is not a valid content line. It then has no name, and its value is the whole line. What it was may
    /// matter to the component that it stands in.
    var damage: SourceError?

    /// Where it is, for errors.
    var place: String { damage == nil ? "line \(number) (\(name))" : "line \(number)" }

    /// The value as TEXT (3.3.11), with the escapes of line breaks, commas and semicolons resolved.
    var text: String {
        guard value.contains("\\") else { return value }
        var text = ""
        var isEscaped = false
        for character in value {
            switch (isEscaped, character) {
            case (false, "\\"):
                isEscaped = true
                continue
            case (true, "n"), (true, "N"): text.append("\n")
            default: text.append(character)
            }
            isEscaped = false
        }
        return text
    }

    /// Reads the lines of a file, ended by CR, LF or both. Folded lines are joined byte by byte, because a fold may
    /// split the bytes of a character. A line without a property, as a raw line break inside a text makes it, is marked
    /// as damaged, with a remark.
    /// - Throws: `.empty`, or an error if the file is in another encoding.
    static func read(_ body: [UInt8], _ remarks: Remarks) throws(SourceError) -> [ContentLine] {
        var bytes = body[...]
        if body.starts(with: [0xFF, 0xFE]) || body.starts(with: [0xFE, 0xFF]) {
            bytes = try TextBytes.utf8(body, remarks)[...]
        } else if body.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = body[3...]
        }
        var lines: [ContentLine] = []
        var line: [UInt8] = []
        var (first, number) = (1, 0)
        while !bytes.isEmpty {
            let end = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
            let part = bytes[bytes.startIndex..<end]
            let isPair = end + 1 < bytes.endIndex && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
            bytes = bytes[min(end + (isPair ? 2 : 1), bytes.endIndex)...]
            number += 1
            if part.isEmpty { continue }
            if part.first == UInt8(ascii: " ") || part.first == UInt8(ascii: "\t"), number > 1 {
                line += part.dropFirst()
                continue
            }
            try add(line, first, to: &lines, remarks)
            line = Array(part)
            first = number
        }
        try add(line, first, to: &lines, remarks)
        guard lines.contains(where: { $0.damage == nil }) else { throw remarks.first ?? SourceError("", .empty) }
        return lines
    }

    private static func add(
        _ bytes: [UInt8], _ number: Int, to lines: inout [ContentLine], _ remarks: Remarks
    ) throws(SourceError) {
        guard bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
        var bytes = bytes
        if String(validating: bytes, as: UTF8.self) == nil {
            let name = bytes.prefix { $0 != colon && $0 != semicolon }
            // A file with such bytes where only ASCII is allowed is not a calendar in UTF-8.
            guard TextDamage(name).mostInARow < 3 else { throw SourceError("line \(number)", .encoding) }
            let damage = TextDamage(bytes)
            // A single malformed character is tolerated, or a few among many characters.
            guard damage.malformed == 1 || damage.mostInARow < 3 && damage.malformed * 4 <= damage.characters - 10
            else { return lines.append(damaged(bytes, number, .encoding, remarks)) }
            remarks.add("line \(number)", TextBytes.cut)
            bytes = damage.mended
        }
        do throws(SourceError) {
            lines.append(try ContentLine(bytes, number: number))
        } catch {
            lines.append(damaged(bytes, number, error.reason, remarks))
        }
    }

    private static func damaged(
        _ bytes: [UInt8], _ number: Int, _ reason: SourceError.Reason, _ remarks: Remarks
    ) -> ContentLine {
        let damage = SourceError("line \(number)", reason)
        remarks.add(damage)
        var line = ContentLine(name: "", value: String(decoding: bytes.prefix(1000), as: UTF8.self), number: number)
        line.damage = damage
        return line
    }

    init(name: String, parameters: [String: String] = [:], value: String, number: Int = 0) {
        self.name = name
        self.parameters = parameters
        self.value = value
        self.number = number
    }

    /// Reads one unfolded line. Its delimiters are ASCII, so it is split byte by byte.
    private init(_ bytes: [UInt8], number: Int) throws(SourceError) {
        var rest = bytes[...]
        let name = rest.prefix { $0 != Self.colon && $0 != Self.semicolon }
        rest = rest[name.endIndex...]
        guard !name.isEmpty, name.allSatisfy(Self.isName) else {
            throw SourceError("line \(number)", .syntax("no property"))
        }
        var parameters: [String: String] = [:]
        while rest.first == Self.semicolon {
            rest.removeFirst()
            let key = rest.prefix { $0 != UInt8(ascii: "=") && $0 != Self.colon && $0 != Self.semicolon }
            rest = rest[key.endIndex...]
            guard rest.first == UInt8(ascii: "=") else {
                throw SourceError("line \(number)", .syntax("a parameter without '='"))
            }
            var value = ""
            repeat {
                rest.removeFirst()
                let part: ArraySlice<UInt8>
                if rest.first == Self.quote {
                    rest.removeFirst()
                    part = rest.prefix { $0 != Self.quote }
                    guard part.endIndex < rest.endIndex else {
                        throw SourceError("line \(number)", .syntax("a quotation mark that is not closed"))
                    }
                    rest = rest[(part.endIndex + 1)...]
                } else {
                    part = rest.prefix { $0 != Self.comma && $0 != Self.colon && $0 != Self.semicolon }
                    rest = rest[part.endIndex...]
                }
                if value.isEmpty { value = String(decoding: part, as: UTF8.self) }
            } while rest.first == Self.comma
            parameters[String(decoding: key, as: UTF8.self).uppercased()] = value
        }
        guard rest.first == Self.colon else {
            throw SourceError("line \(number)", .syntax("no ':' after the property"))
        }
        self.init(
            name: String(decoding: name, as: UTF8.self).uppercased(), parameters: parameters,
            value: String(decoding: rest.dropFirst(), as: UTF8.self), number: number)
    }

    private static let colon = UInt8(ascii: ":")
    private static let semicolon = UInt8(ascii: ";")
    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")

    private static func isName(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte == 45
    }
}
