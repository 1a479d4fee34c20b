import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// A person has made a mistake in a configuration file.
    @Suite(.serialized)
    struct ConfigurationTests {
        @Test("With a broken functions.yaml the last good copy is used and the header says so")
        func lastGoodCopy() async throws {
            try await Booth.with { booth in
                try booth.startKiosk()
                try await booth.seeAttract()
                kill(try #require(booth.pid(of: "kiosk")), SIGTERM)
                try await booth.see("ended with 0")

                try booth.edit("functions.yaml") { $0.replacing("emergency: ambulance", with: "emergancy: ambulance") }
                try booth.type(command: "clear")
                try booth.startKiosk()
                try await booth.seeAttract()
                #expect(try booth.shows("配置有误"))
                for label in SessionTests.labels { #expect(try booth.shows(label), "\(label)") }
                try await booth.press("5", brings: "秒后拨打 急救 120")
                #expect(try booth.shows("^ 配置有误，沿用上次"))
                try await booth.press("*", brings: "已取消，没有拨打")
            }
        }

        @Test("With a broken functions.yaml and nothing good before, the emergency keys are left")
        func noLastGoodCopy() async throws {
            try await Booth.with { booth in
                try booth.edit("functions.yaml") { $0 + "  - [\n" }
                try booth.startKiosk()
                try await booth.see("配置有误")
                #expect(try !booth.shows("叫出租车"))
                try await booth.press("5", brings: "秒后拨打 急救 120")
                try await booth.press("*", brings: "已取消，没有拨打")
            }
        }

        @Test("A label changed in a file appears by itself when the session has ended, not before")
        func changedWhileRunning() async throws {
            try await Booth.with { booth in
                try booth.startKiosk()
                try await booth.seeAttract()
                try await booth.press("7", brings: "想找哪里")
                try booth.edit("functions.yaml") { $0.replacing("zh-Hans: 叫出租车", with: "zh-Hans: 叫小汽车") }
                try await booth.seeStatus("waits until nobody uses the booth")
                try await booth.press("*", brings: "叫出租车")
                #expect(try !booth.shows("叫小汽车"), "the resident's page is another one now")
                try await booth.nextResident()
                try await booth.see("叫小汽车")
                #expect(try !booth.shows("叫出租车"))
                try await booth.seeStatus("configuration current")
            }
        }

        @Test("A file broken while the kiosk runs leaves the page as it is and is a fault until it is mended")
        func brokenWhileRunning() async throws {
            try await Booth.with { booth in
                try booth.startKiosk()
                try await booth.seeAttract()
                #expect(try !booth.status().contains("configuration.refused"))
                try booth.edit("functions.yaml") {
                    $0.replacing("zh-Hans: 叫出租车", with: "zh-Hans: 叫小汽车")
                        .replacing("emergency: ambulance", with: "emergancy: ambulance")
                }
                let line = try booth.line(of: "emergancy", in: "functions.yaml")
                try await booth.seeStatus("faults .*configuration.refused")
                try await booth.seeStatus("configuration refused functions.yaml:\(line):[0-9]+: error: .*emergancy")
                try await booth.see("配置有误")
                for label in SessionTests.labels { #expect(try booth.shows(label), "\(label)") }

                try booth.edit("functions.yaml") { $0.replacing("emergancy: ambulance", with: "emergency: ambulance") }
                try await booth.see("叫小汽车")
                try await booth.gone("配置有误")
                let status = try booth.status()
                #expect(!status.contains("refused"), "\(status)")
            }
        }

        @Test("What a former run left is damaged: the kiosk starts, says so, and forgets it when the files are removed")
        func damagedState() async throws {
            try await Booth.with { booth in
                let (calls, orders) = (booth.state + "/run/calls.json", booth.state + "/orders.json")
                try FileManager.default.createDirectory(
                    atPath: booth.state + "/run", withIntermediateDirectories: true)
                let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines)
                try """
                {"boot":"\(boot)","digests":{"keys":[]},"freeCalls":[],"live":{"callClass":"free","direction":"outgoing",\
                "trunk":"demo","pressedAt":1,"startedAt":1,"answeredAt":-9223372036854775808,"isLost":false,\
                "endsAt":9223372036854775807,"attempts":9223372036854775807}}
                """.write(toFile: calls, atomically: true, encoding: .utf8)
                try "[".write(toFile: orders, atomically: true, encoding: .utf8)
                try booth.startKiosk()
                try await booth.seeAttract()
                try await booth.seeStatus("faults .*state.damaged")
                for file in [calls, orders] {
                    #expect(FileManager.default.fileExists(atPath: file + ".damaged"), "\(file)")
                    try FileManager.default.removeItem(atPath: file + ".damaged")
                }
                try await eventually("the fault is gone") { try !booth.status().contains("state.damaged") }
            }
        }

        @Test("Without a trunk 5 says that this booth cannot call, and where the nearest telephone is")
        func noTrunk() async throws {
            try await Booth.with { booth in
                try booth.edit("booth.yaml") { text in
                    guard let start = text.range(of: "  trunks:\n"),
                        let end = text.range(of: "  # 各项服务", range: start.upperBound..<text.endIndex)
                    else { throw Failure("booth.yaml has no trunks to remove") }
                    return text.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "  trunks: []\n")
                }
                try booth.startKiosk()
                try await booth.seeAttract()
                try await booth.press("5", brings: "这里现在不能打电话")
                #expect(try booth.shows("兰溪路 141 号便利店"))
            }
        }
    }
}

extension Booth {
    /// Changes a file of this booth's own configuration.
    func edit(_ name: String, _ change: (String) throws -> String) throws {
        let path = configuration + "/" + name
        let before = try String(contentsOfFile: path, encoding: .utf8)
        let after = try change(before)
        try #require(before != after, "nothing to change in \(name)")
        try after.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// The number of the line of a configuration file that contains this text, from 1.
    func line(of text: String, in name: String) throws -> Int {
        let content = try String(contentsOfFile: configuration + "/" + name, encoding: .utf8)
        let lines = content.components(separatedBy: "\n")
        return try #require(lines.firstIndex { $0.contains(text) }) + 1
    }

    /// What `kiosk control status` prints.
    func status() throws -> String {
        let end = try Program.run([Places.kiosk, "control", "status", "--state", state])
        guard end.status == 0 else { throw Failure(end.output) }
        return end.output
    }

    /// Waits until the status contains this regular expression.
    func seeStatus(_ pattern: String) async throws {
        let expression = try Regex<AnyRegexOutput>(pattern)
        try await eventually("“\(pattern)” in the status:\n\((try? status()) ?? "none")") {
            try status().contains(expression)
        }
    }
}
