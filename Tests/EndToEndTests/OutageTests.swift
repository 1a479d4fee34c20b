import BoothDriver
import Glibc
import Testing

extension EndToEndTests {
    /// A part of the system dies. The kiosk tells the truth and goes on.
    @Suite(.serialized)
    struct OutageTests {
        @Test("Without the platform the header says so, an order fails plainly, and everything else goes on")
        func platform() async throws {
            try await Booth.withDemonstration { booth in
                try await booth.press("1", brings: "叫车到这里")
                try booth.killPart(.platform)
                try await booth.press("#", brings: "没有叫到车")
                try await booth.see("^ 网络断开，电话可用")
                try await booth.press("*", brings: Booth.keypad)
                #expect(try booth.screen().filter { $0.contains("暂停") }.count == 1, "taxi and doctor, in one row")
                try await booth.press("7", brings: "想找哪里")
                try await booth.press("*", brings: Booth.keypad)
                try await booth.press("0", brings: "已拨出.*已接通")
            }
        }

        @Test("Without the agent an emergency is tried again and again, and everything else goes on")
        func agent() async throws {
            try await Booth.withDemonstration { booth in
                try booth.keepAgentAway()
                try booth.killPart(.agent)
                try await booth.press("5", brings: "秒后拨打 急救 120")
                try await booth.press("#", after: Booth.Pause.confirmation, brings: "没有接通，正在再打")
                try await booth.press("*", brings: "再按一次就挂断")
                try await booth.press("*")
                try await booth.nextResident()
                try await booth.press("1", brings: "叫车到这里")
                try await booth.press("#", brings: "车牌 +沪")
            }
        }

        @Test(
            "An agent that dies, or stops, is started again, and an emergency goes on", arguments: [SIGKILL, SIGSTOP])
        func agentAgain(_ signal: Int32) async throws {
            try await Booth.withDemonstration { booth in
                try await booth.press("5", brings: "秒后拨打 急救 120")
                try await booth.press("#", after: Booth.Pause.confirmation, brings: "已拨出.*已接通")
                let first = try booth.pid(of: .agent)
                kill(first, signal)
                try await booth.see("电话断了，正在重新拨打")
                try await booth.see("已拨出.*已接通")
                #expect(try booth.pid(of: .agent) != first)
                try await booth.press("*", brings: "再按一次就挂断")
                try await booth.press("*")
            }
        }

        @Test("The broker of the line dies in a call: the call goes on, and no page says otherwise")
        func line() async throws {
            try await Booth.withDemonstration { booth in
                try await booth.press("5", brings: "秒后拨打 急救 120")
                try await booth.press("#", after: Booth.Pause.confirmation, brings: "已拨出.*已接通")
                let first = try booth.read("line.pid")
                kill(try #require(pid_t(first)), SIGKILL)
                try await eventually("another broker") { try booth.read("line.pid") != first }
                try await booth.see("已拨出.*已接通")
                try await booth.press("*", brings: "再按一次就挂断")
                try await booth.press("*")
                #expect(booth.recordings(of: .operator).count == 1, "one call")
            }
        }

        @Test("A kiosk that is killed is started again, and the platform is told")
        func kiosk() async throws {
            try await Booth.withDemonstration { booth in
                let first = try booth.pid(of: .kiosk)
                try await booth.press("7", brings: "想找哪里")
                try booth.killPart(.kiosk)
                try await eventually("another kiosk") { (try? booth.pid(of: .kiosk)).map { $0 != first } ?? false }
                try await booth.seeAttract()
                try await booth.press("7", brings: "想找哪里")
                try await eventually("the new start on the platform") {
                    try await booth.events().contains { $0.kind == "lifecycle" && $0.data.outcome == "recovered" }
                }
            }
        }
    }
}
