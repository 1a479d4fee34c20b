import BoothDriver
import Foundation
import Testing

/// What a technician asks the built program about sound. There is no booth and no card, only ALSA's own file and null
/// devices.
@Suite struct AudioCommandTests {
    private let directory: String
    /// Half a second of sound at 48 kHz that resembles only itself.
    private let speech: [Int16]

    init() throws {
        directory = try Places.temporaryDirectory()
        var state: UInt32 = 1
        speech = (0..<24_000).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int16(truncatingIfNeeded: Int32(bitPattern: state) >> 18)
        }
        let folder = directory + "/assets/prompts/en"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try wav(speech).write(to: URL(fileURLWithPath: folder + "/home.wav"))
    }

    private func kiosk(_ words: String..., alsa: String? = nil) throws -> Program.End {
        let environment = try alsa.map { text in
            let path = directory + "/asound.conf"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return ["env", "ALSA_CONFIG_PATH=\(path)"]
        }
        let locations = ["--config", Places.configuration, "--assets", directory + "/assets"]
        return try Program.run((environment ?? []) + [Places.kiosk] + words + locations)
    }

    private func overlay(_ audio: String) throws -> String {
        let path = directory + "/overlay.yaml"
        try "audio: { \(audio) }\n".write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func remove() { try? FileManager.default.removeItem(atPath: directory) }

    @Test("say plays the recording sample for sample, and softer by a step when told")
    func say() throws {
        defer { remove() }
        let output = directory + "/out.wav"
        let device = "file:FILE=\(output),FORMAT=wav"
        let end = try kiosk("say", "en", "home", "--device", device)
        #expect(end.status == 0, "\(end.output)")
        let heard = try #require(Sound(finished: output)).samples
        #expect(Array(heard.prefix(speech.count)) == speech)
        #expect(heard.dropFirst(speech.count).allSatisfy { $0 == 0 })

        #expect(try kiosk("say", "en", "home", "--device", device, "--step", "2").status == 0)
        let softer = try #require(Sound(finished: output)).samples
        let difference = zip(softer, speech).map { abs(Int($0) - Int((Double($1) * pow(10, -6.5 / 20)).rounded())) }
        #expect(difference.max() ?? 0 <= 1)
    }

    @Test(
        "say names what is missing",
        arguments: [
            (["xx", "home", "--device", "null"], "there is no language 'xx'; there are zh-Hans, en, ja, ko"),
            (["en", "hom", "--device", "null"], "languages/en.yaml has no prompt or fragment 'hom'"),
            (
                ["ja", "home", "--device", "null"],
                "no recording DIR/assets/prompts/ja/home with the ending .ogg, .flac"
            ),
            (["en", "home", "--device", "nowhere"], "the sound device 'nowhere' does not work: opening nowhere"),
            (["en", "home", "--overlay", "DIR/overlay.yaml"], "booth.yaml names no device under audio.speaker"),
            (["en", "home", "--handset"], "booth.yaml names no device under audio.handset"),
            (["en", "home", "--step", "4"], "--step 4: write 0 to 3"),
        ])
    func missing(words: [String], says expected: String) throws {
        defer { remove() }
        _ = try overlay("speaker: none")
        let end = try Program.run(
            [Places.kiosk, "say"] + words.map { $0.replacing("DIR", with: directory) } + [
                "--config", Places.configuration, "--assets", directory + "/assets",
            ])
        #expect(end.status != 0)
        #expect(end.output.contains(expected.replacing("DIR", with: directory)), "\(end.output)")
    }

    @Test("A file that is no recording is named")
    func broken() throws {
        defer { remove() }
        let path = directory + "/assets/prompts/en/home.wav"
        try "no sound".write(toFile: path, atomically: true, encoding: .utf8)
        let end = try kiosk("say", "en", "home", "--device", "null")
        #expect(end.status != 0)
        #expect(end.output.contains("\(path): not a readable recording"))
    }

    @Test("tone has the level that it is told")
    func tone() throws {
        defer { remove() }
        let output = directory + "/out.wav"
        let end = try kiosk("audio", "tone", "--dbfs", "-12", "--device", "file:FILE=\(output),FORMAT=wav")
        #expect(end.status == 0, "\(end.output)")
        let heard = try #require(Sound(finished: output))
        // The RMS of a sine is 3.01 dB below its peak.
        #expect(abs(heard.level + 12 + 3.01) < 0.2)
        #expect(heard.samples.count >= 96_000)
    }

    @Test("list names the devices of ALSA, tries the booth's and ends with 1 if one fails")
    func list() throws {
        defer { remove() }
        let alsa = """
            pcm.booth { type null hint { show on description "The booth's loudspeaker" } }
            pcm.broken { type hw card Absent }
            """
        let good = try kiosk("audio", "list", "--overlay", try overlay("speaker: booth, microphone: booth"), alsa: alsa)
        #expect(good.output.contains("  booth  The booth's loudspeaker\n"), "\(good.output)")
        #expect(good.output.contains("  speaker  booth  works\n  handset  none\n  microphone  booth  works\n"))
        #expect(good.status == 0)
        let bad = try kiosk(
            "audio", "list", "--overlay", try overlay("speaker: booth, handset: broken"), alsa: alsa)
        #expect(bad.output.contains("  speaker  booth  works\n  handset  broken  opening broken: "), "\(bad.output)")
        #expect(bad.status == 1)
        let deaf = try kiosk(
            "audio", "list", "--overlay",
            try overlay("speaker: booth, microphone: booth, hands_free_microphone: broken"),
            alsa: alsa)
        #expect(deaf.output.contains("  hands_free_microphone  broken  opening broken: "), "\(deaf.output)")
        #expect(deaf.status == 1)
    }

    @Test("levels prints what booth.yaml makes of the steps")
    func levels() throws {
        defer { remove() }
        let text = try kiosk(
            "audio", "levels", "--overlay",
            try overlay("handset: handset, volume: 1, night_volume: 0, night_ceiling: 1, maximum: 2")
        ).output
        #expect(
            text.hasPrefix(
                """
                step  gain       day                   night (22:00 to 6:00)
                0     -19.5 dB                         default
                1     -13.0 dB   default               ceiling
                2     -6.5 dB    maximum
                3     0.0 dB
                now it is 
                """), "\(text)")
        #expect(text.contains("emergencies at any hour: from step 1 (-13.0 dB) to step 2 (-6.5 dB)\n"))
        #expect(text.contains("in the handset at any hour: at most step 2 (-6.5 dB)\n"))
    }

    private func wav(_ samples: [Int16]) -> Data {
        var data = Data()
        func add(_ text: String) { data.append(contentsOf: text.utf8) }
        func add<Number: FixedWidthInteger>(_ number: Number) {
            withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
        }
        add("RIFF")
        add(UInt32(36 + 2 * samples.count))
        add("WAVEfmt ")
        add(UInt32(16))
        for value in [UInt16(1), 1] { add(value) }
        for value in [UInt32(48_000), 96_000] { add(value) }
        for value in [UInt16(2), 16] { add(value) }
        add("data")
        add(UInt32(2 * samples.count))
        samples.forEach { add($0) }
        return data
    }
}

