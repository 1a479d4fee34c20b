import AdapterTestSupport
import Vocabulary
import Terminal
import Testing

/// A terminal under load, a loose cable, a bridge that stutters: reports arrive in pieces, and no piece is a key.
@Suite struct TornSequenceTests {
    /// A decoder with a clock that the test sets.
    private struct Line {
        private(set) var events: [InputEvent] = []
        private var decoder = InputDecoder()
        private var awaited: InputDecoder.Pending?
        private var left = 0

        mutating func read(_ bytes: some Sequence<UInt8>) {
            events += decoder.decode(bytes)
            awaitPending()
        }

        mutating func wait(_ milliseconds: Int) {
            var rest = milliseconds
            while awaited != nil, left <= rest {
                rest -= left
                events += decoder.flushPendingEscape()
                awaited = nil
                awaitPending()
            }
            left -= rest
        }

        private mutating func awaitPending() {
            guard decoder.pending != awaited else { return }
            awaited = decoder.pending
            left = awaited.map { Int($0.timeout / .milliseconds(1)) } ?? 0
        }

        var keys: [Key] { events.compactMap { if case .key(let key) = $0 { key } else { nil } } }
    }

    /// Presses, releases, motion, wheel; xterm, rxvt, X10.
    private static let reports = [
        "^[[<0;1;1M", "^[[<0;45;34M", "^[[<0;10;5m", "^[[<0;5;6M", "^[[<32;10;5M", "^[[<64;10;5M", "^[[<0;200;5M",
        "^[[32;10;5M", "^[[0;10;5M", "^[[M !!", "^[[M012", "^[[M#56",
    ]
    /// What else a terminal sends by itself, and keys of many bytes.
    private static let others = [
        "^[[24;8~", "^[[23~", "^[[24~", "^[[20~", "^[[12;40R", "^[[?1;2c", "^[[8;34;45t",
        "^[]11;rgb:1111/2222/3333\u{07}",
        "^[P>|XTerm(380)^[\\", "^[[200~120^[[201~", "^[[1;5A", "^[Op", "^[OP", "^[[5~",
    ]
    private static let delays = [0, 1, 49, 51, 79, 81, 200, 499, 501, 700, 999, 1001, 1500, 2001, 5000, 60_000]

    /// The last byte of an X10 report may be a key if it comes a second late. No terminal that we ask for reports sends
    /// those.
    private func isLostCause(_ bytes: [UInt8], end: Int, delay: Int) -> Bool {
        bytes.starts(with: EscapeCorpus.bytes("^[[M")) && end == bytes.count - 1 && delay > 1000
    }

    @Test("A report that is cut anywhere, for however long, is no key, and a second later the keypad works")
    func cutReports() {
        for report in Self.reports {
            let bytes = EscapeCorpus.bytes(report)
            for end in bytes.indices.dropFirst() {
                for delay in Self.delays where !isLostCause(bytes, end: end, delay: delay) {
                    var line = Line()
                    line.read(bytes[..<end])
                    line.wait(delay)
                    line.read(bytes[end...])
                    #expect(line.keys == [], "\(report) cut at \(end) for \(delay) ms")
                    line.wait(1000)
                    line.read([0x35])
                    #expect(line.keys == [.digit(5)], "\(report) cut at \(end) for \(delay) ms")
                }
            }
        }
    }

    @Test("So is any other sequence; one that is a key is that key or none")
    func cutOthers() {
        for text in Self.others {
            let bytes = EscapeCorpus.bytes(text)
            var whole = InputDecoder()
            let meant = whole.decode(bytes)
            for end in bytes.indices.dropFirst() {
                for delay in Self.delays {
                    var line = Line()
                    line.read(bytes[..<end])
                    line.wait(delay)
                    line.read(bytes[end...])
                    #expect(line.events == [] || line.events == meant, "\(text) cut at \(end) for \(delay) ms")
                }
            }
        }
    }

    @Test("Within half a second what is complete counts")
    func late() {
        for (end, delay) in [(1, 100), (2, 400), (5, 499)] {
            var line = Line()
            let bytes = EscapeCorpus.bytes("^[[<0;3;2M")
            line.read(bytes[..<end])
            line.wait(delay)
            line.read(bytes[end...])
            #expect(line.events == [.touch(.down, column: 2, row: 1)])
        }
    }

    @Test(
        "A second after its beginning the rest of a report that never comes costs no key", arguments: reports + others)
    func keysWork(text: String) {
        let bytes = EscapeCorpus.bytes(text)
        let isPaste = text.hasPrefix("^[[200~")
        for end in bytes.indices.dropFirst() {
            for (key, meant) in [
                ("5", Key.digit(5)), ("*", .star), ("#", .hash), ("^[[23~", .sos), ("^[OF", .digit(1)),
            ] {
                var line = Line()
                line.read(bytes[..<end])
                line.wait(isPaste ? 2001 : 1001)
                line.read(EscapeCorpus.bytes(key))
                line.read(EscapeCorpus.bytes(key))
                #expect(line.keys == [meant, meant], "\(text) cut at \(end)")
            }
        }
    }

    @Test("Keys pressed meanwhile are lost for that second and no longer")
    func meanwhile() {
        var line = Line()
        line.read(EscapeCorpus.bytes("^[[<0;3"))
        for _ in 0..<60 {
            line.wait(50)
            line.read([0x35])
        }
        #expect(line.keys.count == 41)
    }

    @Test("Whatever is cut into however many pieces within a second", arguments: 0..<200 as Range<UInt64>)
    func fuzz(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var line = Line()
        for _ in 0..<50 {
            let bytes = EscapeCorpus.bytes(Self.reports.randomElement(using: &random) ?? "")
            if Bool.random(using: &random) {
                let end = Int.random(in: 1..<bytes.count, using: &random)
                let delay = Int.random(in: 0...3000, using: &random)
                guard !isLostCause(bytes, end: end, delay: delay) else { continue }
                line.read(bytes[..<end])
                line.wait(delay)
                line.read(bytes[end...])
            } else {
                for byte in bytes {
                    line.read([byte])
                    line.wait(Int.random(in: 0...60, using: &random))
                }
            }
            #expect(line.keys == [], "seed \(seed)")
            line.wait(Int.random(in: 0...100, using: &random))
        }
    }
}
