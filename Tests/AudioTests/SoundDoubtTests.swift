import AdapterTestSupport
import Foundation
import Testing

@testable import Audio

/// Whether a recording can be what it should be.
@Suite("Doubtful recordings")
struct SoundDoubtTests {
    private func tone(seconds: Double, level: Int16) -> [Int16] {
        (0..<Int(seconds * 8_000)).map { $0 % 16 < 8 ? level : -level }
    }

    private func judge(_ samples: [Int16], expected: Double? = nil) -> SoundDoubt? {
        SoundDoubt.judge(samples, sampleRate: 8_000, expected: expected)
    }

    @Test("Nothing speaks against speech of about the right length, however slow or fast the speaker")
    func good() {
        for seconds in [1.0, 2, 3, 6] { #expect(judge(tone(seconds: seconds, level: 3_000), expected: 2) == nil) }
        #expect(judge(tone(seconds: 100, level: 3_000)) == nil, "the text is not known")
        #expect(judge(tone(seconds: 1, level: 200), expected: 0) == nil)
    }

    @Test("Nothing, a click, silence and a whisper are no sentence")
    func useless() {
        #expect(judge([]) == .tooShort(0))
        #expect(judge(tone(seconds: 0.2, level: 3_000)) == .tooShort(0.2))
        #expect(judge([Int16](repeating: 0, count: 8_000)) == .tooQuiet(-100))
        #expect(
            "\(judge(tone(seconds: 2, level: 50)).map(String.init(describing:)) ?? "")" == "it is silent (-56 dBFS)")
        #expect(SoundDoubt.judge(tone(seconds: 0.2, level: 3_000), sampleRate: 0, expected: nil) == nil)
    }

    @Test("Half a sentence, or another that is far longer, is not this one")
    func other() {
        #expect(judge(tone(seconds: 1, level: 3_000), expected: 10) == .unlikeItsText(1, expected: 10))
        #expect(judge(tone(seconds: 41, level: 3_000), expected: 10) == .unlikeItsText(41, expected: 10))
        #expect(
            "\(SoundDoubt.unlikeItsText(1.04, expected: 10))" == "it lasts 1.0 s, and its text takes about 10.0 s")
    }

    @Test(
        "A recording is judged in its file as its samples are, and one that was cut by what is left of it",
        arguments: [Recording.wav, Recording.flac, Recording.opus])
    func files(format: Int32) throws {
        let directory = try TemporaryDirectory()
        let (loud, silent, cut) = (directory.path + "/loud", directory.path + "/silent", directory.path + "/cut")
        try Recording.write(Recording.noise(seed: 1, milliseconds: 4_000), to: loud, format: format)
        #expect(try Audio.Recording.doubt(loud, expected: 4) == nil)
        #expect(try Audio.Recording.doubt(loud, expected: nil) == nil)
        #expect(try Audio.Recording.doubt(loud, expected: 40)?.description.contains("it lasts 4.0 s") == true)
        try Recording.write([Int16](repeating: 0, count: 96_000), to: silent, format: format)
        #expect(try Audio.Recording.doubt(silent, expected: 2)?.description.contains("silent") == true)

        let whole = try Data(contentsOf: URL(fileURLWithPath: loud))
        try whole.prefix(whole.count / 5).write(to: URL(fileURLWithPath: cut))
        do {
            let left = try Audio.Recording.doubt(cut, expected: 4)?.description ?? ""
            #expect(left.contains("and its text takes about 4.0 s"), "a fifth of it is left: \(left)")
        } catch {
            #expect(format == Recording.opus, "an Ogg file without its last page cannot be opened, and only that")
        }
        #expect(throws: Audio.Recording.Unreadable.self) {
            try Audio.Recording.doubt(directory.path + "/none", expected: nil)
        }
    }
}
