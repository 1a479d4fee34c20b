/// Bytes from outside as text.
public enum TextBytes {
    /// So many malformed sequences side by side are no accident to a character: the text is in another encoding, and what
    /// could be made of it would be wrong.
    private static let anotherEncoding = 3

    /// The bytes of a text in UTF-8 without its mark; UTF-16 with its mark is turned into UTF-8 (a mark in front is how editors
    /// on Windows write both). A character that was cut becomes U+FFFD, with a remark that names its line.
    /// - Throws: `.empty` if there is nothing but blanks, `.encoding` if it is no such text.
    public static func utf8(_ body: [UInt8], _ remarks: Remarks) throws(SourceError) -> [UInt8] {
        var bytes = body
        switch (body.first, body.dropFirst().first) {
        case (0xFF, 0xFE), (0xFE, 0xFF): bytes = try wide(body, remarks)
        default: if body.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        }
        guard bytes.contains(where: { !isBlank($0) }) else { throw SourceError("", .empty) }
        guard String(validating: bytes, as: UTF8.self) == nil else { return bytes }
        try remark(bytes, remarks)
        return Array(String(decoding: bytes, as: UTF8.self).utf8)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func wide(_ body: [UInt8], _ remarks: Remarks) throws(SourceError) -> [UInt8] {
        let isLittle = body[0] == 0xFF
        guard body.count % 2 == 0 else { throw SourceError("byte \(body.count)", .encoding) }
        let units = stride(from: 2, to: body.count, by: 2).map { index in
            let (first, second) = (UInt16(body[index]), UInt16(body[index + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        if String(validating: units, as: UTF16.self) == nil { remarks.add("", Self.cut) }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// What a remark says of a character whose bytes are not all there.
    public static let cut = SourceError.Reason.syntax("a character is cut")

    /// Names the lines of malformed sequences.
    private static func remark(_ bytes: [UInt8], _ remarks: Remarks) throws(SourceError) {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var (offset, line, inARow) = (0, 1, 0)
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let scalar):
                if scalar.first == 0x0A { line += 1 }
                offset += scalar.count
                inARow = 0
            case .error(let length):
                inARow += 1
                if inARow == 1 { remarks.add("line \(line)", cut) }
                guard inARow < anotherEncoding else { throw SourceError("byte \(offset + 1)", .encoding) }
                offset += length
            case .emptyInput: return
            }
        }
    }
}
