import BoothDriver
import Foundation
import Glibc
import Testing

extension EndToEndTests {
    /// Orders answered by a person at the platform's page, and what becomes of them when a part of the system fails.
    @Suite(.serialized)
    struct OrderTests {
        private static let car = ["plate": "沪A·D5638", "car": "白色 大众朗逸", "minutes": "6"]

        @Test("A taxi is accepted and assigned by hand, corrected, and cancelled by the resident")
        func byHand() async throws {
            try await Booth.withDemonstration { booth in
                let dispatcher = try await Dispatcher(of: booth)
                try await booth.press("1", brings: "叫车到这里")
                try await booth.press("#", brings: "已发出，请等一等")
                let id = try await dispatcher.onlyRequest()
                try await dispatcher.answer(id, "accept")
                try await booth.see("已受理，正在安排")
                try await dispatcher.answer(id, "assign", Self.car)
                try await booth.see("车牌 +沪A D5638")
                #expect(try booth.shows("白色 大众朗逸"))
                #expect(try booth.shows("6 分钟后到|5 分钟后到"))
                #expect(try !booth.shows("模拟调度"), "a person answered")
                try await dispatcher.answer(id, "assign", Self.car.merging(["plate": "沪b12345"]) { $1 })
                try await booth.see("车牌 +沪B 12345")
                try await booth.press("2", brings: "真的要取消吗")
                try await booth.press("1", brings: "已取消")
                #expect(try await dispatcher.page("/requests/\(id)").contains("the resident cancelled it"))
                #expect(try await dispatcher.open().isEmpty)
                // Answered late, as people do.
                try await booth.press("#")
                try await booth.nextResident()
            }
        }

        @Test("A function made of choices, a number, a confirmation and a request works from functions.yaml alone")
        func technicians() async throws {
            let number = "13900991234"
            try await Booth.withDemonstration(prepare: { try $0.addRepair() }) { booth in
                let dispatcher = try await Dispatcher(of: booth)
                try await booth.press("9", brings: "修什么")
                try await booth.press("2", brings: "请输入您的电话")
                #expect(try !booth.shows("3 分钟"), "this is no free call")
                try await booth.type(number)
                try await booth.press("#", brings: "请师傅上门")
                try await booth.press("#", brings: "已发出，请等一等")
                let id = try await dispatcher.onlyRequest()
                try await eventually("the number at the platform") {
                    try await dispatcher.page("/requests/\(id)").contains("<strong>\(number)</strong>")
                }
                let page = try await dispatcher.page("/requests/\(id)")
                #expect(page.contains("修什么？") && page.contains("水管"))
                try await dispatcher.answer(
                    id, "assign", ["title": "修水管", "when": "今天下午3点", "where": "曹杨路500号", "note": "师傅姓李"])
                try await booth.see("安排好了")
                for text in ["修水管", "今天下午3点", "曹杨路500号", "师傅姓李"] { try await booth.see(text) }
                try await dispatcher.answer(id, "complete")
                try await booth.see("办好了")
                try await eventually("the order's end at the platform") {
                    try await booth.events().contains { $0.kind == "request" && $0.data.outcome == "confirmed" }
                }
                #expect(try booth.files(with: number).isEmpty)
                #expect(try await !booth.uploads().contains(number))
            }
        }

        @Test("A kiosk that is killed with a car on its way shows it again, and orders nothing")
        func killedWhileWaiting() async throws {
            try await Booth.withDemonstration { booth in
                let dispatcher = try await Dispatcher(of: booth)
                try await booth.press("1", brings: "叫车到这里")
                try await booth.press("#", brings: "已发出，请等一等")
                let id = try await dispatcher.onlyRequest()
                try await dispatcher.answer(id, "assign", Self.car)
                try await booth.see("车牌 +沪A D5638")
                try await booth.killKioskAndWait()
                try await booth.see("沪A D5638")
                try await booth.press("1", brings: "看我的单子")
                try await booth.press("1", brings: "车牌 +沪A D5638")
                #expect(try await dispatcher.open() == [id])
                // The order goes on as if nothing had happened. 1, 1 and 2 in one go would be an emergency number.
                try await booth.press("2", after: .milliseconds(3200), brings: "真的要取消吗")
                try await booth.press("1", brings: "已取消")
                #expect(try await dispatcher.open().isEmpty)
            }
        }

