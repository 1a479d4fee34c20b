import AdapterTestSupport
import Glibc
import Testing

@testable import Audio

/// Loudspeaker and handset: one voice, two devices.
@Suite struct SinkTests {
    private let directory: TemporaryDirectory
    private let booth = Booth(hasHandset: true)
    private let sounds = (1...2).map { Recording.noise(seed: UInt64($0), milliseconds: 500) }
    private let paths: [String]

    init() throws {
        directory = try TemporaryDirectory()
        paths = (1...2).map { [directory] in directory.file("\($0).wav") }
        for (sound, path) in zip(sounds, paths) { try Recording.write(sound, to: path) }
        booth.advance(by: .milliseconds(1))
    }

    private func list(_ index: Int, _ sink: AudioSink, _ priority: SpeechPriority = .guidance) -> PlayList {
        PlayList(files: [paths[index]], priority: priority, sink: sink)
    }

    @Test func eachSinkHasItsOwnDevice() {
        booth.order(.play(list(0, .handset), token: 1))
        booth.advance(by: .seconds(1))
        #expect(booth.handset.heard.trimmed == sounds[0].trimmed)
        #expect(booth.card.heard.isEmpty)
        booth.order(.play(list(1, .loudspeaker), token: 2))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == sounds[1].trimmed)
        #expect(booth.handset.heard.trimmed == sounds[0].trimmed)
        #expect(booth.events == [.started(1), .finished(1), .started(2), .finished(2)])
    }

    @Test(arguments: AudioSink.allCases)
    func oneVoiceMovesFromSinkToSinkAtOnce(from: AudioSink) {
        let to: AudioSink = from == .handset ? .loudspeaker : .handset
        booth.order(.play(list(0, from), token: 1))
        booth.advance(by: .milliseconds(100))
        booth.order(.play(list(1, to), token: 2))
        #expect(booth.events == [.started(1), .cut(1), .started(2)])
        booth.advance(by: .seconds(1))
        let (first, second) = from == .handset ? (booth.handset, booth.card) : (booth.card, booth.handset)
        #expect(Array(first.heard.prefix(4_800)) == Array(sounds[0].prefix(4_800)))
        #expect(first.heard.dropFirst(4_800).allSatisfy { $0 == 0 })
        #expect(second.heard.trimmed == sounds[1].trimmed)
    }

    @Test(arguments: SpeechPriority.allCases, SpeechPriority.allCases)
    func lowerNeverInterruptsHigherInTheOtherSink(playing: SpeechPriority, wanting: SpeechPriority) {
        booth.order(.play(list(0, .loudspeaker, playing), token: 1))
        booth.advance(by: .milliseconds(200))
        booth.order(.play(list(1, .handset, wanting), token: 2))
        booth.advance(by: .seconds(2))
        if wanting < playing {
            #expect(booth.events == [.started(1), .notPlayed(2, .higherPriority), .finished(1)])
            #expect(booth.handset.heard.isEmpty)
        } else {
            #expect(booth.events == [.started(1), .cut(1), .started(2), .finished(2)])
        }
    }

    @Test(arguments: AudioSink.allCases)
    func stopSilencesWhicheverSinkSpeaks(sink: AudioSink) {
        booth.order(.play(list(0, sink), token: 1))
        booth.advance(by: .milliseconds(100))
        booth.order(.stop(atMost: .guidance))
        #expect(booth.events == [.started(1), .cut(1)])
    }

    @Test func clickSoundsInItsSinkWhileTheOtherSpeaks() {
        booth.order(.play(list(0, .loudspeaker), token: 1))
        booth.advance(by: .milliseconds(100))
        booth.order(.click(.handset))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == sounds[0].trimmed)
        #expect(booth.handset.heard.trimmed == KeyClick.samples().trimmed)
    }

    @Test func volumeHoldsForBothSinks() {
        booth.order(.volume(step: 0))
        for (token, sink) in AudioSink.allCases.enumerated() {
            booth.order(.play(list(0, sink), token: UInt64(token)))
            booth.advance(by: .seconds(1))
        }
        #expect(booth.card.heard.trimmed == booth.handset.heard.trimmed)
        #expect(booth.card.heard.level < sounds[0].level / 8)
    }

    @Test func lostHandsetIsReportedAndNothingOfItIsHeardAloud() {
        booth.order(.play(list(0, .handset), token: 1))
        booth.advance(by: .milliseconds(100))
        booth.handset.writeErrors = [ENODEV]
        booth.handset.openErrors = [ENODEV, ENODEV]
        booth.advance(by: .milliseconds(100))
        #expect(booth.events == [.started(1), .deviceLost(.handset, "writing"), .cut(1)])
        booth.order(.play(list(0, .handset), token: 2))
        #expect(booth.events.last == .notPlayed(2, .noDevice))
        booth.order(.play(list(1, .loudspeaker), token: 3))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == sounds[1].trimmed)
        booth.advance(by: .seconds(5))
        #expect(
            booth.events.suffix(3) == [.started(3), .finished(3), .deviceBack(.handset)]
                || booth.events.suffix(3) == [.deviceBack(.handset), .started(3), .finished(3)]
                || booth.events.suffix(3) == [.started(3), .deviceBack(.handset), .finished(3)])
        #expect(booth.card.opened == 1)
    }

    @Test func eachDeviceHasABackOffOfItsOwn() {
        booth.card.checkError = ENODEV
        booth.card.openErrors = [Int32](repeating: ENODEV, count: 1_000)
        booth.advance(by: .seconds(61))
        #expect(booth.events == [.deviceLost(.loudspeaker, "checking")])
        let opened = booth.card.opened
        // The loudspeaker has long been tried only every half minute, but the handset's first outage is a short one.
        booth.advance(by: .seconds(300))
        #expect(booth.card.opened - opened < 20)
        booth.handset.writeErrors = [EIO]
        booth.order(.play(list(0, .handset), token: 1))
        booth.advance(by: .milliseconds(300))
        #expect(
            booth.events.dropFirst() == [
                .deviceLost(.handset, "writing"), .notPlayed(1, .noDevice), .deviceBack(.handset),
            ])
    }

    @Test func stuckDeviceDoesNotStarveTheOther() {
        booth.order(.click(.handset))
        booth.handset.isStuck = true
        booth.order(.play(list(0, .loudspeaker), token: 1))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == sounds[0].trimmed)
        #expect(booth.events == [.started(1), .finished(1)])
    }

    @Test func sinkWithoutADeviceRefuses() {
        let booth = Booth()
        booth.order(.play(list(0, .handset), token: 1), .click(.handset))
        booth.advance(by: .seconds(1))
        #expect(booth.events == [.notPlayed(1, .noDevice)])
        #expect(booth.card.heard.isEmpty)
    }

    @Test func recordingHeardInOneSinkIsInMemoryForTheOther() throws {
        booth.order(.play(list(0, .loudspeaker), token: 1))
        booth.advance(by: .seconds(1))
        // Same size, same time, other contents: only the memory still has what was heard.
        var status = stat()
        try #require(stat(paths[0], &status) == 0)
        let file = open(paths[0], O_WRONLY)
        try #require(file >= 0)
        let silence = [UInt8](repeating: 0, count: 1_000)
        pwrite(file, silence, silence.count, 200)
        var times = [status.st_atim, status.st_mtim]
        futimens(file, &times)
        close(file)
        booth.order(.play(list(0, .handset), token: 2))
        booth.advance(by: .seconds(1))
        #expect(booth.handset.heard.trimmed == sounds[0].trimmed)
    }
}
