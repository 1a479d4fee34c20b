/// Bytes from outside as text.
public enum TextBytes {
    /// The bytes of a text in UTF-8 without its mark; UTF-16 with its mark is turned into UTF-8 (a mark in front is how editors
    /// on Windows write both). A character that was cut becomes U+FFFD, and so does each of a word in another encoding among
    /// many in this one, with a remark that names its line.
    /// - Throws: `.empty` if there is nothing but blanks, `.encoding` if it is no such text.
    public static func utf8(_ body: [UInt8], _ remarks: Remarks) throws(SourceError) -> [UInt8] {
        var bytes = body
        switch (body.first, body.dropFirst().first) {
        case (0xFF, 0xFE), (0xFE, 0xFF): bytes = try wide(body, remarks)
        default: if body.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        }
        guard bytes.contains(where: { !isBlank($0) }) else { throw SourceError("", .empty) }
        guard String(validating: bytes, as: UTF8.self) == nil else { return bytes }
        let damage = TextDamage(bytes)
        if let place = damage.otherEncoding { throw SourceError("byte \(place)", .encoding) }
        for line in damage.lines { remarks.add("line \(line)", cut) }
        return damage.mended
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
}
