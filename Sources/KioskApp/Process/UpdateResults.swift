import Foundation
import Reading
import Reporting

/// What `booth-update` has written for the platform: `update.json` in the state directory, described in
/// deploy/update/README.md. Each result is reported once; which ones were is kept beside it.
struct UpdateResults {
    private let state: String
    private var reported: Set<String>
    /// What was said of the file last, which is not said again.
    private var said: [String] = []

    /// Larger than twenty results of the largest size.
    private static let mostBytes = 1 << 20
    /// `booth-update` keeps twenty results, so an older id is never needed again.
    private static let mostReported = 100

    /// Reads which results were reported before.
    init(state: String) {
        self.state = state
        reported = Set(Self.reported(state))
    }

    /// The results that were not taken before, oldest first, and remarks for the technician. A result that cannot be
    /// read costs itself.
    mutating func takeNew() -> (records: [UpdateRecord], remarks: [String]) {
        guard let bytes = Self.read(state + "/update.json") else { return ([], []) }
        let remarks = Remarks()
        var records: [UpdateRecord] = []
        do {
            for result in try JSONNode(document: Array(bytes), remarks).list("results", most: Self.mostReported) {
                guard let id = result.text("id", needed: true), reported.insert(id).inserted else { continue }
                guard let record = Self.record(id, result) else {
                    remarks.add(result.path, .syntax("is no result that this version knows"))
                    continue
                }
                records.append(record)
            }
        } catch {
            remarks.add(error)
        }
        let lines = remarks.all.lines
        defer { said = lines }
        return (records, lines == said ? [] : lines.map { "update.json: \($0)" })
    }

    private static func record(_ id: String, _ result: JSONNode) -> UpdateRecord? {
        guard let subject = result.text("package", needed: true).flatMap(UpdateRecord.Subject.init),
            let outcome = result.text("result", needed: true).flatMap(UpdateRecord.Outcome.init),
            let reason = result.text("reason", needed: true)
        else { return nil }
        return UpdateRecord(
            id: id, subject: subject, outcome: outcome, reason: reason, from: result.text("from"),
            to: result.text("to"), installed: result.text("installed"))
    }

    /// Keeps that these were reported. If it cannot be written, they are reported again by the next run, under the same
    /// `update` id.
    static func keep(_ records: [UpdateRecord], state: String) {
        let path = reportedFile(state)
        let ids = (reported(state) + records.map(\.id)).suffix(mostReported)
        let text = ids.map { $0 + "\n" }.joined()
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            Log.line(
                "\(path): cannot be written (\(error.localizedDescription)); the results come again after a restart")
        }
    }

    /// The ids of the results that were reported, one a line, the newest last.
    private static func reportedFile(_ state: String) -> String { state + "/update-reported" }

    private static func reported(_ state: String) -> [String] {
        let text = read(reportedFile(state)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private static func read(_ path: String) -> Data? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        return try? file.read(upToCount: mostBytes)
    }
}
