/// A protocol buffer's message as the fields on its wire. If a field cannot be decoded, only that field is lost and not
/// the whole feed.
struct ProtobufFields {
    /// A field.
    struct Field {
        var number: Int
        /// The bytes including the tag, which form a message with only this field.
        var whole: ArraySlice<UInt8>
        /// The bytes of an inner message or a text; empty for a number.
        var content: ArraySlice<UInt8>
        /// The value of a varint; 0 for any other type.
        var number64: UInt64
    }

    let fields: [Field]

    /// Splits a message; nil if the bytes are not one, because it ends inside a field or has an unknown wire type.
    init?(_ bytes: ArraySlice<UInt8>) {
        var fields: [Field] = []
        var rest = bytes
        while !rest.isEmpty {
            let start = rest.startIndex
            guard let tag = Self.varint(&rest), tag >> 3 > 0, tag >> 3 < 1 << 29 else { return nil }
            var content = rest.prefix(0)
            var value: UInt64 = 0
            switch tag & 7 {
            case 0:
                guard let found = Self.varint(&rest) else { return nil }
                value = found
            case 1: guard Self.skip(8, &rest) != nil else { return nil }
            case 5: guard Self.skip(4, &rest) != nil else { return nil }
            case 2:
                guard let length = Self.varint(&rest).flatMap({ Int(exactly: $0) }),
                    let inside = Self.skip(length, &rest)
                else { return nil }
                content = inside
            default: return nil
            }
            fields.append(
                Field(
                    number: Int(tag >> 3), whole: bytes[start..<rest.startIndex], content: content, number64: value))
        }
        self.fields = fields
    }

    /// The last field with this number, which is the one that counts.
    subscript(number: Int) -> Field? { fields.last { $0.number == number } }

    /// A field's text, with malformed characters replaced; nil if the field is missing or empty.
    func text(_ number: Int) -> String? {
        guard let content = self[number]?.content, !content.isEmpty else { return nil }
        return String(decoding: content, as: UTF8.self)
    }

    /// The bytes of all fields except those with this number.
    func without(_ number: Int) -> [UInt8] { fields.filter { $0.number != number }.flatMap(\.whole) }

    private static func skip(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        let skipped = rest.prefix(count)
        rest = rest.dropFirst(count)
        return skipped
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            if shift < 64 { value |= UInt64(byte & 0x7F) << UInt64(shift) }
            if byte < 0x80 { return value }
        }
        return nil
    }
}
