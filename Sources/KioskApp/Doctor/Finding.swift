import Foundation

/// What `kiosk doctor` found out about one thing.
struct Finding: Equatable {
    /// The verdict. What cannot be seen is never OK.
    enum Verdict: String {
        case ok = "OK"
        case warning = "WARN"
        case failure = "FAIL"
    }

    /// What was looked at, such as `sound speaker`.
    let check: String
    let verdict: Verdict
    /// What was seen.
    let seen: String
    /// What to do; empty if nothing is to be done.
    var remedy = ""
    /// Whether it could not be looked at.
    var isUnseen = false

    static func ok(_ check: String, _ seen: String) -> Finding { Finding(check: check, verdict: .ok, seen: seen) }

    static func warning(_ check: String, _ seen: String, _ remedy: String) -> Finding {
        Finding(check: check, verdict: .warning, seen: seen, remedy: remedy)
    }

    static func failure(_ check: String, _ seen: String, _ remedy: String) -> Finding {
        Finding(check: check, verdict: .failure, seen: seen, remedy: remedy)
    }

    /// Something that a booth with real calls must not have, and a demonstration may.
    static func wrong(_ check: String, _ seen: String, _ remedy: String, live: Bool) -> Finding {
        live ? failure(check, seen, remedy) : warning(check, seen, remedy)
    }

    /// Something that nobody could look at.
    static func unseen(_ check: String, _ why: String, _ remedy: String) -> Finding {
        Finding(check: check, verdict: .warning, seen: "cannot be seen: \(why)", remedy: remedy, isUnseen: true)
    }

    /// The line for a person.
    var line: String {
        let word = verdict.rawValue + String(repeating: " ", count: 4 - verdict.rawValue.count)
        return "\(word)  \(check): \(seen)\(remedy.isEmpty ? "" : "; \(remedy)")"
    }
}

/// Everything that was found out, for people and for programs.
struct DoctorReport {
    let findings: [Finding]

    /// Whether nothing failed.
    var isFit: Bool { !findings.contains { $0.verdict == .failure } }

    /// Whether everything that takes a moment after a start has been heard of.
    var isSettled: Bool {
        !findings.contains { finding in
            let starts = ["agent", "platform", "trunks"].contains(finding.check) || finding.check.hasPrefix("trunk ")
            return starts && finding.isUnseen || finding.check == "kiosk" && finding.verdict == .failure
        }
    }

    /// One line for each finding, then their number.
    var text: String {
        func count(_ verdict: Finding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
        let sum = "\(count(.ok)) OK, \(count(.warning)) WARN, \(count(.failure)) FAIL"
        return (findings.map(\.line) + [isFit ? "fit: \(sum)" : "NOT FIT: \(sum)"]).joined(separator: "\n")
    }

    /// One JSON object. Members may be added. Existing ones keep their names and meanings as long as `version` is 1.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let object = Object(
                version: 1, fit: isFit,
                findings: findings.map {
                    Object.Item(
                        check: $0.check, verdict: $0.verdict.rawValue, seen: $0.seen, remedy: $0.remedy,
                        unseen: $0.isUnseen)
                })
            return String(decoding: try encoder.encode(object), as: UTF8.self)
        }
    }

    private struct Object: Encodable {
        struct Item: Encodable {
            let check: String
            let verdict: String
            let seen: String
            let remedy: String
            let unseen: Bool
        }

        let version: Int
        let fit: Bool
        let findings: [Item]
    }
}
