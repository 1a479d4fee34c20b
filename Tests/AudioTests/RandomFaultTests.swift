import AdapterTestSupport
import Glibc
import Testing

@testable import Audio

/// Faults of all kinds at any time, in both devices. Whatever happens, what the events say is true, and what is said
/// once the hardware works again is heard whole.
@Suite struct RandomFaultTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    @Test(arguments: 1...60)
    func everyPromptEndsOnceAndEveryFaultIsSaidOnce(seed: Int) throws {
        var random = Random(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
        let directory = try TemporaryDirectory()
        let speech = Recording.noise(seed: UInt64(seed), milliseconds: 300)
        let path = directory.file("speech.wav")
        try Recording.write(speech, to: path)
        let booth = Booth(hasHandset: true)
        var token: UInt64 = 0
        func play(_ sink: AudioSink, _ priority: SpeechPriority) {
            token += 1
            booth.order(.play(PlayList(files: [path], priority: priority, sink: sink), token: token))
        }
        let codes = [EPIPE, ESTRPIPE, ENODEV, EBUSY, EIO, 0, 0]
        for _ in 0..<120 {
            let card = Bool.random(using: &random) ? booth.card : booth.handset
            let code = codes.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<10, using: &random) {
            case 0: card.writeErrors.append(code)
            case 1: card.openErrors.append(code)
            case 2: card.errors[FakeCard.Call.allCases.randomElement(using: &random) ?? .stop, default: []].append(code)
            case 3: card.isStuck.toggle()
            case 4: card.largestWrite = Bool.random(using: &random) ? .max : Int.random(in: 1...800, using: &random)
            case 5: booth.order(.stop(atMost: SpeechPriority.allCases.randomElement(using: &random) ?? .guidance))
            case 6: booth.order(.click(AudioSink.allCases.randomElement(using: &random) ?? .loudspeaker))
            default:
                play(
                    AudioSink.allCases.randomElement(using: &random) ?? .loudspeaker,
                    SpeechPriority.allCases.randomElement(using: &random) ?? .guidance)
            }
            booth.advance(by: .milliseconds(Int.random(in: 0...700, using: &random)))
        }
        // The hardware is mended, and the longest back-off passes.
        for card in [booth.card, booth.handset] {
            (card.writeErrors, card.openErrors, card.errors) = ([], [], [:])
            (card.isStuck, card.largestWrite) = (false, .max)
        }
        booth.advance(by: .seconds(40))
        for (card, sink) in [(booth.card, AudioSink.loudspeaker), (booth.handset, .handset)] {
            card.heard = []
            play(sink, .emergency)
            booth.advance(by: .seconds(2))
            #expect(card.heard.trimmed == speech.trimmed, "\(sink)")
        }
        check(booth.events, tokens: 1...token)
    }

    private func check(_ events: [AudioEvent], tokens: ClosedRange<UInt64>) {
        for token in tokens {
            let own = events.filter { event in
                switch event {
                case .started(token), .finished(token), .cut(token), .notPlayed(token, _): true
                default: false
                }
            }
            let whole: [[AudioEvent]] = [
                [.started(token), .finished(token)], [.started(token), .cut(token)], [.cut(token)],
            ]
            let isRefused = own.count == 1 && own.first.map { if case .notPlayed = $0 { true } else { false } } ?? false
            #expect(isRefused || whole.contains(own), "\(own)")
        }
        for sink in AudioSink.allCases {
            let states = events.compactMap { event -> Bool? in
                switch event {
                case .deviceLost(sink, _): false
                case .deviceBack(sink): true
                default: nil
                }
            }
            #expect(states == states.indices.map { $0 % 2 == 1 }, "lost and back in turns, lost first")
            #expect(states.last ?? true, "what was mended is back")
        }
    }
}
