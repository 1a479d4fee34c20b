/// How many columns a terminal gives a character (UAX #11; the table is generated).
///
/// Ambiguous characters count as one column, because every terminal that ships with the booth draws them that way.
public enum DisplayWidth {
    /// Columns of one grapheme: 0, 1 or 2. Control characters take no columns and are never drawn.
    public static func columns(of character: Character) -> Int {
        character.unicodeScalars.reduce(0) { max($0, columns(of: $1)) }
    }

    /// Columns of a text.
    public static func columns(of text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x20 || (0x7F..<0xA0).contains(value) { return 0 }
        if value < 0x300 { return 1 }
        // Most of what is not Latin here: CJK unified ideographs.
        if (0x4E00..<0xA000).contains(value) { return 2 }
        if contains(none, value) { return 0 }
        return contains(wide, value) ? 2 : 1
    }

    private static func contains(_ ranges: [(UInt32, UInt32)], _ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].1 < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].0 <= value
    }
}
