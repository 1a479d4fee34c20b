import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// A data file breaks under a running booth. What the booth says about it is true from the start to the mending.
    @Suite struct BrokenDataTests {
        /// Each file is read again after ten seconds, the shortest that `sources.yaml` takes.
        private static func prepare(_ booth: Booth) throws {
            try booth.edit("sources.yaml") { text in
                text.replacing(
                    "    file: places.geojson\n", with: "    file: places.geojson\n    refresh_seconds: 10\n"
                )
                .replacing("    file: activities.ics\n", with: "    file: activities.ics\n    refresh_seconds: 10\n")
            }
        }

        /// Replaces a file that the booth may be reading.
        private static func write(_ text: String, _ name: String, _ booth: Booth) throws {
            try text.write(toFile: "\(booth.configuration)/\(name)", atomically: true, encoding: .utf8)
        }

        private static func read(_ name: String, _ booth: Booth) throws -> String {
            try String(contentsOfFile: "\(booth.configuration)/\(name)", encoding: .utf8)
        }

        @Test(
            "Places that cannot be read from the start are said so, shown when they are mended, and kept when they break"
        )
        func places() async throws {
            try await Booth.with { booth in
                try Self.prepare(booth)
                let good = try Self.read("places.geojson", booth)
                try Self.write("{", "places.geojson", booth)
                try booth.startKiosk()
                try await booth.seeAttract()
                try await booth.see("附近服务")
                try await booth.see("读不出来")
                try await booth.press("7", brings: "想找哪里")
                #expect(try booth.shows("读不出来.*读不出来"), "each kind")
                try await booth.press("1", brings: "资料现在读不出来")
                #expect(try !booth.shows("附近没有"))
                try await booth.press(.language, brings: "中文 English 日本語 한국어")
                try await booth.press("2", brings: "This cannot be read now")
                #expect(try !booth.shows("None near"))
                try await booth.seeStatus("faults .*source.places")

                // Once it is mended, it is shown on the page that is open, and the fault is over.
                try Self.write(good, "places.geojson", booth)
                try await booth.see("Lanxi|兰溪大药房")
                try await booth.gone("cannot be read")
                try await eventually("the end of the fault") { try !booth.status().contains("source.places") }

                // If it breaks while the booth runs, the last good data stays, and there is a fault.
                try Self.write("<html>log in</html>", "places.geojson", booth)
                try await booth.seeStatus("faults .*source.places")
                #expect(try booth.shows("Lanxi|兰溪大药房"))
                #expect(try !booth.shows("cannot be read"))
                try await booth.nextResident()
                #expect(try !booth.shows("读不出来"))

                // Mended again, it is shown as it is now.
                try Self.write(good.replacing("兰溪大药房", with: "新开大药房"), "places.geojson", booth)
                try await booth.press("7", brings: "想找哪里")
                try await booth.press("1")
                try await booth.see("新开大药房")
                try await eventually("the end of the fault") { try !booth.status().contains("source.places") }
            }
        }

        @Test(
            "A calendar that is cut from the start shows what is whole of it; cut while the booth runs, it takes nothing away"
        )
        func calendar() async throws {
            try await Booth.with { booth in
                try Self.prepare(booth)
                // There is one of them on each day, so that one is far enough ahead whatever the day is.
                func event(_ title: String) -> String {
                    "BEGIN:VEVENT\nUID:\(title)\nDTSTART;TZID=Asia/Shanghai:20200101T233000\nDURATION:PT20M\n"
                        + "RRULE:FREQ=DAILY\nSUMMARY:\(title)\nEND:VEVENT\n"
                }
                let cut = "BEGIN:VCALENDAR\n" + event("晨练") + "BEGIN:VEVENT\nUID:b\nDTSTART:2026"
                let whole = "BEGIN:VCALENDAR\n" + event("晨练") + event("书法") + "END:VCALENDAR\n"
                try Self.write(cut, "activities.ics", booth)
                try Self.write("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "activities-changfeng.ics", booth)
                try booth.startKiosk()
                try await booth.seeAttract()
                try await booth.press("8", brings: "活动")
                try await booth.press("3", brings: "晨练")
                #expect(try !booth.shows("书法"))
                try await booth.seeStatus("activities-caoyang")

                try Self.write(whole, "activities.ics", booth)
                try await booth.see("书法")
                try Self.write(cut, "activities.ics", booth)
                try await booth.seeStatus("faults .*source.activities")
                #expect(try booth.shows("书法"))
                try await booth.press(.language, brings: "中文 English 日本語 한국어")
                try await booth.press("2", brings: "Activit")
                #expect(try booth.shows("书法"))
                try Self.write(whole.replacing("书法", with: "国画"), "activities.ics", booth)
                try await booth.see("国画")
                try await eventually("the end of the fault") { try !booth.status().contains("source.activities") }
            }
        }
    }
}
