import AdapterTestSupport
import Testing

@testable import Audio

/// Speech from a program, made ready for the booth.
@Suite struct SpeechFileTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test(arguments: [400.0, 30_000])
    func speechIsAsLoudAsTheOtherRecordingsAndWithoutTheSilenceAroundIt(_ amplitude: Double) throws {
        let silence = [Int16](repeating: 0, count: 24_000)
        let tone = Recording.tone(300, milliseconds: 500, rate: 24_000, amplitude: amplitude)
        let path = directory.file("speech.flac")
        try SpeechFile.write(silence + tone + silence, tail: 150, to: path)
        let (samples, rate, channels) = try Recording.read(path)
        #expect(rate == 24_000 && channels == 1)
        let loud = samples.indices.filter { abs(Int(samples[$0])) > 300 }
        let (first, last) = (try #require(loud.first), try #require(loud.last))
        #expect(first <= 24_000 * 80 / 1_000, "the key is heard at once")
        #expect((24_000 * 140 / 1_000...24_000 * 175 / 1_000).contains(samples.count - last))
        let spoken = samples[first...last].reduce(0.0) { $0 + Double($1) * Double($1) } / Double(last - first + 1)
        // -20 dBFS.
        #expect(abs(spoken.squareRoot() - 3_276.8) < 200)
    }

    @Test func aPeakIsNotClipped() throws {
        // Mostly soft, with one loud knock.
        var samples = Recording.tone(300, milliseconds: 2_000, rate: 24_000, amplitude: 800)
        for index in 24_000..<24_005 { samples[index] = 20_000 }
        let path = directory.file("knock.flac")
        try SpeechFile.write(samples, tail: 30, to: path)
        let written = try Recording.read(path).samples
        let peak = try #require(written.map { abs(Int($0)) }.max())
        #expect((29_000...29_205).contains(peak), "-1 dBFS, and in proportion")
        #expect(written.count { abs(Int($0)) >= peak } <= 5)
    }

    @Test func silenceIsNoRecording() throws {
        let path = directory.file("silence.flac")
        #expect(throws: SpeechFile.Failure.self) {
            try SpeechFile.write([Int16](repeating: 0, count: 4_800), tail: 30, to: path)
        }
        #expect(throws: SpeechFile.Failure.self) {
            try SpeechFile.write(Recording.tone(300, milliseconds: 100), tail: 30, to: "/nowhere/x.flac")
        }
        #expect(throws: Recording.Failure.self) { try Recording.read(path) }
    }

    @Test(arguments: [
        ("谢谢您。", "xie4 xie4 nin2."), ("打扫，按一。", "da3 sao3, an4 yi1."), ("绿色的车", "lü4 se4 de5 che1"),
        ("请按 7", "qing3 an4 7"), ("做什么？", "zuo4 shen2 me5?"), ("Hello 老友亭", "Hello lao3 you3 ting2"),
    ])
    func mandarinIsReadFromPinyin(text: String, pinyin: String) {
        #expect(Pinyin.numbered(text) == pinyin)
    }
}
