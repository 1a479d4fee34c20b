import BoothDriver
import Foundation
import Glibc
import Testing

extension EndToEndTests {
    /// An emergency key leads to a voice when nothing else works. Each test breaks one thing and calls 120.
    @Suite(.serialized)
    struct EmergencyTests {
        /// Presses 5 and `#`, and returns when the operator's answer is on screen.
        private func callAnAmbulance(_ booth: Booth) async throws {
            try await booth.press("5", brings: "秒后拨打 急救 120")
            try await booth.press("#", after: Booth.Pause.confirmation, brings: "已拨出.*已接通")
        }

        @Test("With a broken database")
        func brokenDatabase() async throws {
            try await Booth.withDemonstration(
                prepare: { booth in
                    try FileManager.default.createDirectory(atPath: booth.state, withIntermediateDirectories: true)
                    let garbage = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
                    try garbage.write(to: URL(fileURLWithPath: booth.state + "/events.sqlite"))
                },
                { booth in
                    try await callAnAmbulance(booth)
                    try await eventually("the emergency on the platform") {
                        try await booth.events().contains { $0.kind == "emergency" && $0.data.outcome == "dialling" }
                    }
                })
        }

        @Test("With a full disk; the records arrive when there is room again")
        func fullDisk() async throws {
            try await Booth.with { booth in
                try FileManager.default.createDirectory(atPath: booth.state, withIntermediateDirectories: true)
                let mounted = try Program.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", booth.state])
                try #require(mounted.status == 0, "needs the right to mount: \(mounted.output)")
                defer { _ = try? Program.run(["umount", "-l", booth.state]) }
                try booth.startDemonstration()
                try await booth.seeAttract()
                let filler = booth.state + "/filler"
                // This ends when the disk is full, as it should be.
                _ = try Program.run(["dd", "if=/dev/zero", "of=" + filler, "bs=64k"])
                try await callAnAmbulance(booth)
                try await booth.press("*", brings: "再按一次就挂断")
                try await booth.press("*", brings: "通话结束")
                unlink(filler)
                try await eventually("the emergency on the platform") {
                    try await booth.events().contains { $0.kind == "emergency" && $0.data.outcome == "answered" }
                }
                kill(try #require(booth.pid(of: "demo")), SIGTERM)
                try await booth.see("ended with 0")
            }
        }

        @Test("Without a sound card")
        func noSoundCard() async throws {
            try await Booth.withDemonstration(speaker: "hw:77") { try await callAnAmbulance($0) }
        }

        @Test("Without the platform")
        func noPlatform() async throws {
            try await Booth.withDemonstration { booth in
                try booth.killPart(.platform)
                try await callAnAmbulance(booth)
            }
        }

        @Test("Without any language file")
        func noLanguageFiles() async throws {
            try await Booth.withDemonstration { booth in
                kill(try #require(booth.pid(of: "demo")), SIGTERM)
                try await booth.see("ended with 0")
                try FileManager.default.removeItem(atPath: booth.configuration + "/languages")
                // There is no last good copy either, so what is compiled in is all there is.
                try? FileManager.default.removeItem(atPath: booth.state + "/last-good")
                try booth.type(command: "clear")
                try booth.startDemonstration()
                try await booth.see("报警 110")
                try await callAnAmbulance(booth)
                #expect(try booth.shows("把地址报给对方"))
            }
        }

        @Test("With a broken booth.yaml the trunks are those of the last good copy")
        func lastGoodTrunks() async throws {
            try await Booth.withDemonstration { booth in
                try booth.edit("booth.yaml") { $0.replacing("services:", with: "servces:") }
                let before = try booth.pid(of: .kiosk)
                try booth.killPart(.kiosk)
                try await eventually("another kiosk") { (try? booth.pid(of: .kiosk)).map { $0 != before } ?? false }
                try await booth.see("配置有误")
                try await callAnAmbulance(booth)
            }
        }

        @Test("A kiosk that is killed in the call finds it again, and hangs it up only when asked twice")
        func killedInTheCall() async throws {
            try await Booth.withDemonstration { booth in
                try await callAnAmbulance(booth)
                let before = try booth.pid(of: .kiosk)
                try booth.killPart(.kiosk)
                try await eventually("another kiosk") { (try? booth.pid(of: .kiosk)).map { $0 != before } ?? false }
                try await booth.see("已拨出.*已接通")
                #expect(try booth.shows("急救 120"))
                try await booth.press("*", brings: "再按一次就挂断")
                try await booth.press("*", brings: "通话结束")
                #expect(booth.recordings(of: .operator).count == 1, "one call, not two")
                try await eventually("the end of the call on the platform") {
                    try await booth.events().contains {
                        $0.kind == "call" && $0.data.service == "ambulance" && $0.data.outcome == "answered"
                    }
                }
            }
        }

        @Test("The number of a free call is in no file afterwards")
        func noTraceOfTheNumber() async throws {
            let number = "13987600451"
            try await Booth.withDemonstration { booth in
                try await booth.press("3", brings: "请输入")
                try await booth.type(number)
                try await booth.press("#", brings: "已接通")
                try await booth.press("*", brings: "再按一次就挂断")
                try await booth.press("*")
                try await eventually("the call on the platform") {
                    try await booth.events().contains { $0.kind == "call" && $0.data.outcome == "answered" }
                }
                for part in [Booth.Part.kiosk, .agent] {
                    let limits = try String(contentsOfFile: "/proc/\(try booth.pid(of: part))/limits", encoding: .utf8)
                    let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
                    #expect(core?.split(separator: " ").dropFirst(4).first == "0", "a core dump would hold the number")
                }
                #expect(try booth.files(with: number).isEmpty)
                #expect(try await !booth.uploads().contains(number))
                // The same number again: it was answered just now.
                try await booth.nextResident()
                try await booth.press("3", brings: "请输入")
                try await booth.type(number)
                try await booth.press("#", brings: "分钟后再打这个号码")
            }
        }

        @Test(
            "A number to be called back at is in the platform's open request, and in nothing that the booth keeps or uploads"
        )
        func noTraceOfTheContact() async throws {
            let number = "13987600462"
            try await Booth.withDemonstration { booth in
                try await booth.press("1", brings: "叫车到这里")
                try await booth.press("#", brings: "留个联系电话")
                try await booth.press("1", brings: "请输入您的电话")
                try await booth.type(number)
                try await booth.press("#", brings: "电话已交给调度")
                // The number was typed in full and has arrived.
                try await eventually("the number on the platform") {
                    try booth.files(with: number, ofPlatform: true).isEmpty == false
                }
                // Wait for the dispatcher's answer, which would take the question away later.
                try await booth.see("车牌 +沪")
                try await booth.press("2", brings: "真的要取消吗")
                try await booth.press("1", brings: "已取消")
                try await eventually("the order on the platform") {
                    try await booth.events().contains { $0.kind == "request" && $0.data.outcome == "cancelled" }
                }
                #expect(try booth.files(with: number).isEmpty)
                #expect(try await !booth.uploads().contains(number))
            }
        }
    }
}

extension Booth {
    /// The files that contain this text: the booth's, or those of the demonstration's own platform.
    func files(with text: String, ofPlatform: Bool = false) throws -> [String] {
        let runtime = try argument("--runtime", of: .kiosk).map { [$0] } ?? []
        let found = try Program.run(["grep", "-rlaF", "--exclude=*.wav", text, state] + runtime)
        return found.output.split(separator: "\n").map(String.init).filter {
            $0.hasPrefix(state + "/platform") == ofPlatform
        }
    }

    /// The value that a part was given for this option on its command line.
    func argument(_ option: String, of part: Part) throws -> String? {
        let data = FileManager.default.contents(atPath: "/proc/\(try pid(of: part))/cmdline") ?? Data()
        let words = String(decoding: data, as: UTF8.self).split(separator: "\0").map(String.init)
        return words.firstIndex(of: option).flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
    }
}
