import CNcurses
import Vocabulary
import Testing

@Suite struct CharacterWidthTests {
    /// curses asks the C library how wide a character is, and the screens ask the table. A row stays in place only if
    /// they agree.
    @Test(
        arguments: [
            0x20...0x7E, 0xA0...0x17F, 0x300...0x36F, 0x2010...0x2017, 0x2190...0x21FF, 0x2460...0x24FF,
            0x2500...0x259F,
            0x25A0...0x266F, 0x3000...0x303E, 0x3041...0x3096, 0x30A0...0x30FF, 0x3105...0x312F, 0x4E00...0x9FFC,
            0xAC00...0xD7A3, 0xFF01...0xFF5E, 0x1FB00...0x1FB3B, 0x1F600...0x1F64F, 0x20000...0x2A6DD,
        ] as [ClosedRange<UInt32>])
    func theTableAgreesWithTheLibrary(range: ClosedRange<UInt32>) {
        terminal_use_utf8()
        for value in range where value != 0xAD {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let columns = Int(terminal_character_columns(value))
            #expect(DisplayWidth.columns(of: Character(scalar)) == columns, "U+\(String(value, radix: 16))")
        }
    }
}
