import Terminal
import Testing
import Vocabulary

extension Examples {
    @Test func terminal() {
        // shown in Sources/Terminal/Terminal.docc/Terminal.md
        var decoder = InputDecoder()

        // F11, as a terminal sends it, then a digit.
        let pressed = decoder.decode("\u{1B}[23~5".utf8)

        // A sequence that means nothing here has digits in it; none of them is a key.
        let swallowed = decoder.decode("\u{1B}[24;8~".utf8)

        // A touch whose report was cut in the middle by two reads.
        let first = decoder.decode("\u{1B}[<0;12".utf8)
        let second = decoder.decode(";3M".utf8)
        // end
        #expect(pressed == [.key(.sos), .key(.digit(5))])
        #expect(swallowed.isEmpty && first.isEmpty)
        #expect(second == [.touch(.down, column: 11, row: 2)])
    }
}
