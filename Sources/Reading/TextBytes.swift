/// Decodes bytes from outside as text.
public enum TextBytes {
    /// The bytes of a text as UTF-8 without a byte order mark. UTF-16 with a byte order mark is converted to UTF-8;
    /// editors on Windows write such a mark in both encodings.
    ///
    /// A cut character becomes U+FFFD, and a remark names its line. The same goes for each malformed sequence of a few
    /// words in another encoding among many in UTF-8.
    /// - Throws: `.empty` if there is only white space, `.encoding` if the bytes are no such text.
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

    /// The reason in a remark about a character whose bytes are incomplete.
    public static let cut = SourceError.Reason.syntax("a character is cut")
}
