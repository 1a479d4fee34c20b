import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// How loud the booth is, by day and by night.
@Suite struct VolumeTests {
    /// A booth whose night begins at an hour. It is 19:36 when a booth of these tests starts.
    private func resident(audio: AudioSettings = .init(), nightFrom: Int = 22) -> Resident {
        var settings = Sample.settings
        settings.audio = audio
        settings.themes.nightFrom = nightFrom
        return Resident(settings: settings)
    }

    private func atNight(audio: AudioSettings = .init()) -> Resident { resident(audio: audio, nightFrom: 19) }

    private func volumes(_ resident: Resident) -> [Int] {
        resident.effects.compactMap { if case .sound(.speak(let utterance)) = $0 { utterance.volume } else { nil } }
    }

    @Test func `say it again is a step louder each time, up to the maximum`() {
        let resident = resident(audio: AudioSettings(volume: 0, maximum: 2))
        resident.press(2).press(.hash).press(.hash).press(.hash).press(.hash)
        #expect(volumes(resident) == [0, 1, 2, 2, 2])
    }

    @Test func `by night a session begins softer, and say it again stays below the ceiling`() {
        let resident = atNight(audio: AudioSettings(nightVolume: 0, nightCeiling: 1))
        resident.press(2)
        #expect(resident.state.volume == 0)
        #expect(resident.effects.contains(.sound(.volume(0))))
        resident.press(.hash).press(.hash)
        #expect(volumes(resident) == [0, 1, 1])
    }

    @Test func `the volume key goes round below the ceiling`() {
        let day = resident(audio: AudioSettings(volume: 1, maximum: 2))
        day.press(2)
        #expect((0..<4).map { _ in day.press(.volume).state.volume } == [2, 0, 1, 2])
        let night = atNight()
        night.press(2)
        #expect((0..<3).map { _ in night.press(.volume).state.volume } == [0, 1, 0])
    }

    @Test func `an emergency is as loud by night as by day, and no louder than the maximum`() {
        let resident = atNight(audio: AudioSettings(volume: 2, maximum: 2))
        resident.press(2).forgetEffects()
        resident.press(.sos).press(.hash)
        #expect(volumes(resident) == [2, 2])
    }

    @Test func `an emergency is not softer for what the volume key did before`() {
        let resident = resident()
        resident.press(2)
        while resident.state.volume > 0 { resident.press(.volume) }
        resident.forgetEffects()
        resident.press(.star).press(5)
        #expect(volumes(resident) == [0, 2], "home, and the countdown")
    }

    @Test func `a session that lasts into the night falls silent to the ceiling`() {
        var settings = Sample.settings
        settings.themes.nightFrom = 20
        let resident = Resident(settings: settings)
        resident.press(2)
        #expect(volumes(resident) == [2])
        // From 19:36 it takes 24 minutes, a second for each press included: the key keeps the session alive until after
        // eight.
        for _ in 0..<26 { resident.wait(.seconds(55)).press(.contrast) }
        resident.forgetEffects()
        resident.press(.hash)
        #expect(resident.wall.civil.hour == 20)
        #expect(volumes(resident) == [1])
    }

    @Test func `the next session begins at its own volume`() {
        let resident = resident()
        resident.press(2).press(.volume).press(.star).forgetEffects()
        resident.press(.star)
        #expect(resident.state.session == nil)
        #expect(resident.effects.contains(.sound(.volume(2))))
        #expect(resident.state.volume == 2)
    }

    @Test func `without a clock it is day`() {
        let audio = AudioSettings(volume: 3, nightVolume: 0)
        var settings = Sample.settings
        settings.audio = audio
        settings.themes.nightFrom = 0
        settings.themes.nightTo = 23
        var state = State(settings: settings, now: Moment(milliseconds: 0))
        let context = Context(catalogue: Sample.catalogue, settings: settings, now: Moment(milliseconds: 1000))
        _ = reduce(&state, .press(.digit(2), by: .key), context)
        #expect(state.volume == 3)
    }
}
