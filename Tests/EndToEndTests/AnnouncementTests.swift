import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// What an emergency service hears about the booth is what its configuration says, or somebody is told.
    @Suite(.serialized)
    struct AnnouncementTests {
        /// What `kiosk check` prints about a booth that is live or not, after a change to it.
        private func check(live: Bool, _ change: (Workshop) throws -> Void) throws -> (status: Int32, lines: [String]) {
            var end: (status: Int32, lines: [String]) = (0, [])
            try Workshop.with { workshop in
                if live { try workshop.edit("booth.yaml") { $0.replacing("live: false\n", with: "live: true\n") } }
                try change(workshop)
                let options = ["--config", workshop.configuration, "--assets", workshop.assets, "--no-layout"]
                let done = try Program.run([Places.kiosk, "check"] + options)
                let lines = done.output.split(separator: "\n").map {
                    $0.replacing(workshop.assets, with: "ASSETS").replacing(workshop.configuration, with: "CONFIG")
                }
                end = (done.status, lines.map(String.init))
            }
            return end
        }

        @Test("As shipped nothing speaks against the recordings, on a live booth either")
        func shipped() throws {
            // The end of the shipped holidays is another matter, from 1 December of their year on.
            func others(_ lines: [String]) -> [String] { lines.dropLast().filter { !$0.contains("holidays") } }
            let still = try check(live: false) { _ in }
            #expect(still.status == 0 && others(still.lines).isEmpty, "\(still.lines)")
            let live = try check(live: true) { _ in }
            #expect(live.status == 0)
            #expect(others(live.lines).count == 1 && others(live.lines)[0].contains("real calls"), "\(live.lines)")
        }

        @Test(
            "An address that was changed in one place alone is a warning, and an error on a live booth",
            arguments: [true, false])
        func oldAddress(live: Bool) throws {
            let word = live ? "error" : "warning"
            let announce = try check(live: live) { workshop in
                try workshop.edit("booth.yaml") { text in
                    text.replacing("zh-Hans: 普陀区兰溪路 123 号", with: "zh-Hans: 普陀区枣阳路 8 号")
                        .replacing("兰溪路一百二十三号", with: "枣阳路八号")
                }
            }
            #expect(announce.status == (live ? 1 : 0))
            for name in ["address", "unable"] {
                #expect(
                    announce.lines.contains {
                        $0.hasPrefix(
                            "ASSETS/announce/\(name).ogg:1:1: \(word): the recording says something else than announce.\(name); "
                                + "record it anew: “")
                    }, "\(announce.lines)")
            }
            let booth = try check(live: live) { workshop in
                try workshop.edit("booth.yaml") {
                    $0.replacing("zh-Hans: 普陀区兰溪路 123 号", with: "zh-Hans: 普陀区枣阳路 8 号")
                }
            }
            #expect(booth.status == (live ? 1 : 0))
            #expect(
                booth.lines.contains {
                    $0.hasPrefix(
                        "booth.yaml:38:1: \(word): 'announce.address' in zh-Hans does not say the address '普陀区枣阳路 8 号'")
                }, "\(booth.lines)")
        }

        @Test("A recording that is missing, empty, silent or another's is named with what to record")
        func spoilt() throws {
            let spoilt: [(String, (String) throws -> Void)] = [
                (
                    "there is no recording of what the far side is told",
                    { try FileManager.default.removeItem(atPath: $0) }
                ),
                ("this is no recording that can be read", { try Data().write(to: URL(fileURLWithPath: $0)) }),
                ("it is silent", { try Self.silence.write(to: URL(fileURLWithPath: $0)) }),
            ]
            for (message, spoil) in spoilt {
                let end = try check(live: true) { try spoil($0.assets + "/announce/unable.ogg") }
                #expect(end.status == 1)
                #expect(
                    end.lines.contains { $0.hasPrefix("ASSETS/announce/unable.ogg:1:1: error: \(message)") },
                    "\(end.lines)")
            }
            let other = try check(live: true) { workshop in
                let folder = workshop.assets + "/prompts/zh-Hans"
                try FileManager.default.removeItem(atPath: folder + "/emergency.demo.ogg")
                try FileManager.default.copyItem(
                    atPath: folder + "/home.list.ogg", toPath: folder + "/emergency.demo.ogg")
            }
            #expect(other.status == 1)
            #expect(
                other.lines.contains {
                    $0.hasPrefix("ASSETS/prompts/zh-Hans/emergency.demo.ogg:1:1: error: it lasts ")
                }, "\(other.lines)")
        }

        @Test("What nobody can tell is a warning, on a live booth as well")
        func unknown() throws {
            let end = try check(live: true) { workshop in
                try "{}".write(toFile: workshop.assets + "/announce/manifest.json", atomically: true, encoding: .utf8)
                try FileManager.default.removeItem(atPath: workshop.assets + "/prompts/en/manifest.json")
            }
            #expect(end.status == 0)
            #expect(end.lines.count { $0.contains("warning: nobody can tell what this recording says") } == 2)
            #expect(end.lines.contains { $0.contains("en/manifest.json:1:1: warning: it does not tell what") })
        }

        /// Two seconds of silence in WAV: 8 kHz, 16 bits, mono.
        private static let silence: Data = {
            func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
                (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
            }
            let head =
                Array("RIFF".utf8) + bytes(32_036, 4) + Array("WAVEfmt ".utf8) + bytes(16, 4) + bytes(1, 2)
                + bytes(1, 2)
            let rates = bytes(8_000, 4) + bytes(16_000, 4) + bytes(2, 2) + bytes(16, 2)
            return Data(head + rates + Array("data".utf8) + bytes(32_000, 4) + [UInt8](repeating: 0, count: 32_000))
        }()

        @Test("A running booth says so, plays what is certain, and has no fault once both agree")
        func running() async throws {
            try await Booth.with { booth in
                func log() -> String {
                    (try? String(contentsOfFile: booth.state + "/kiosk.log", encoding: .utf8)) ?? ""
                }
                try booth.edit("booth.yaml") { $0.replacing("兰溪路一百二十三号", with: "枣阳路八号") }
                try booth.startKiosk()
                try await booth.seeAttract()
                try await booth.seeStatus("faults .*announcement.doubtful")
                #expect(log().contains("does not say the address"))
                // There are two addresses and one of them is wrong, so only the number is certain.
                #expect(log().contains("announcements: 'address' says the booth's number alone"))
                #expect(FileManager.default.fileExists(atPath: booth.state + "/announce/address.wav"))
                try booth.edit("booth.yaml") {
                    $0.replacing("zh-Hans: 普陀区兰溪路 123 号", with: "zh-Hans: 普陀区枣阳路八号")
                }
                try await eventually("the words agree, the recordings do not") {
                    log().contains("announcements: 'unable' is said by espeak-ng")
                        || log().contains("announcements: espeak-ng")
                }
                #expect(try booth.status().contains("announcement.doubtful"))
                try booth.edit("booth.yaml") {
                    $0.replacing("枣阳路八号", with: "兰溪路一百二十三号")
                }
                try await eventually("the fault is gone") { try !booth.status().contains("announcement.doubtful") }
            }
        }
    }
}

extension Workshop {
    /// Changes a file of its configuration.
    func edit(_ name: String, _ change: (String) -> String) throws {
        let path = configuration + "/" + name
        let before = try String(contentsOfFile: path, encoding: .utf8)
        let after = change(before)
        try #require(before != after, "nothing to change in \(name)")
        try after.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
