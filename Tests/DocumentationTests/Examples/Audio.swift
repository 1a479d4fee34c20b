import Audio
import Testing

extension Examples {
    @Test func audio() {
        // shown in Sources/Audio/Audio.docc/Audio.md
        // Two recordings with a quarter of a second between them, for the loudspeaker.
        let list = PlayList(
            files: ["/usr/share/kiosk/prompts/en/home.ogg", "/usr/share/kiosk/prompts/en/home.list.ogg"],
            priority: .guidance, sink: .loudspeaker, pauses: [250])

        // A second of nothing at 8 kHz is no recording that anybody could hear.
        let silence = [Int16](repeating: 0, count: 8_000)
        let doubt = SoundDoubt.judge(silence, sampleRate: 8_000, expected: nil)
        // end
        #expect(list.files.count == 2 && list.pauses == [250])
        #expect(doubt == .tooQuiet(-100))
    }
}
