/// Finds places in a JSON document (RFC 8259): where a member is, and where the document breaks. A reader names an
/// error by its path at best, but a technician wants the line. This accepts everything that the readers (`JSONParser`)
/// accept, such as a raw line break in a text, a comma before a closing bracket or a bare word. An error after one of
/// these therefore still gets its own line.
struct JSONPlace {
    /// The document is not JSON.
    struct Broken: Error, Equatable {
        /// The first byte that does not fit, from 0; the document's length if it breaks off.
        var offset: Int
        /// What is expected there.
        var expected: String
    }

    /// One step of a path.
    enum Step: Equatable {
        case key(String)
        case index(Int)
    }

    private let bytes: [UInt8]
    private var offset = 0
    /// Foundation refuses deeper nesting.
    private static let deepest = 512

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    /// The offset of the value at a path; if there is none, that of the nearest value around it.
    static func find(_ path: [Step], in bytes: [UInt8]) -> Int? {
        var reader = JSONPlace(bytes)
        return try? reader.find(path[...])
    }

    /// Where a document breaks; nil if it is whole.
    static func firstBreak(in bytes: [UInt8]) -> Broken? {
        var reader = JSONPlace(bytes)
        do throws(Broken) {
            try reader.skipValue(depth: 0)
            reader.skipBlanks()
            guard reader.offset == bytes.count else { throw reader.broken("the end of the file") }
            return nil
        } catch {
            return error
        }
    }

    /// The steps of a path such as `daily.code[3]` or `/daily/code/3`.
    static func steps(_ path: String) -> [Step] {
        if path.hasPrefix("/") {
            return path.dropFirst().split(separator: "/").map { part in
                Int(part).map { .index($0) } ?? .key(String(part))
            }
        }
        return path.split(separator: ".").flatMap { part -> [Step] in
            let pieces = part.split(separator: "[")
            let keys = part.hasPrefix("[") ? [] : pieces.prefix(1).map { Step.key(String($0)) }
            let indices = (part.hasPrefix("[") ? pieces[...] : pieces.dropFirst()).compactMap { piece in
                piece.hasSuffix("]") ? Int(piece.dropLast()).map { Step.index($0) } : nil
            }
            return keys + indices
        }
    }

    /// The steps as a JSON Pointer (RFC 6901).
    static func pointer(_ steps: [Step]) -> String {
        steps.map { step in
            switch step {
            case .key(let key): "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
            case .index(let index): "/\(index)"
            }
        }.joined()
    }

    /// The line and column of a byte, both from 1. Columns count characters (Unicode scalars); lines end with LF, CR LF
    /// or CR.
    static func position(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for (index, byte) in bytes.prefix(offset).enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if byte == 0x0A || (byte == 0x0D && next != 0x0A) {
                (line, column) = (line + 1, 1)
            } else if byte & 0xC0 != 0x80, byte != 0x0D, !(index < 3 && bytes.starts(with: [0xEF, 0xBB, 0xBF])) {
                column += 1
            }
        }
        return (line, column)
    }

    // MARK: Reading

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func broken(_ expected: String) -> Broken { Broken(offset: offset, expected: expected) }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func take(_ character: Character) throws(Broken) {
        skipBlanks()
        guard next == character.asciiValue else { throw broken("'\(character)'") }
        offset += 1
    }

    private mutating func find(_ path: ArraySlice<Step>) throws(Broken) -> Int {
        skipBlanks()
        let here = offset
        guard let step = path.first else { return here }
        switch (step, next) {
        case (.key(let wanted), UInt8(ascii: "{")): return try findKey(wanted, path.dropFirst()) ?? here
        case (.index(let wanted), UInt8(ascii: "[")): return try findIndex(wanted, path.dropFirst()) ?? here
        default: return here
        }
    }

    private mutating func findKey(_ wanted: String, _ rest: ArraySlice<Step>) throws(Broken) -> Int? {
        offset += 1
        skipBlanks()
        if next == UInt8(ascii: "}") { return nil }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { return nil }
            let start = offset
            try skipString()
            let key = String(decoding: bytes[start + 1..<offset - 1], as: UTF8.self)
            try take(":")
            if key == wanted { return try find(rest) }
            try skipValue(depth: 1)
            skipBlanks()
            guard next == UInt8(ascii: ",") else { return nil }
            offset += 1
        }
    }

    private mutating func findIndex(_ wanted: Int, _ rest: ArraySlice<Step>) throws(Broken) -> Int? {
        offset += 1
        for index in 0... {
            skipBlanks()
            if next == UInt8(ascii: "]") { return nil }
            if index == wanted { return try find(rest) }
            try skipValue(depth: 1)
            skipBlanks()
            guard next == UInt8(ascii: ",") else { return nil }
            offset += 1
        }
        return nil
    }

    private mutating func skipValue(depth: Int) throws(Broken) {
        skipBlanks()
        guard depth < Self.deepest else { throw broken("less nesting") }
        switch next {
        case UInt8(ascii: "{"): try skipItems(until: "}", depth: depth)
        case UInt8(ascii: "["): try skipItems(until: "]", depth: depth)
        case UInt8(ascii: "\""): try skipString()
        default: try skipWord()
        }
    }

    private mutating func skipItems(until end: Character, depth: Int) throws(Broken) {
        offset += 1
        skipBlanks()
        if next == end.asciiValue {
            offset += 1
            return
        }
        while true {
            if end == "}" {
                skipBlanks()
                guard next == UInt8(ascii: "\"") else { throw broken("a name in quotation marks") }
                try skipString()
                try take(":")
            }
            try skipValue(depth: depth + 1)
            skipBlanks()
            if next == end.asciiValue {
                offset += 1
                return
            }
            guard next == UInt8(ascii: ",") else { throw broken("',' or '\(end)'") }
            offset += 1
            skipBlanks()
            if next == end.asciiValue {
                offset += 1
                return
            }
        }
    }

    private mutating func skipString() throws(Broken) {
        offset += 1
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return
            case UInt8(ascii: "\\"): offset += 2
            default: offset += 1
            }
        }
        offset = bytes.count
        throw broken("'\"': the text does not end")
    }

    /// A number, `true`, `false` or `null`.
    private mutating func skipWord() throws(Broken) {
        let start = offset
        while let byte = next, (48...57).contains(byte) || (97...122).contains(byte | 0x20) || "+-.".utf8.contains(byte)
        {
            offset += 1
        }
        let word = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard ["true", "false", "null"].contains(word) || (word.first?.isLetter == false && Double(word) != nil) else {
            offset = start
            throw broken("a value")
        }
    }
}
