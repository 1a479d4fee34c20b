import Prompts
import AdapterTestSupport
import Foundation
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Whatever the booth says has happened has happened. For each such sentence docs/ARCHITECTURE.md names the fact and
/// the tests.
@Suite struct ClaimTests {
    private typealias Row = (keys: [String], tests: [String])

    /// The rows of the table: what stands between backticks in the first and the last column.
    private static func rows() throws -> [Row] {
        let path = Checkout.root.appendingPathComponent("docs/ARCHITECTURE.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        let section = text.components(separatedBy: "## What is said to have happened has happened").last ?? ""
        let lines = section.split(separator: "\n").prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| `") }
        return lines.map { line in
            let columns = line.split(separator: "|").map(String.init)
            return (quoted(columns.first ?? ""), quoted(columns.dropFirst(2).first ?? ""))
        }
    }

    private static func quoted(_ text: String) -> [String] {
        text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    @Test("The table of claims names sentences and tests that exist, and every sentence about an order that is news")
    func table() throws {
        let rows = try Self.rows()
        let keys = Set(rows.flatMap(\.keys))
        let known = Set(MessageKey.allCases.map(\.rawValue) + PromptKey.fixed.map(\.rawValue))
        #expect(keys.subtracting(known).isEmpty)
        let news = [
            "sent", "sending", "submitted", "accepted", "assigned", "completed", "failed", "cancelled", "contact_",
        ]
        let claims = known.filter { key in news.contains { key.hasPrefix("request." + $0) } }
        #expect(claims.subtracting(keys) == ["request.contact_title"])
        let files = try FileManager.default.subpathsOfDirectory(atPath: Checkout.root.path + "/Tests").filter {
            $0.hasSuffix(".swift")
        }
        let tests = try files.map {
            try String(contentsOfFile: Checkout.root.path + "/Tests/" + $0, encoding: .utf8)
        }.joined()
        for row in rows {
            #expect(!row.tests.isEmpty, "\(row.keys)")
            for test in row.tests {
                let name = test.contains(" ") ? "func `\(test)`(" : "func \(test)("
                #expect(tests.contains(name), "\(test)")
            }
        }
    }

    @Test("Connected is said of an answered call only")
    func connectedIsSaidOfAnAnsweredCallOnly() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        resident.network(.ringing)
        resident.press(.sos)
        #expect(resident.state.call?.isConnected == false)
        #expect(!resident.said.contains(.emergencyConnected))
        resident.network(.established)
        resident.press(.sos)
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.said.contains(.emergencyConnected))
    }
}
