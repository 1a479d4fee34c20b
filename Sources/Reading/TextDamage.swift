/// Measures how much of some bytes is not UTF-8, and tells single cut characters from another encoding.
public struct TextDamage {
    /// This many malformed sequences in a row are not one damaged character, but a word in another encoding.
    private static let word = 3
    /// The longest remainder of a character that lost its first byte, in bytes.
    private static let longestTail = 3

    /// The number of complete characters.
    public private(set) var characters = 0
    /// The number of complete characters beyond ASCII.
    public private(set) var wide = 0
    /// The number of malformed sequences. The remainder of a character that lost its beginning counts as one.
    public private(set) var malformed = 0
    /// The most malformed sequences in a row.
    public private(set) var mostInARow = 0
    /// The number of malformed sequences that belong to words in another encoding.
    private var inWords = 0
    /// The offset at which the first such word is certain to be one.
    private var firstWord: Int?
    /// The lines with something malformed, in order, from 1.
    public private(set) var lines: [Int] = []
    /// The bytes with U+FFFD for each malformed sequence.
    public private(set) var mended: [UInt8] = []

    /// Measures the damage of these bytes.
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

    /// The position of the byte, counted from 1, at which it is clear that the whole text is in another encoding, so
    /// that mending it would give wrong text. Nil if only single words among many are, or if characters were just cut.
    public var otherEncoding: Int? {
        if let firstWord, inWords * 16 > wide + malformed { return firstWord + 1 }
        return malformed >= 8 && malformed * 4 > wide + malformed ? 1 : nil
    }
}
