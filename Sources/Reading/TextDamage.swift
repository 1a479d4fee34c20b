/// How much of some bytes is no UTF-8, and whether that is a character cut here and there or another encoding.
public struct TextDamage {
    /// So many malformed sequences side by side are no accident to one character: that is a word in another encoding.
    private static let word = 3
    /// Longer than what is left of a character that lost its first byte.
    private static let longestTail = 3

    /// Whole characters.
    public private(set) var characters = 0
    /// Whole characters beyond ASCII.
    public private(set) var wide = 0
    /// Malformed sequences; of a character that lost its beginning all that is left is one.
    public private(set) var malformed = 0
    /// The most of them side by side.
    public private(set) var mostInARow = 0
    /// Those that are words in another encoding.
    private var inWords = 0
    /// Where the first such word is sure to be one.
    private var firstWord: Int?
    /// The lines with something malformed, in order.
    public private(set) var lines: [Int] = []
    /// The bytes with U+FFFD for each malformed sequence.
    public private(set) var mended: [UInt8] = []

    /// Goes through bytes.
    public init(_ bytes: some Collection<UInt8>) {
        let all = Array(bytes)
        mended.reserveCapacity(all.count)
        var parser = Unicode.UTF8.ForwardParser()
        var rest = all.makeIterator()
        var (offset, line, start, count) = (0, 1, 0, 0)
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let scalar):
                if count > 0 { end(of: all[start..<offset], count) }
                count = 0
                mended += all[offset..<offset + scalar.count]
                offset += scalar.count
                characters += 1
                if scalar.count > 1 { wide += 1 }
                if scalar.first == 0x0A { line += 1 }
            case .error(let length):
                if count == 0 {
                    start = offset
                    if lines.last != line { lines.append(line) }
                }
                count += 1
                if count == Self.word, firstWord == nil { firstWord = offset }
                offset += length
            case .emptyInput:
                if count > 0 { end(of: all[start..<offset], count) }
                return
            }
        }
    }

    private mutating func end(of run: ArraySlice<UInt8>, _ count: Int) {
        let isTail = run.count <= Self.longestTail && run.allSatisfy { (0x80...0xBF).contains($0) }
        let counted = isTail ? 1 : count
        malformed += counted
        mostInARow = max(mostInARow, counted)
        if counted >= Self.word { inWords += counted } else if inWords == 0 { firstWord = nil }
        for _ in 0..<counted { mended += [0xEF, 0xBF, 0xBD] }
    }

    /// The byte, from 1, where it is plain that all this is in another encoding, and what could be made of it would be wrong;
    /// nil where that is one name among many, or characters that were cut.
    public var otherEncoding: Int? {
        if let firstWord, inWords * 16 > wide + malformed { return firstWord + 1 }
        return malformed >= 8 && malformed * 4 > wide + malformed ? 1 : nil
    }
}
