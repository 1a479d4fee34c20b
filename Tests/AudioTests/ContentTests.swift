import AdapterTestSupport
import Foundation
import Testing

@testable import Audio

/// Recordings as they come from people: formats, rates, fragments, missing files.
@Suite struct ContentTests {
    private let directory: TemporaryDirectory
    private let booth = Booth()

    init() throws {
        directory = try TemporaryDirectory()
        booth.advance(by: .milliseconds(1))
    }

    private func hear(_ list: PlayList) -> [Int16] {
        booth.card.heard = []
        booth.order(.play(list, token: 1))
        booth.advance(by: .seconds(5))
        return booth.card.heard
    }

    @Test func fragmentsFollowEachOtherWithExactlyThePauseOrdered() throws {
        let sounds = (1...3).map { Recording.noise(seed: $0, milliseconds: 100 + 31 * Int($0)) }
        let paths = (1...3).map { directory.file("\($0).flac") }
        for (sound, path) in zip(sounds, paths) { try Recording.write(sound, to: path, format: Recording.flac) }
        let pause = [Int16](repeating: 0, count: 48 * 70)
        let expected = sounds[0] + pause + sounds[1] + sounds[2]
        #expect(hear(PlayList(files: paths, pauses: [70, 0, 500])).trimmed == expected.trimmed)
        // The second time they come from memory.
        #expect(hear(PlayList(files: paths, pauses: [70])).trimmed == expected.trimmed)
        let both = sounds[0] + pause + sounds[1] + pause + sounds[2]
        #expect(hear(PlayList(files: paths, pauses: [70, 70])).trimmed == both.trimmed)
        #expect(hear(PlayList(files: paths)).trimmed == (sounds[0] + sounds[1] + sounds[2]).trimmed)
    }

    @Test func missingAndDamagedFragmentsAreReportedAndTheRestIsPlayed() throws {
        let sounds = (1...2).map { Recording.noise(seed: $0, milliseconds: 100) }
        for index in 0...1 { try Recording.write(sounds[index], to: directory.file("\(index).wav")) }
        let (absent, damaged) = (directory.file("absent.wav"), directory.file("damaged.flac"))
        try "fLaC and nothing of the kind".write(toFile: damaged, atomically: true, encoding: .utf8)
        let heard = hear(PlayList(files: [absent, directory.file("0.wav"), damaged, directory.file("1.wav")]))
        #expect(heard.trimmed == (sounds[0] + sounds[1]).trimmed)
        let expected: [AudioEvent] = [.missing(path: absent), .started(1), .missing(path: damaged), .finished(1)]
        #expect(booth.events == expected)
    }

    @Test func promptWithNothingReadableSaysSo() {
        #expect(hear(PlayList(files: [directory.file("absent.wav")])).isEmpty)
        let missing = AudioEvent.missing(path: directory.file("absent.wav"))
        #expect(booth.events == [missing, .notPlayed(1, .nothingReadable)])
        #expect(hear(PlayList(files: [])).isEmpty)
        #expect(booth.events.last == .notPlayed(1, .nothingReadable))
    }

    @Test(arguments: [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000])
    func pitchLengthAndLevelAreRightAtEveryRate(rate: Int) throws {
        let path = directory.file("tone.flac")
        let tone = Recording.tone(700, milliseconds: 500, rate: rate)
        try Recording.write(tone, to: path, rate: rate, format: Recording.flac)
        let heard = hear(PlayList(files: [path])).trimmed
        #expect(abs(heard.count - 24_000) < 400)
        #expect(abs(heard.amplitude(at: 700) / tone.amplitude(at: 700, rate: rate) - 1) < 0.05)
        // What is left after taking the tone out: the converter's images and noise, 50 dB down.
        let total = heard.level * heard.level
        let tonePower = heard.amplitude(at: 700) * heard.amplitude(at: 700) / 2
        #expect(abs(total - tonePower) / total < 0.05)
        if rate < 48_000 { #expect(heard.amplitude(at: Double(rate) - 700) < 8_000 / 300) }
    }

    @Test func convertedSoundBeginsAndEndsWhereTheRecordingDoes() throws {
        // A pulse in the first and in the last millisecond of a recording at half the rate.
        var samples = [Int16](repeating: 0, count: 2_400)
        samples[10] = 20_000
        samples[2_390] = 20_000
        let path = directory.file("pulses.wav")
        try Recording.write(samples, to: path, rate: 24_000)
        let heard = hear(PlayList(files: [path]))
        let loud = heard.indices.filter { heard[$0] > 15_000 }
        #expect(loud == [20, 4_780])
    }

    @Test func opusIsPlayedAtItsPitchAndLength() throws {
        let path = directory.file("tone.opus")
        try Recording.write(
            Recording.tone(500, milliseconds: 1_000, rate: 24_000), to: path, rate: 24_000, format: Recording.opus)
        let heard = hear(PlayList(files: [path])).trimmed
        #expect(abs(heard.count - 48_000) < 2_400)
        #expect(abs(heard.amplitude(at: 500) / 8_000 - 1) < 0.15)
        #expect(booth.events == [.started(1), .finished(1)])
    }

    @Test func channelsAreMixedToOne() throws {
        let tone = Recording.tone(500, milliseconds: 200)
        let path = directory.file("stereo.wav")
        try Recording.write(tone.flatMap { [$0, $0] }, to: path, channels: 2)
        #expect(hear(PlayList(files: [path])).trimmed == tone.trimmed)
    }

    @Test func replacedRecordingIsHeardAtOnce() throws {
        let path = directory.file("voice.wav")
        for seed in UInt64(1)...2 {
            let sound = Recording.noise(seed: seed, milliseconds: 100 + Int(seed))
            try Recording.write(sound, to: path)
            #expect(hear(PlayList(files: [path])).trimmed == sound.trimmed)
        }
    }

    @Test func memoryHoldsTheLatestRecordingsAndNoMoreThanAllowed() throws {
        let library = PromptLibrary(capacity: 40_000)
        var buffer = [Int16](repeating: 0, count: 48_000)
        func use(_ path: String) throws {
            let opened = library.open(path)
            let source = try #require(opened)
            _ = buffer.withUnsafeMutableBufferPointer { source.read(into: $0) }
            library.keep(source)
        }
        let paths = (0..<6).map { directory.file("\($0).wav") }
        for path in paths { try Recording.write(Recording.noise(seed: 1, milliseconds: 100), to: path) }
        // 9 600 bytes each: four fit.
        for path in paths { try use(path) }
        #expect(library.bytes == 38_400)
        #expect(library.paths == Set(paths.suffix(4)))
        try use(paths[2])
        try use(paths[0])
        #expect(library.paths == Set([paths[0], paths[2], paths[4], paths[5]]))
        // A recording of more than a quarter of the memory is played but not kept.
        let long = directory.file("long.wav")
        try Recording.write(Recording.noise(seed: 1, milliseconds: 200), to: long)
        try use(long)
        #expect(!library.paths.contains(long))
        #expect(library.bytes <= 40_000)
    }
}
