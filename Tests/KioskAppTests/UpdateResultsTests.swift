import AdapterTestSupport
import Foundation
import Reporting
import Testing

@testable import KioskApp

/// What booth-update wrote is reported to the platform once.
@Suite struct UpdateResultsTests {
    private let directory: TemporaryDirectory
    private var state: String { directory.path }

    init() throws { directory = try TemporaryDirectory() }

    private func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: state + "/update.json"))
    }

    private static func result(
        _ number: Int, _ outcome: String = "rolled-back", _ reason: String = "worse-than-before",
        package: String = "hello-booth", to: String = "1.1"
    ) -> String {
        """
        {"id": "5f0c9a5e-6f0e-4f4c-8a4d-0b7a3f1f7c\(10 + number)", "package": "\(package)", "from": "1.0", "to": "\(to)",
         "installed": "1.0", "result": "\(outcome)", "reason": "\(reason)", "detail": "138 1234 5678",
         "started": "2026-11-29T01:12:38Z", "finished": "2026-11-29T01:17:02Z", "clock": "set", "checks": []}
        """
    }

    private func file(_ results: String...) -> String {
        #"{"version": 1, "looked": "", "results": ["# + results.joined(separator: ",") + "]}"
    }

    @Test("Each result is reported once, also by the next run")
    func once() throws {
        var first = UpdateResults(state: state)
        #expect(first.takeNew().records.isEmpty, "there is no file")
        try write(file(Self.result(1)))
        let records = first.takeNew().records
        #expect(records.map(\.outcome) == [.rolledBack])
        #expect(records.first?.reason == "worse-than-before")
        #expect(records.first?.from == "1.0" && records.first?.to == "1.1" && records.first?.installed == "1.0")
        #expect(first.takeNew().records.isEmpty)
        UpdateResults.keep(records, state: state)
        try write(file(Self.result(1), Self.result(2, "updated", "healthy")))
        var second = UpdateResults(state: state)
        #expect(second.takeNew().records.map(\.outcome) == [.updated])
    }

    @Test("What was not noted as reported comes again: a kiosk that dies loses no result")
    func again() throws {
        try write(file(Self.result(1)))
        var first = UpdateResults(state: state)
        #expect(first.takeNew().records.count == 1)
        var second = UpdateResults(state: state)
        #expect(second.takeNew().records.count == 1)
    }

    @Test("A result that cannot be read costs itself, and is remarked once")
    func damaged() throws {
        try write(
            file(
                Self.result(1, "exploded"), "7", Self.result(2, package: "vim"), Self.result(3, to: "call 13812345678"),
                #"{"id": 5}"#))
        var results = UpdateResults(state: state)
        let (records, remarks) = results.takeNew()
        #expect(records.map { $0.id.suffix(2) } == ["13"])
        #expect(records.first?.to == nil, "no version, and no room for anything else")
        #expect(!remarks.isEmpty)
        #expect(results.takeNew().remarks.count < remarks.count)
        for text in ["", "[]", #"{"results": {"#, #"{"results": 5}"#, "\0\u{ff}"] {
            try write(text)
            #expect(results.takeNew().records.isEmpty)
            #expect(results.takeNew().remarks.isEmpty, "said once: \(text)")
        }
    }

    @Test("A state directory that cannot be written only means that results come again")
    func readOnly() throws {
        try write(file(Self.result(1)))
        var results = UpdateResults(state: state)
        let records = results.takeNew().records
        UpdateResults.keep(records, state: state + "/gone")
        var next = UpdateResults(state: state)
        #expect(next.takeNew().records == records)
    }

    @Test("Only the newest ids are kept")
    func bounded() throws {
        for _ in 1...30 {
            let records = (0..<10).compactMap { _ in
                UpdateRecord(
                    id: UUID().uuidString.lowercased(), subject: .booth, outcome: .postponed, reason: "in-use",
                    from: nil,
                    to: nil, installed: nil)
            }
            UpdateResults.keep(records, state: state)
        }
        let text = try String(contentsOfFile: state + "/update-reported", encoding: .utf8)
        #expect(text.split(separator: "\n").count == 100)
    }
}
