import AdapterTestSupport
import Testing

@testable import Audio

/// What is heard when several prompts and key clicks compete.
@Suite struct PriorityTests {
    private let directory: TemporaryDirectory
    private let booth = Booth()
    private let sounds = (1...3).map { Recording.noise(seed: UInt64($0), milliseconds: 500) }
    private let paths: [String]

    init() throws {
        directory = try TemporaryDirectory()
        paths = (1...3).map { [directory] in directory.file("\($0).wav") }
        for (sound, path) in zip(sounds, paths) { try Recording.write(sound, to: path) }
        booth.advance(by: .milliseconds(1))
    }

    private func list(_ index: Int, _ priority: SpeechPriority) -> PlayList {
        PlayList(files: [paths[index]], priority: priority)
    }

    @Test(arguments: SpeechPriority.allCases, SpeechPriority.allCases)
    func lowerNeverInterruptsHigher(playing: SpeechPriority, wanting: SpeechPriority) {
        booth.order(.play(list(0, playing), token: 1))
        booth.advance(by: .milliseconds(200))
        booth.order(.play(list(1, wanting), token: 2))
        booth.advance(by: .seconds(2))
        if wanting < playing {
            #expect(booth.events == [.started(1), .notPlayed(2, .higherPriority), .finished(1)])
            #expect(booth.card.heard.trimmed == sounds[0].trimmed)
        } else {
            #expect(booth.events == [.started(1), .cut(1), .started(2), .finished(2)])
            // Exactly 200 ms of the one, then at once the whole of the other.
            #expect(Array(booth.card.heard.prefix(9_600)) == Array(sounds[0].prefix(9_600)))
            #expect(booth.card.heard.position(of: sounds[1]) == 9_600)
        }
    }

    @Test(arguments: SpeechPriority.allCases, SpeechPriority.allCases)
    func stopSilencesOnlyWhatItMay(playing: SpeechPriority, limit: SpeechPriority) {
        booth.order(.play(list(0, playing), token: 1))
        booth.advance(by: .milliseconds(100))
        booth.order(.stop(atMost: limit))
        booth.advance(by: .seconds(1))
        let isCut = playing <= limit
        #expect(booth.events == [.started(1), isCut ? .cut(1) : .finished(1)])
        #expect(booth.card.heard.trimmed.count == (isCut ? Array(sounds[0].prefix(4_800)) : sounds[0]).trimmed.count)
    }

    @Test func nextPromptIsGivenToTheDeviceInTheSameMoment() {
        booth.order(.play(list(0, .guidance), token: 1))
        booth.advance(by: .milliseconds(100))
        let events = booth.events.count
        booth.order(.play(list(1, .guidance), token: 2))
        #expect(Array(booth.events[events...]) == [.cut(1), .started(2)])
    }

    @Test func everyKeyHasTheSameClickAtOnce() {
        for _ in 1...3 {
            booth.card.heard = []
            booth.order(.click(.loudspeaker))
            booth.advance(by: .milliseconds(200))
            #expect(Array(booth.card.heard.prefix(KeyClick.samples().count)) == KeyClick.samples())
        }
        #expect(booth.events.isEmpty)
    }

    @Test func clickSoundsWithinTheSpeechAndNothingOfTheSpeechIsLost() {
        booth.order(.play(list(0, .safety), token: 1))
        booth.advance(by: .milliseconds(100))
        booth.order(.click(.loudspeaker))
        booth.advance(by: .seconds(1))
        var expected = sounds[0]
        for (index, sample) in KeyClick.samples().enumerated() { expected[4_800 + index] += sample }
        #expect(Array(booth.card.heard.prefix(expected.count)) == expected)
        #expect(booth.events == [.started(1), .finished(1)])
    }

    @Test func clickIsHeardWholeThoughThePromptChangesDuringIt() {
        booth.order(.play(list(0, .guidance), token: 1))
        booth.advance(by: .milliseconds(100))
        booth.order(.click(.loudspeaker))
        booth.advance(by: .milliseconds(4))
        booth.order(.play(list(1, .guidance), token: 2))
        booth.advance(by: .seconds(1))
        let click = KeyClick.samples()
        var expected = Array(sounds[0].prefix(4_800 + 192)) + sounds[1]
        for (index, sample) in click.enumerated() { expected[4_800 + index] += sample }
        #expect(Array(booth.card.heard.prefix(expected.count)) == expected)
    }

    @Test func volumeSpansAtLeast18DecibelsInEvenSteps() {
        var levels: [Double] = []
        for step in PromptPlayer.volumeSteps {
            booth.order(.volume(step: step))
            booth.card.heard = []
            booth.order(.play(list(0, .guidance), token: 1))
            booth.advance(by: .seconds(1))
            levels.append(booth.card.heard.trimmed.level)
        }
        #expect(levels[3] == sounds[0].trimmed.level)
        #expect(levels[3] / levels[0] >= 7.94)
        for (softer, louder) in zip(levels, levels.dropFirst()) { #expect((1.8...2.5).contains(louder / softer)) }
    }

    private func heard(_ list: PlayList) -> [Int16] {
        booth.card.heard = []
        booth.order(.play(list, token: 1))
        booth.advance(by: .seconds(1))
        return booth.card.heard
    }

    @Test func promptWithAVolumeOfItsOwnLeavesThatOfTheOthers() {
        booth.order(.volume(step: 1))
        let usual = heard(PlayList(files: [paths[0]]))
        #expect(heard(PlayList(files: [paths[0]], volume: 3)).trimmed == sounds[0].trimmed)
        #expect(heard(PlayList(files: [paths[0]])) == usual)
        #expect(usual.trimmed.level < sounds[0].trimmed.level / 4)
    }

    @Test(arguments: SpeechPriority.allCases)
    func volumeKeyChangesWhatIsBeingSaidUnlessItIsAnEmergency(priority: SpeechPriority) {
        booth.order(.play(PlayList(files: [paths[0]], priority: priority, volume: 3), token: 1))
        booth.advance(by: .milliseconds(100))
        booth.order(.volume(step: 0))
        booth.advance(by: .seconds(1))
        // What the device already had is heard unchanged.
        let rest = Array(booth.card.heard[8_400..<24_000])
        let original = Array(sounds[0][8_400..<24_000])
        #expect(priority == .emergency ? rest == original : rest.level < original.level / 8)
    }

    @Test func clickOnFullScaleSpeechIsLimitedNotWrapped() throws {
        let loud = [Int16](repeating: .max, count: 24_000)
        let path = directory.file("loud.wav")
        try Recording.write(loud, to: path)
        booth.order(.play(PlayList(files: [path]), token: 1), .click(.loudspeaker))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.prefix(24_000).max() == .max)
        #expect(booth.card.heard.prefix(24_000).min() ?? 0 > 0)
    }
}
