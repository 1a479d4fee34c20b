import Vocabulary
import Foundation
import Testing

@testable import LifeServices

/// A calendar with one damaged line. What the other events say is shown as before.
@Suite struct CalendarLineTests {
    @Test func `a damaged line costs its own event at most`() async throws {
        let context = Fixtures.context(.icalendar)
        let lines = try Fixtures.text("calendar.ics").split(separator: "\n").map(String.init)
        func titles(_ lines: [String]) throws -> Set<String> {
            let body = Array(lines.joined(separator: "\r\n").utf8)
            let held = try Fixtures.held([body], context)
            return Set((held.value.activities ?? []).map { "\($0.starts) \($0.title.text(in: .chinese))" })
        }
        let good = try titles(lines)
        // The titles by event, and which zone each is in.
        var owner: [Int: Int] = [:]
        var (event, zone) = (0, 0)
        for (index, line) in lines.enumerated() {
            if line == "BEGIN:VEVENT" { event += 1 }
            if line == "BEGIN:VTIMEZONE" { zone -= 1 }
            owner[index] = line.contains("CALENDAR") ? nil : event == 0 ? zone : event
        }
        let damages: [(String) -> String?] = [
            { _ in nil }, { _ in "" }, { _ in "第二行没有缩进" }, { line in String(line.prefix { $0 != ":" }) + ":" },
            { line in line.prefix { $0 != ":" } + ":" + String(repeating: "9", count: 20_000) },
            { line in line + "\u{7}" }, { line in "X" + line },
            { line in line.replacingOccurrences(of: ":", with: "") },
            { line in "\"" + line },
        ]
        for (index, line) in lines.enumerated() where owner[index] != nil {
            // Let other tests run meanwhile.
            await Task.yield()
            for (number, damage) in damages.enumerated() {
                var changed = lines
                if let new = damage(line) { changed[index] = new } else { changed.remove(at: index) }
                let left = try titles(changed)
                // A line costs only the times of its own event. The first three events are one event, its changes and
                // its cancellation.
                let lost = good.subtracting(left).filter { !Self.belongs($0, to: owner[index] ?? 0) }
                #expect(lost.isEmpty, "line \(index + 1) '\(line)' damage \(number): lost \(lost.sorted())")
            }
        }
    }

    private static func belongs(_ title: String, to owner: Int) -> Bool {
        let words: [Int: [String]] = [
            1: ["八段锦"], 2: ["八段锦"], 3: ["八段锦"], 4: ["UTC"], 5: ["没有时区"], 6: ["敬老"], 7: ["正在进行"], 8: [], 9: [],
            10: [], 11: ["另定"], 12: [],
            // A zone costs the events that need it, unless a table knows its name.
            -1: ["八段锦"], -2: ["正在进行", "另定"],
        ]
        // A lost BEGIN or END costs no other event either.
        return words[owner, default: []].contains { title.contains($0) }
    }
}
