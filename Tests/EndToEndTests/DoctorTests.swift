import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// `kiosk doctor` at a real demonstration and beside none.
    @Suite(.serialized)
    struct DoctorTests {
        private struct Report: Decodable {
            struct Item: Decodable {
                let check: String
                let verdict: String
                let seen: String
                let unseen: Bool
            }

            let version: Int
            let fit: Bool
            let findings: [Item]

            func verdict(_ check: String) -> String? {
                findings.first { $0.check == check }.map { $0.unseen ? "unseen" : $0.verdict }
            }
        }

        private func words(_ booth: Booth) -> [String] {
            [
                Places.kiosk, "doctor", "--config", booth.configuration, "--assets", Places.assets, "--state",
                booth.state,
                "--agent", booth.state + "/agent",
            ]
        }

        private func report(_ words: [String]) throws -> (status: Int32, report: Report) {
            let end = try Program.run(words + ["--json"])
            return (end.status, try JSONDecoder().decode(Report.self, from: Data(end.output.utf8)))
        }

        @Test("At a demonstration everything that is there is seen, and what is not is said")
        func demonstration() async throws {
            try await Booth.withDemonstration { booth in
                let overlay = booth.state + "/overlay.yaml"
                let words = words(booth) + ["--overlay", overlay]
                try await eventually("agent, trunk and platform have been heard of") {
                    let report = try report(words).report
                    return ["agent", "trunk demo", "platform"].allSatisfy { report.verdict($0) == "OK" }
                }
                let (status, found) = try report(words)
                #expect(found.version == 1)
                for check in [
                    "kiosk", "configuration in use", "faults", "agent accounts", "queue", "disk", "writing",
                    "platform token", "location", "announcements", "SOS lines \(booth.state)/sos/lines", "versions",
                ] {
                    #expect(
                        found.verdict(check) == "OK",
                        "\(check): \(found.findings.first { $0.check == check }?.seen ?? "-")")
                }
                // A demonstration says what it is, and keeps the example's plate.
                for check in ["calls", "booth number", "address"] {
                    #expect(found.verdict(check) == "WARN", "\(check)")
                }
                #expect(found.findings.first { $0.check == "kiosk" }?.seen.contains("screen 45x34") == true)
                let failed = found.findings.filter { $0.verdict == "FAIL" }
                #expect(found.fit == failed.isEmpty && status == (failed.isEmpty ? 0 : 1))

                try booth.killPart(.platform)
                try await eventually("the platform is missed") {
                    try report(words).report.verdict("platform") == "FAIL"
                }
                #expect(try report(words).status == 1)
            }
        }

        @Test("Without a kiosk the rest is looked at all the same")
        func nothing() async throws {
            try await Booth.with { booth in
                let (status, found) = try report(words(booth))
                #expect(status == 1)
                #expect(!found.fit)
                #expect(found.verdict("kiosk") == "FAIL")
                for check in ["agent", "trunks", "queue"] { #expect(found.verdict(check) == "unseen", "\(check)") }
                let end = try Program.run(words(booth))
                #expect(end.status == 1)
                #expect(end.output.contains("FAIL  kiosk: does not run; "))
                #expect(end.output.contains("\nNOT FIT: "))
            }
        }
    }
}
