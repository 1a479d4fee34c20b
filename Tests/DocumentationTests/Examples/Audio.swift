import Audio
import Testing

extension Examples {
    @Test func audio() throws {
        let prompts = Self.prompts
        // shown in Sources/Audio/Audio.docc/Audio.md
        // Two recordings with a quarter of a second between them, for the loudspeaker.
        let list = PlayList(
            files: ["\(prompts)/en/home.ogg", "\(prompts)/en/home.list.ogg"], priority: .guidance, sink: .loudspeaker,
            pauses: [250])

        // Is a recording of any use? Nobody would hear this one.
        let sentence = try Recording.decode(list.files[0], sampleRate: 24_000)
        let silence = [Int16](repeating: 0, count: sentence.count)
        let doubts = [sentence, silence].map { SoundDoubt.judge($0, sampleRate: 24_000, expected: nil) }
        // end
        #expect(list.pauses == [250])
        #expect(doubts == [nil, .tooQuiet(-100)])
    }
}