extension EndToEndTests {
    /// A booth with a hook switch, and a device for each sink.
    @Suite(.serialized)
    struct HandsetTests {
        @Test("A lifted handset speaks at the ear alone; put back, the session ends")
        func lifted() async throws {
            try await Booth.with { booth in
                try booth.edit("keys.yaml") { $0.replacing("# F13: hook_off", with: "F5: hook_off") }
                try booth.edit("keys.yaml") { $0.replacing("# F14: hook_on", with: "F6: hook_on") }
                let handset = booth.directory + "/handset.wav"
                try booth.startKiosk(
                    audio: "speaker: \"file:FILE=\(booth.speaker),FORMAT=wav\", "
                        + "handset: \"file:FILE=\(handset),FORMAT=wav\"")
                try await booth.seeAttract()
                try await booth.press(.handsetLifted)
                // The devices are not paced: what is said is in the file at once.
                try await eventually("the booth speaks at the ear") { Sound(device: handset, from: 0).level > -40 }
                #expect(Sound(device: booth.speaker, from: 0).samples.allSatisfy { $0 == 0 })
                try await booth.press(.handsetReplaced)
                try await eventually("the loudspeaker says that the session ends") {
                    Sound(device: booth.speaker, from: 0).level > -40
                }
                try await booth.seeAttract()
            }
        }
    }
}
