import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// Residents, one after the other, at one booth where everything works.
    @Suite(.serialized, .sharedDemonstration)
    struct SessionTests {
        static let labels = [
            "叫出租车", "看病挂号", "免费打电话", "报警 110", "急救 120", "火警 119", "附近服务", "天气公交", "养老金", "人工服务",
        ]

        let booth: Booth

        init() async throws {
            booth = try #require(Booth.shared)
            try await booth.nextResident()
        }

        @Test("A taxi is ordered: its plate is shown and the platform knows of every step")
        func taxi() async throws {
            try await booth.press("1", brings: "叫车到这里")
            try await booth.press("#", brings: "车牌 +沪")
            try await eventually("the order's steps on the platform") {
                let steps = try await booth.events().filter { $0.kind == "request" && $0.data.function == "taxi" }
                return Set(["requested", "assigned"]).isSubset(of: steps.compactMap(\.data.outcome))
            }
            try await booth.press("*", brings: Booth.keypad)
            #expect(try booth.shows("沪.* 分钟"), "the order is kept in the header")
        }

        @Test("An ambulance called by mistake is cancelled: nobody hears of it but the log")
        func cancelledEmergency() async throws {
            let answered = booth.recordings(of: .operator)
            let known = try await booth.events().count
            try await booth.press("5", brings: "秒后拨打 急救 120")
            try await booth.press("*", brings: "已取消，没有拨打")
            try await eventually("the cancelled emergency on the platform") {
                try await booth.events().dropFirst(known).contains {
                    $0.kind == "emergency" && $0.data.service == "ambulance" && $0.data.outcome == "cancelled"
                }
            }
            #expect(try await booth.events().dropFirst(known).allSatisfy { $0.kind != "call" })
            #expect(booth.recordings(of: .operator) == answered)
        }

        @Test("An ambulance is called: both sides hear each other until * is pressed twice")
        func emergencyCall() async throws {
            let (heard, received) = (booth.recordings(of: .operator), booth.recordings(of: .agent))
            try await booth.press("5", brings: "秒后拨打 急救 120")
            try await booth.press("#", after: Booth.Pause.confirmation, brings: "已拨出.*已接通")
            #expect(try booth.shows("演示・不会接通"), "a demonstration says so")
            try await booth.press("#", brings: "正在报给对方听")
            try await booth.seeNewRecording(of: .operator, since: heard)
            try await booth.seeNewRecording(of: .agent, since: received)
            try await booth.press("*", brings: "再按一次就挂断")
            try await booth.press("*", brings: "通话结束")
            #expect(try await booth.newRecording(of: .operator, since: heard).level > -40)
            #expect(try await booth.newRecording(of: .agent, since: received).level > -40)
            try await eventually("the call on the platform") {
                try await booth.events().contains {
                    $0.kind == "call" && $0.data.service == "ambulance" && $0.data.outcome == "answered"
                }
            }
        }

        @Test("1 2 0 pressed as on a telephone opens the ambulance countdown, and * cancels it")
        func dialledAsOnATelephone() async throws {
            let answered = booth.recordings(of: .operator)
            try await booth.press("1")
            try await booth.press("2")
            try await booth.press("0", brings: "秒后拨打 急救 120")
            try await booth.press("*", brings: "已取消，没有拨打")
            #expect(booth.recordings(of: .operator) == answered)
        }

        @Test("The language key changes every word of home, and back")
        func language() async throws {
            try await booth.press(.language, brings: "中文 English 日本語 한국어")
            try await booth.press("2", brings: "Press a number .*请按数字键")
            // Where both languages share a line, English is now before Chinese. Where one is above the other, it is on
            // top.
            for pair in [("叫出租车 ", "Taxi "), ("报警 110", "Police "), ("附近服务", "Nearby "), ("人工服务", "Talk to us")] {
                let screen = try booth.screen()
                let chinese = try #require(screen.firstIndex { $0.contains(pair.0) })
                let english = try #require(screen.firstIndex { $0.contains(pair.1) })
                #expect(english < chinese, "\(pair)")
            }
            for line in ["^ Services 一键服务", "^ Emergency 应急服务", "^ Information 生活服务", "SOS Emergency"] {
                #expect(try booth.shows(line))
            }
            #expect(try !booth.shows("月.*日"), "the date is English too")
            try await booth.press(.language, brings: "中文 English 日本語 한국어")
            try await booth.press("1", brings: Booth.keypad)
            #expect(try booth.shows("^ 一键服务 Services"))
        }

        @Test("SOS opens the chooser from another page, and * leaves it without a call")
        func chooser() async throws {
            let answered = booth.recordings(of: .operator)
            try await booth.press("7", brings: "想找哪里")
            try await booth.press(.sos, brings: "要哪一种帮助")
            for service in ["报警 110", "急救 120", "火警 119"] { #expect(try booth.shows(service)) }
            try await booth.press("*")
            try await booth.gone("要哪一种帮助")
            #expect(booth.recordings(of: .operator) == answered)
        }

        @Test("A prompt is heard from the loudspeaker after a key")
        func prompt() async throws {
            try await booth.press("8", brings: "2 +公交到站")
            try await booth.hearNothing()
            let before = booth.spokenBytes
            try await booth.press("#")
            // This is a second of sound at 48 kHz in 16 bits, and it is speech rather than silence.
            try await eventually("a second of sound") { booth.spokenBytes > before + 96_000 }
            #expect(Sound(device: booth.speaker, from: before).level > -40)
        }

        @Test("A pension is shown as long as the card is in the reader, and nothing of it is kept")
        func pension() async throws {
            try await booth.press("9", brings: "查养老金")
            try await booth.press("#", brings: "请把社保卡")
            try control("card", "in")
            try await booth.see("[0-9]+[.][0-9]{2} 元")
            #expect(try booth.shows("演示数据"), "a demonstration says so")
            let amount = try #require(try booth.screen().joined().firstMatch(of: /([0-9]+[.][0-9]{2}) 元/)).output.1
            try control("card", "out")
            try await booth.see(Booth.keypad)
            try await booth.gone(String(amount).replacing(".", with: "[.]"))
            try await eventually("the use on the platform") {
                try await booth.events().contains { $0.kind == "function" && $0.data.function == "pension" }
            }
            // The card's code, and what was shown of it.
            let traces = ["FFEEDDCCBBAA", String(amount)]
            let uploads = try await booth.uploads()
            for trace in traces { #expect(!uploads.contains(trace)) }
            let files = try FileManager.default.subpathsOfDirectory(atPath: booth.state)
            for file in files where file.hasSuffix(".log") || file.contains("sqlite") {
                let bytes = FileManager.default.contents(atPath: "\(booth.state)/\(file)") ?? Data()
                for trace in traces { #expect(bytes.range(of: Data(trace.utf8)) == nil, "\(trace) in \(file)") }
            }
        }

        @Test("A card put in asks for consent by itself; left in, it is asked for and not read for the next person")
        func cardLeft() async throws {
            try control("card", "in")
            try await booth.see("要读您的社保卡")
            try await booth.press("#", brings: "[0-9]+[.][0-9]{2} 元")
            try await booth.press("*", brings: "读卡器里还有卡")
            try await booth.press("9", brings: "要读您的社保卡")
            try await booth.press("#", brings: "请先取出卡")
            #expect(try booth.screen().joined().firstMatch(of: /[0-9]+[.][0-9]{2} 元/) == nil)
            try control("card", "out")
            try await booth.see("请把社保卡")
            try await booth.press("*", brings: Booth.keypad)
            #expect(try !booth.shows("读卡器里还有卡"))
        }

        private func control(_ words: String...) throws {
            let end = try Program.run([Places.kiosk, "control"] + words + ["--state", booth.state])
            guard end.status == 0 else { throw Failure(end.output) }
        }

        @Test("Another size is drawn anew: all ten functions on 80x24")
        func resize() async throws {
            try await booth.press("9", brings: "查养老金")
            try await booth.press("*", brings: Booth.keypad)
            try booth.tmux.command("resize-window", "-x", "80", "-y", "24")
            try await booth.gone(Booth.keypad)
            try await booth.see("^ *▄▄▄▄▄ .*▄▄▄")
            for label in Self.labels { try await booth.see(label) }
            try booth.tmux.command("resize-window", "-x", "\(Booth.columns)", "-y", "\(Booth.rows)")
            try await booth.see(Booth.keypad)
        }
    }
}
