import Foundation
import GRDB

/// Compares what the booths said that they had committed with what is at the platform.
struct Reckoning {
    private(set) var confirmed = 0
    /// Sequences by process and number.
    private var sequences: [UInt32: [Int: Int64]] = [:]
    private var problems: [String] = []

    /// Takes what a booth's process wrote before it ended.
    mutating func take(_ said: String, of process: UInt32) {
        for line in said.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 3, words[0] == "c", let sequence = Int64(words[1]), let number = Int(words[2]) {
                confirmed += 1
                if sequences[process, default: [:]].updateValue(sequence, forKey: number) != nil {
                    problems.append("\(process)/\(number) was confirmed twice")
                }
            } else if line != "e 0 0 0" {
                problems.append("booth \(process): \(line)")
            }
        }
    }

    /// Compares with the database of a platform that has ended.
    func check(_ path: String, booths: UInt32) throws -> (stored: Int, problems: [String]) {
        var problems = problems
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let (state, rows, ledgers, holes) = try database.read { db in
            (
                try String.fetchOne(db, sql: "PRAGMA integrity_check"),
                try Row.fetchAll(db, sql: "SELECT source, id, type, epoch, sequence FROM events"),
                try Row.fetchAll(db, sql: "SELECT * FROM sequence_ledgers"),
                try Int.fetchOne(db, sql: "SELECT count(*) FROM sequence_holes") ?? -1
            )
        }
        if state != "ok" { problems.append("the platform's database: \(state ?? "nothing")") }

        var stored: [UInt32: [Int: Int64]] = [:]
        for row in rows {
            let id: String = row["id"]
            let type: String = row["type"]
            guard let process = UInt32(id.prefix(8), radix: 16), let number = Int(id.suffix(12), radix: 16),
                row["source"] == "/booths/PT-0042", type == "cn.laoyouting.booth.step.v1"
            else {
                problems.append("nobody appended \(type) \(id)")
                continue
            }
            if stored[process, default: [:]].updateValue(row["sequence"], forKey: number) != nil {
                problems.append("\(id) is there twice")
            }
        }
        for process in Set(stored.keys).union(sequences.keys).sorted() {
            let said = sequences[process, default: [:]]
            let found = stored[process, default: [:]]
            for (number, sequence) in said where found[number] != sequence {
                let there = found[number].map(String.init) ?? "nothing"
                problems.append("\(process)/\(number) was confirmed as \(sequence), there is \(there)")
            }
            // At most the four that are appended together were committed and not confirmed any more.
            let last = found.keys.max() ?? 0
            if process > booths || last > (said.keys.max() ?? 0) + 4 || found.count != last {
                problems.append("booth \(process): \(found.count) of \(last) there, \(said.count) confirmed")
            }
        }

        let found = rows.map { $0["sequence"] as Int64 }
        let epochs = Set(rows.map { $0["epoch"] as String })
        if epochs.count != 1 { problems.append("epochs: \(epochs)") }
        if found.sorted() != Array(1...Int64(max(1, found.count))) {
            problems.append("the sequences are not 1 to \(found.count)")
        }
        // The platform's own account.
        for row in ledgers {
            let (highest, watermark, unsent) = (
                row["highest"] as Int64, row["watermark"] as Int64, row["lowest_unsent"] as Int64
            )
            if highest != Int64(found.count) || watermark != highest || unsent > highest + 1 || row["dropped"] != 0 {
                problems.append("the ledger: \(row)")
            }
        }
        if ledgers.count != 1 || holes != 0 { problems.append("\(ledgers.count) ledgers, \(holes) holes") }
        return (rows.count, problems)
    }
}
