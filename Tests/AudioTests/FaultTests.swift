import AdapterTestSupport
import Glibc
import Testing

@testable import Audio

/// What residents hear, and the booth reports, while sound hardware misbehaves.
@Suite struct FaultTests {
    private let directory: TemporaryDirectory
    private let booth = Booth()
    private let speech = Recording.noise(seed: 1, milliseconds: 400)
    private let list: PlayList

    init() throws {
        directory = try TemporaryDirectory()
        let path = directory.file("speech.wav")
        try Recording.write(speech, to: path)
        list = PlayList(files: [path])
        booth.advance(by: .milliseconds(1))
    }

    @Test func everySampleIsHeardOnceThoughWritesAreShort() {
        booth.card.largestWrite = 97
        booth.order(.play(list, token: 1))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == speech.trimmed)
        #expect(booth.events == [.started(1), .finished(1)])
    }

    @Test(arguments: [EPIPE, ESTRPIPE])
    func refusedBlockIsWrittenAgain(code: Int32) {
        booth.card.writeErrors = [code, 0, code, code]
        booth.order(.play(list, token: 1))
        booth.advance(by: .seconds(1))
        // What was queued when the device stopped has not been heard; from the refused block on, nothing is missing.
        #expect(booth.card.heard.position(of: Array(speech[720...])) != nil)
        #expect(booth.events == [.started(1), .finished(1)])
        #expect(booth.card.opened == 1)
    }

    @Test func streamGoesOnWhereItRanDry() {
        booth.order(.play(list, token: 1))
        booth.advance(by: .milliseconds(100))
        // The machine was busy elsewhere for longer than the buffer lasts.
        booth.card.advance(to: booth.card.now + .milliseconds(200))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == speech.trimmed)
        #expect(booth.events == [.started(1), .finished(1)])
    }

    @Test func deviceThatRunsDryWithoutEndIsGivenUp() {
        booth.card.writeErrors = [Int32](repeating: EPIPE, count: 20)
        booth.order(.play(list, token: 1))
        #expect(booth.events == [.deviceLost(.loudspeaker, "writing"), .notPlayed(1, .noDevice)])
    }

    @Test func deviceGoneForGoodIsReportedOnceAndTriedLessAndLessOften() {
        booth.order(.play(list, token: 1))
        booth.advance(by: .milliseconds(100))
        booth.card.writeErrors = [ENODEV]
        booth.card.openErrors = [Int32](repeating: ENODEV, count: 1_000)
        let opened = booth.card.opened
        booth.advance(by: .seconds(300))
        #expect(booth.events == [.started(1), .deviceLost(.loudspeaker, "writing"), .cut(1)])
        // After 0.25, 0.75, 1.75, 3.75, 7.75, 15.75, 31.75 s, then every 30 s.
        #expect(booth.card.opened - opened == 15)
        #expect(booth.card.closed == 1)
    }

    @Test func promptsAreRefusedWhileTheDeviceIsLostAndPlayedWhenItIsBack() {
        booth.order(.play(list, token: 1))
        booth.card.writeErrors = [ENODEV]
        booth.card.openErrors = [ENODEV, EBUSY]
        booth.advance(by: .milliseconds(100))
        booth.order(.play(list, token: 2), .click(.loudspeaker))
        #expect(booth.events == [.started(1), .deviceLost(.loudspeaker, "writing"), .cut(1), .notPlayed(2, .noDevice)])
        booth.advance(by: .seconds(5))
        #expect(booth.events.last == .deviceBack(.loudspeaker))
        booth.card.heard = []
        booth.order(.play(list, token: 3))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == speech.trimmed)
        #expect(booth.events.suffix(3) == [.deviceBack(.loudspeaker), .started(3), .finished(3)])
    }

    @Test func workingDeviceWhoseHandleWentStaleIsOpenedAgainAtOnce() {
        for token in 1...3 {
            booth.order(.play(list, token: UInt64(token)))
            booth.advance(by: .seconds(1))
        }
        booth.card.writeErrors = [ENODEV]
        booth.card.heard = []
        booth.order(.play(list, token: 4))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == speech.trimmed)
        #expect(booth.events.suffix(2) == [.started(4), .finished(4)])
        #expect(booth.card.opened == 2)
    }

    @Test func deviceBusyFromTheBeginningIsPlayedOnLater() {
        let booth = Booth()
        booth.card.openErrors = [EBUSY, EBUSY]
        booth.advance(by: .milliseconds(100))
        #expect(booth.events == [.deviceLost(.loudspeaker, "opening")])
        booth.advance(by: .seconds(1))
        #expect(booth.events == [.deviceLost(.loudspeaker, "opening"), .deviceBack(.loudspeaker)])
    }

    @Test func deviceThatOpensButRefusesSoundIsNotBack() {
        let booth = Booth()
        booth.card.openErrors = [EBUSY]
        booth.card.writeErrors = [EIO, EIO]
        booth.advance(by: .milliseconds(800))
        #expect(booth.events == [.deviceLost(.loudspeaker, "opening")])
        booth.advance(by: .seconds(2))
        #expect(booth.events == [.deviceLost(.loudspeaker, "opening"), .deviceBack(.loudspeaker)])
    }

    @Test func drainThatNeverEndsIsEnded() {
        booth.order(.play(list, token: 1))
        booth.advance(by: .milliseconds(380))
        booth.card.isStuck = true
        booth.advance(by: .seconds(2))
        #expect(booth.events == [.started(1), .finished(1)])
        booth.card.isStuck = false
        booth.card.heard = []
        booth.order(.play(list, token: 2))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == speech.trimmed)
    }

    /// Whatever the device is being asked when it goes, the prompt ends once and the fault is reported once. The device
    /// is as good as new when it is back.
    @Test(arguments: FakeCard.Call.allCases, [ENODEV, EIO, EBUSY, EBADFD])
    func anyCallMayFindTheDeviceGone(call: FakeCard.Call, code: Int32) {
        booth.order(.play(list, token: 1))
        booth.advance(by: .milliseconds(100))
        booth.card.errors[call] = [code]
        booth.card.openErrors = [code, code]
        // The machine is busy for longer than the buffer lasts: the stream has to be prepared and started again.
        booth.card.advance(to: booth.card.now + .milliseconds(200))
        booth.advance(by: .milliseconds(50))
        booth.order(.stop(atMost: .emergency))
        #expect(booth.events == [.started(1), .deviceLost(.loudspeaker, "\(call)"), .cut(1)])
        booth.advance(by: .seconds(2))
        #expect(booth.events.dropFirst(3) == [.deviceBack(.loudspeaker)])
        booth.card.heard = []
        booth.order(.play(list, token: 2))
        booth.advance(by: .seconds(1))
        #expect(booth.card.heard.trimmed == speech.trimmed)
        #expect(booth.events.suffix(2) == [.started(2), .finished(2)])
    }

    @Test func deviceGoneInTheDrainEndsThePromptOnce() {
        booth.order(.play(list, token: 1))
        booth.advance(by: .milliseconds(390))
        booth.card.errors[.queued] = [ENODEV]
        booth.card.openErrors = [ENODEV]
        booth.advance(by: .milliseconds(100))
        #expect(booth.events == [.started(1), .deviceLost(.loudspeaker, "queued"), .cut(1)])
    }

    @Test(arguments: [EPIPE, ESTRPIPE])
    func startThatIsRefusedIsTriedAgain(code: Int32) {
        booth.card.errors[.start] = [code]
        booth.order(.play(list, token: 1))
        booth.advance(by: .seconds(1))
        // What was queued at that moment is lost with the stream; the rest is heard.
        #expect(booth.card.heard.position(of: Array(speech[2_880...])) != nil)
        #expect(booth.events == [.started(1), .finished(1)])
        #expect(booth.card.opened == 1)
    }

    @Test func machineThatSleptGoesOnWhereItWas() {
        booth.order(.play(list, token: 1))
        booth.advance(by: .milliseconds(100))
        // The machine wakes up after an hour, and the first write says so.
        booth.card.isStuck = true
        booth.card.advance(to: booth.card.now + .seconds(3_600))
        booth.card.isStuck = false
        booth.card.writeErrors = [ESTRPIPE]
        booth.advance(by: .seconds(1))
        #expect(booth.events == [.started(1), .finished(1)])
        #expect(booth.card.heard.position(of: Array(speech.suffix(9_600))) != nil)
    }

    @Test func deviceThatTakesNothingMoreIsGivenUp() {
        booth.order(.play(list, token: 1))
        booth.advance(by: .milliseconds(100))
        booth.card.isStuck = true
        let calls = booth.card.calls
        booth.advance(by: .milliseconds(900))
        #expect(booth.events == [.started(1)])
        // Two or three calls every 5 ms: waiting, not spinning.
        #expect(booth.card.calls - calls < 600)
        booth.advance(by: .milliseconds(300))
        let lost = AudioEvent.deviceLost(.loudspeaker, "the device takes nothing any more")
        #expect(booth.events.prefix(3) == [.started(1), lost, .cut(1)])
    }

    @Test func deviceUnpluggedWhileIdleIsReportedBeforeItIsNeeded() {
        booth.advance(by: .seconds(30))
        booth.card.checkError = ENODEV
        booth.card.openErrors = [Int32](repeating: ENODEV, count: 100)
        booth.advance(by: .seconds(61))
        #expect(booth.events == [.deviceLost(.loudspeaker, "checking")])
    }

    @Test func idleThreadSleeps() {
        booth.order(.play(list, token: 1), .click(.loudspeaker))
        booth.advance(by: .seconds(2))
        let wakeUps = booth.wakeUps
        booth.advance(by: .seconds(600))
        #expect(booth.wakeUps - wakeUps <= 10)
    }
}
