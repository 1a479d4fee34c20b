import AdapterTestSupport
import Vocabulary
import Terminal
import Testing

@Suite struct InputDecoderTests {
    private func decode(_ reads: [[UInt8]]) -> [InputEvent] {
        var decoder = InputDecoder()
        return reads.flatMap { decoder.decode($0) }
    }

    /// Every way to cut the bytes into two reads, whole, and one byte at a time.
    private func cuts(_ bytes: [UInt8]) -> [[[UInt8]]] {
        [[bytes], bytes.map { [$0] }] + bytes.indices.dropFirst().map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
    }

    @Test(arguments: EscapeCorpus.keys)
    func keysAreRecognised(text: String, key: Key) {
        for reads in cuts(EscapeCorpus.bytes(text)) {
            #expect(decode(reads) == [.key(key)], "\(reads)")
        }
    }

    @Test(arguments: EscapeCorpus.touches)
    func touchesAreRecognised(text: String, event: InputEvent) {
        for reads in cuts(EscapeCorpus.bytes(text)) {
            #expect(decode(reads) == [event], "\(reads)")
        }
    }

    /// The terminal's answer to DSR 5 is no key, and the 0 in it is none either, however it is cut.
    @Test func theTerminalsAnswerIsNoKey() {
        let answer = EscapeCorpus.bytes("^[[0n")
        for reads in cuts(answer) {
            #expect(decode(reads) == [.answer], "\(reads)")
            #expect(decode([[0x31]] + reads + [[0x32]]) == [.key(.digit(1)), .answer, .key(.digit(2))])
        }
        // In a paste it is part of the paste.
        #expect(
            decode([EscapeCorpus.bytes("^[[200~12") + answer + EscapeCorpus.bytes("0^[[201~5")]) == [.key(.digit(5))])
    }

    /// An answer that is cut by a long pause is still no key.
    @Test func anAnswerThatIsCutForLongIsNoKey() {
        for cut in 1..<4 {
            let answer = EscapeCorpus.bytes("^[[0n")
            var decoder = InputDecoder()
            var events = decoder.decode(answer[..<cut])
            while decoder.pending != nil { events += decoder.flushPendingEscape() }
            events += decoder.decode(answer[cut...])
            #expect(events.allSatisfy { $0 == .answer }, "cut at \(cut): \(events)")
        }
    }

    @Test(arguments: EscapeCorpus.silent)
    func everythingElseIsSwallowedWhole(bytes: [UInt8]) {
        for reads in cuts(bytes) {
            #expect(decode(reads) == [], "\(reads)")
        }
    }

    /// The key after a sequence counts, in the same read and in the next one, and it is the only one.
    @Test(arguments: EscapeCorpus.silent)
    func theNextKeyCounts(bytes: [UInt8]) {
        for (text, key) in [("5", Key.digit(5)), ("^[[23~", .sos), ("^[Op", .digit(0)), ("#", .hash)] {
            let next = EscapeCorpus.bytes(text)
            #expect(decode([bytes + next]) == [.key(key)])
            #expect(decode([bytes, next]) == [.key(key)])
            #expect(decode(bytes.map { [$0] } + next.map { [$0] }) == [.key(key)])
        }
    }

    /// Any code by which a keypad can be mapped arrives, however it is cut, and it causes nothing else.
    @Test func everyCodeThatHasANameCanBeMapped() {
        for name in KeyCode.names {
            for code in KeyCode.named(name) ?? [] where code.bytes != [0x1B] {
                for reads in cuts(code.bytes) {
                    var decoder = InputDecoder(keys: KeyMap.standard.with([code: .handset(lifted: true)]))
                    #expect(reads.flatMap { decoder.decode($0) } == [.handset(lifted: true)], "\(name): \(reads)")
                    #expect(decoder.isAtRest)
                }
            }
        }
    }

    @Test func aMappedSequenceTakesNoOthersWithIt() {
        let code = KeyCode(bytes: EscapeCorpus.bytes("^[[24;5~"))
        for bytes in EscapeCorpus.silent where bytes != code.bytes {
            var decoder = InputDecoder(keys: KeyMap.standard.with([code: .key(.sos)]))
            #expect(decoder.decode(bytes) == [])
        }
        var decoder = InputDecoder(keys: KeyMap.standard.with([code: .key(.sos)]))
        #expect(decoder.decode(code.bytes) == [.key(.sos)])
    }

    /// A technician has given Escape a meaning here. By itself it has none, because every touch report begins with it.
    private static let withEscape = KeyMap.standard.with([KeyCode(bytes: [0x1B]): .key(.star)])

    @Test func escapeAloneIsNoKey() {
        var decoder = InputDecoder()
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.flushPendingEscape() == [])
        #expect(decoder.pending == nil)
        #expect(decoder.decode([0x35]) == [.key(.digit(5))])
    }

    @Test func escapeAloneCanBeMappedAndIsAKeyAfterItsTime() throws {
        var decoder = InputDecoder(keys: Self.withEscape)
        #expect(decoder.decode([0x1B]) == [])
        #expect(try #require(decoder.pending).timeout == .milliseconds(50))
        #expect(decoder.flushPendingEscape() == [.key(.star)])
        #expect(decoder.pending == nil)
        #expect(decoder.flushPendingEscape() == [])
    }

    /// Under load the rest of a sequence can come after Escape was given out.
    @Test func aLateRestOfASequenceIsStillThatSequence() {
        for (late, events) in [
            ("[24;8~", []), ("[24~", [InputEvent.key(.language)]), ("[<0;3;2M", [.touch(.down, column: 2, row: 1)]),
            ("Op", [.key(.digit(0))]),
            ("]0;120\u{07}", []), ("[200~120\u{1B}[201~", []),
        ] {
            var decoder = InputDecoder(keys: Self.withEscape)
            #expect(decoder.decode([0x1B]) == [])
            #expect(decoder.flushPendingEscape() == [.key(.star)])
            #expect(decoder.decode(Array(late.utf8)) == events, "\(late)")
            #expect(decoder.decode([0x37]) == [.key(.digit(7))])
        }
    }

    @Test func theRestOfASequenceGivenUpIsSwallowedWhereNoKeyCanBeMeant() {
        var decoder = InputDecoder()
        #expect(decoder.decode(EscapeCorpus.bytes("^[[24")) == [])
        #expect(decoder.flushPendingEscape() == [])
        #expect(decoder.decode(Array(";8~4".utf8)) == [.key(.digit(4))])
    }

    /// Lets every time-out of the decoder run out.
    private func wait(_ decoder: inout InputDecoder) -> [InputEvent] {
        var events: [InputEvent] = []
        while decoder.pending != nil { events += decoder.flushPendingEscape() }
        return events
    }

    /// A sequence cut off anywhere yields nothing, and after its time-outs the keypad works.
    @Test(arguments: EscapeCorpus.silent + EscapeCorpus.keys.map { EscapeCorpus.bytes($0.0) })
    func anUnfinishedSequenceDoesNotKillTheKeyboard(bytes: [UInt8]) {
        for end in bytes.indices.dropFirst() {
            var decoder = InputDecoder()
            let early = decoder.decode(bytes[..<end])
            #expect(early + wait(&decoder) == [], "\(bytes[..<end])")
            #expect(decoder.pending == nil)
            #expect(decoder.decode([0x35]) == [.key(.digit(5))], "\(bytes[..<end])")
        }
    }

    /// A wait is counted from its start. Pressing keys inside a string that never ends does not prolong it.
    @Test func keysDoNotProlongAWait() throws {
        var decoder = InputDecoder()
        for start in ["^[]0;", "^[[200~", "^[["] {
            _ = decoder.decode(EscapeCorpus.bytes(start))
            let pending = try #require(decoder.pending)
            #expect(decoder.decode([0x35]) == [])
            #expect(decoder.pending == pending)
            #expect(wait(&decoder) == [])
            #expect(decoder.decode([0x35]) == [.key(.digit(5))])
        }
    }

    @Test func aPasteWithoutAnEndIsGivenUpAndItsRestIsNoKey() {
        var decoder = InputDecoder()
        let flood = [UInt8](repeating: 0x31, count: 4096)
        #expect(decoder.decode(EscapeCorpus.bytes("^[[200~")) == [])
        for _ in 0..<40 { #expect(decoder.decode(flood) == []) }
        _ = decoder.flushPendingEscape()
        #expect(decoder.decode([0x35]) == [.key(.digit(5))])
    }

    // MARK: Pastes without brackets

    @Test func fastTypingCounts() {
        #expect(decode([Array("12011011".utf8)]).count == 8)
    }

    @Test func aBurstIsAPasteAndSoIsItsTail() throws {
        var decoder = InputDecoder()
        #expect(decoder.decode(Array("138 0013 8000\n".utf8)) == [])
        #expect(decoder.hasSwallowed)
        #expect(try #require(decoder.pending).timeout == .milliseconds(100))
        #expect(decoder.decode(Array("120".utf8)) == [])
        #expect(decoder.decode(EscapeCorpus.bytes("^[[23~")) == [.key(.sos)])
        #expect(!decoder.hasSwallowed)
        #expect(decoder.flushPendingEscape() == [])
        #expect(decoder.decode(Array("120".utf8)) == [.key(.digit(1)), .key(.digit(2)), .key(.digit(0))])
        #expect(!decoder.hasSwallowed)
    }

    @Test func sequencesAreNoBurst() {
        let taps = String(repeating: "^[[<0;3;2M^[[<0;3;2m", count: 20)
        #expect(
            decode([EscapeCorpus.bytes(taps + "5")])
                == (0..<40).map { .touch($0 % 2 == 0 ? .down : .up, column: 2, row: 1) } + [.key(.digit(5))])
    }

    // MARK: Noise

    /// Whatever comes, after its time-outs the keypad works.
    @Test(arguments: 0..<64 as Range<UInt64>)
    func noiseDoesNotKillTheKeyboard(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let alphabet: [UInt8] = [
            0x1B, 0x1B, 0x5B, 0x4F, 0x5D, 0x50, 0x3B, 0x3C, 0x4D, 0x7E, 0x32, 0x30, 0x31, 0x9B, 0xC2, 0xE4, 0x07,
        ]
        var decoder = InputDecoder()
        for _ in 0..<200 {
            let read = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random) : alphabet.randomElement(using: &random) ?? 0
            }
            _ = decoder.decode(read)
            if Int.random(in: 0..<4, using: &random) == 0 {
                _ = wait(&decoder)
                #expect(decoder.pending == nil)
                #expect(decoder.decode([0x35]) == [.key(.digit(5))], "seed \(seed)")
            }
        }
    }

    /// Cutting the same bytes into reads differently does not change what comes of them.
    @Test(arguments: 0..<64 as Range<UInt64>)
    func cutsDoNotMatter(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let pieces = EscapeCorpus.silent + EscapeCorpus.keys.map { EscapeCorpus.bytes($0.0) }
        let chosen = (0..<30).compactMap { _ in pieces.randomElement(using: &random) }
        let expected = chosen.flatMap { decode($0.map { [$0] }) }
        var decoder = InputDecoder()
        var events: [InputEvent] = []
        var rest = chosen.flatMap { $0 }[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...InputDecoder.burstLimit, using: &random)
            events += decoder.decode(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        #expect(events == expected)
    }
}
