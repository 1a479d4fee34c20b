import AdapterTestSupport
import Foundation
import Glibc
import Testing

@testable import Audio

/// The tone to measure by.
@Suite struct ToneTests {
    /// Plays on a card whose clock moves on by a millisecond whenever it is looked at.
    private func play(_ tone: Tone, on card: FakeCard) throws {
        let device = try card.open()
        try tone.play(on: device) {
            card.advance(to: card.now + .milliseconds(1))
            return card.now
        }
    }

    @Test(arguments: [(-20.0, 1_000.0), (-6, 440), (0, 250)])
    func levelAndFrequencyAreAsOrdered(decibels: Double, hertz: Double) throws {
        let card = FakeCard()
        try play(Tone(frequency: hertz, decibels: decibels, seconds: 1), on: card)
        #expect(card.heard.count == 48_000)
        let inner = Array(card.heard[4_800..<43_200])
        let peak = 32_767 * pow(10, decibels / 20)
        #expect(abs(inner.amplitude(at: hertz) / peak - 1) < 0.01)
        #expect(abs(Double(inner.max() ?? 0) / peak - 1) < 0.01)
        // Nothing but the tone.
        #expect(abs(inner.level * 2.0.squareRoot() / peak - 1) < 0.01)
        #expect(card.closed == 1)
    }

    @Test func shortTonesAreHeardToo() throws {
        let card = FakeCard()
        try play(Tone(frequency: 1_000, decibels: -20, seconds: 0), on: card)
        #expect(card.heard.count == 4_800)
    }

    @Test func streamThatRunsDryGoesOn() throws {
        let card = FakeCard()
        card.writeErrors = [0, 0, 0, 0, 0, EPIPE]
        try play(Tone(frequency: 1_000, decibels: -20, seconds: 1), on: card)
        #expect(card.heard.count > 40_000)
    }

    @Test func deviceThatTakesNothingIsReportedAndClosed() throws {
        let card = FakeCard()
        card.isStuck = true
        #expect(throws: PCMError(code: ETIME, detail: "the device takes nothing any more")) {
            try play(Tone(frequency: 1_000, decibels: -20, seconds: 1), on: card)
        }
        #expect(card.closed == 1)
    }

    @Test func deviceThatRunsDryWithoutEndIsReported() throws {
        let card = FakeCard()
        card.writeErrors = [Int32](repeating: EPIPE, count: 10_000)
        #expect(throws: PCMError.self) {
            try play(Tone(frequency: 1_000, decibels: -20, seconds: 1), on: card)
        }
    }

    @Test func toneArrivesInAnALSAFile() throws {
        let directory = try TemporaryDirectory()
        let tone = Tone(frequency: 440, decibels: -10, seconds: 0.5)
        try tone.play(on: "file:FILE=\(directory.file("tone.wav")),FORMAT=wav")
        let heard = try Recording.read(directory.file("tone.wav")).samples
        #expect(heard.prefix(24_000) == tone.samples(from: 0, count: 24_000)[...])
        #expect(heard.dropFirst(24_000).allSatisfy { $0 == 0 })
        try tone.play(on: "null")
        #expect(throws: Tone.Failure.self) { try tone.play(on: "no_such_device") }
    }

    @Test func devicesOfALSAAreOfferedAndTried() {
        let offered = SoundDevices.offered()
        #expect(offered.contains { $0.name == "null" && !$0.summary.isEmpty })
        #expect(SoundDevices.problem(with: "null") == nil)
        #expect(SoundDevices.problem(with: "no_such_device")?.contains("Unknown PCM no_such_device") == true)
    }
}
