/// A `pattern` of the records' schemas: a regular expression over ASCII, from `^` to `$`, of characters, classes such
/// as `[a-z0-9-]`, groups, and the quantifiers `*`, `+`, `?`, `{n}` and `{m,n}`.
///
/// A few patterns are matched against every incoming event, and a general engine takes longer than the rest of the
/// check. A pattern beyond this subset is refused when the schema is read, never ignored.
struct SchemaPattern: Sendable {
    private indirect enum Atom: Sendable {
        case bytes(Set256)
        case group([Piece])
    }

    private struct Piece: Sendable {
        var atom: Atom
        var least = 1
        var most = 1
    }

    private let pieces: [Piece]

    /// Reads a pattern; nil if it is not in this subset.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 2, bytes.first == UInt8(ascii: "^"), bytes.last == UInt8(ascii: "$"),
            bytes.allSatisfy({ $0 < 0x80 })
        else { return nil }
        var reader = Reader(bytes: Array(bytes[1..<bytes.count - 1]))
        guard let pieces = reader.readPieces(), reader.isAtEnd else { return nil }
        self.pieces = pieces
    }

    /// Whether the whole text matches.
    func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in Self.match(pieces[...], bytes, 0) { $0 == bytes.count } }
    }

    private static func match(
        _ pieces: ArraySlice<Piece>, _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, then: (Int) -> Bool
    ) -> Bool {
        guard let piece = pieces.first else { return then(position) }
        return match(piece, 0, bytes, position) { match(pieces.dropFirst(), bytes, $0, then: then) }
    }

    /// Matches a piece as often as possible first, then less often.
    private static func match(
        _ piece: Piece, _ count: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, then: (Int) -> Bool
    ) -> Bool {
        switch piece.atom {
        case .bytes(let set):
            var end = position
            var count = count
            while count < piece.most, end < bytes.count, set.contains(bytes[end]) {
                end += 1
                count += 1
            }
            while count >= piece.least {
                if then(end) { return true }
                guard end > position else { return false }
                end -= 1
                count -= 1
            }
            return false
        case .group(let pieces):
            if count < piece.most,
                match(
                    pieces[...], bytes, position,
                    then: { $0 > position && match(piece, count + 1, bytes, $0, then: then) })
            {
                return true
            }
            return count >= piece.least && then(position)
        }
    }

    /// A set of bytes.
    private struct Set256: Sendable {
        private var words: (UInt64, UInt64) = (0, 0)

        func contains(_ byte: UInt8) -> Bool {
            byte < 64 ? words.0 >> UInt64(byte) & 1 == 1 : byte < 128 && words.1 >> UInt64(byte - 64) & 1 == 1
        }

        mutating func insert(_ byte: UInt8) {
            if byte < 64 { words.0 |= 1 << UInt64(byte) } else { words.1 |= 1 << UInt64(byte - 64) }
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position == bytes.count }
        private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard next == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        mutating func readPieces() -> [Piece]? {
            var pieces: [Piece] = []
            while let byte = next, byte != UInt8(ascii: ")") {
                guard let atom = readAtom() else { return nil }
                var piece = Piece(atom: atom)
                if take("*") {
                    (piece.least, piece.most) = (0, .max)
                } else if take("+") {
                    piece.most = .max
                } else if take("?") {
                    piece.least = 0
                } else if take("{") {
                    guard let least = readNumber() else { return nil }
                    (piece.least, piece.most) = (least, least)
                    if take(",") {
                        guard let most = readNumber(), most >= least else { return nil }
                        piece.most = most
                    }
                    guard take("}") else { return nil }
                }
                pieces.append(piece)
            }
            return pieces
        }

        private mutating func readAtom() -> Atom? {
            if take("[") { return readSet().map(Atom.bytes) }
            if take("(") {
                guard let inner = readPieces(), take(")") else { return nil }
                return .group(inner)
            }
            guard let byte = next, !".|\\^$*+?{}]".utf8.contains(byte) else { return nil }
            position += 1
            var set = Set256()
            set.insert(byte)
            return .bytes(set)
        }

        private mutating func readSet() -> Set256? {
            var set = Set256()
            while let first = next, first != UInt8(ascii: "]") {
                guard !"^\\[".utf8.contains(first) else { return nil }
                position += 1
                let isRange = next == UInt8(ascii: "-") && position + 1 < bytes.count
                guard isRange, bytes[position + 1] != UInt8(ascii: "]") else {
                    set.insert(first)
                    continue
                }
                let last = bytes[position + 1]
                guard first <= last else { return nil }
                position += 2
                for byte in first...last { set.insert(byte) }
            }
            return take("]") ? set : nil
        }

        private mutating func readNumber() -> Int? {
            var value: Int?
            while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), (value ?? 0) < 10_000 {
                value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
                position += 1
            }
            return value
        }
    }
}