        @Test("A kiosk that is killed while an order is being sent places it once")
        func killedWhileSending() async throws {
            try await Booth.withDemonstration { booth in
                let dispatcher = try await Dispatcher(of: booth)
                try await booth.press("1", brings: "叫车到这里")
                let platform = try booth.pid(of: .platform)
                #expect(kill(platform, SIGSTOP) == 0)
                do {
                    try await booth.press("#", brings: "正在发出")
                    // An order is sent once it is on the disk, not before.
                    try await eventually("the order on the disk") {
                        FileManager.default.fileExists(atPath: booth.state + "/orders.json")
                    }
                    try await booth.killKioskAndWait()
                    try await booth.see("正在发出")
                } catch {
                    kill(platform, SIGCONT)
                    throw error
                }
                #expect(kill(platform, SIGCONT) == 0)
                let id = try await dispatcher.onlyRequest()
                try await dispatcher.answer(id, "assign", Self.car)
                try await booth.see("沪A D5638")
                #expect(try await dispatcher.open() == [id], "both posts of it had the same id")
            }
        }

        @Test(
            "A number that the platform does not have yet is on no disk, outlives a kiosk that is killed, and arrives"
        )
        func numberOnItsWay() async throws {
            let number = "13987600531"
            try await Booth.withDemonstration { booth in
                let dispatcher = try await Dispatcher(of: booth)
                try await booth.press("1", brings: "叫车到这里")
                try await booth.press("#", brings: "已发出，请等一等")
                let id = try await dispatcher.onlyRequest()
                let platform = try booth.pid(of: .platform)
                let runtime = try #require(try booth.argument("--runtime", of: .kiosk))
                #expect(kill(platform, SIGSTOP) == 0)
                do {
                    try await booth.press("1", brings: "请输入您的电话")
                    try await booth.type(number)
                    try await booth.press("#", brings: "正在转告您的电话")
                    #expect(try !booth.shows("电话已交给调度"))
                    try await eventually("the number in memory") { try !booth.files(with: number).isEmpty }
                    #expect(try booth.files(with: number).allSatisfy { $0.hasPrefix(runtime) }, "and nowhere else")
                    try await booth.killKioskAndWait()
                    try await booth.press("1", brings: "看我的单子")
                    try await booth.press("1", brings: "正在转告您的电话")
                } catch {
                    kill(platform, SIGCONT)
                    throw error
                }
                #expect(kill(platform, SIGCONT) == 0)
                try await booth.see("电话已交给调度")
                #expect(try await dispatcher.page("/requests/\(id)").contains("<strong>\(number)</strong>"))
                #expect(try booth.files(with: number).isEmpty)
                #expect(try await !booth.uploads().contains(number))
            }
        }

        @Test("With the platform gone a cancellation is not confirmed, and is once it is back")
        func platformGone() async throws {
            try await Booth.withDemonstration { booth in
                let dispatcher = try await Dispatcher(of: booth)
                try await booth.press("1", brings: "叫车到这里")
                try await booth.press("#", brings: "已发出，请等一等")
                let id = try await dispatcher.onlyRequest()
                let platform = try booth.pid(of: .platform)
                #expect(kill(platform, SIGSTOP) == 0)
                do {
                    try await booth.press("2", brings: "真的要取消吗")
                    try await booth.press("1", brings: "不知道有没有取消")
                } catch {
                    kill(platform, SIGCONT)
                    throw error
                }
                #expect(kill(platform, SIGCONT) == 0)
                try await booth.see("已取消")
                #expect(try await dispatcher.page("/requests/\(id)").contains("the resident cancelled it"))
            }
        }
    }
}

extension Booth {
    /// Kills the kiosk and waits until the demonstration has started another one, which shows its first page.
    fileprivate func killKioskAndWait() async throws {
        let first = try pid(of: .kiosk)
        try killPart(.kiosk)
        try await eventually("another kiosk") { (try? pid(of: .kiosk)).map { $0 != first } ?? false }
        try await see(Self.keypad)
    }

    /// An eleventh function in the place of the pension, as a technician would write it.
    fileprivate func addRepair() throws {
        let path = configuration + "/functions.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let repair = """
              - id: repair
                key: 9
                category: information
                official: services
                label: { zh-Hans: 上门修理, en: Repairs }
                prompt: choice
                steps:
                  - choice:
                      id: what
                      title: { zh-Hans: 修什么？, en: "Repair what?" }
                      options:
                        - { id: light, label: { zh-Hans: 电灯, en: A light } }
                        - { id: water, label: { zh-Hans: 水管, en: Water pipes } }
                  - number
                  - confirm:
                      title: { zh-Hans: 请师傅上门, en: Have somebody come }
                      action: { zh-Hans: 报修, en: Order }
                  - request: { kind: repair }
                  - rating

            """
        let hidden = text.replacing("  - id: pension\n", with: "  - id: pension\n    hidden: true\n")
        guard hidden != text else { throw Failure("functions.yaml has no pension") }
        try (hidden + "\n" + repair).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
