import AdapterTestSupport
import BoothConfiguration
import Foundation
import Testing
import Vocabulary

@testable import KioskApp

/// What `kiosk doctor` makes of what was gathered.
@Suite struct DoctorTests {
    /// What a healthy booth's kiosk says.
    static let status = """
        booth PT-7001
        version \(KioskVersion.current)
        screen home 45x34
        session none language zh-Hans
        call none
        calls are REAL
        test call none under way
        agent connected
        trunks main (registered), backup (answers)
        card reader none
        platform online
        configuration current 0123456789abcdef
        faults none
        """
    private static let kiosk = RunningKiosk(status)

    private func kiosk(_ changes: (String, String)...) -> RunningKiosk {
        RunningKiosk(changes.reduce(Self.status) { $0.replacingOccurrences(of: $1.0, with: $1.1) })
    }

    private func verdicts(_ findings: [Finding]) -> [String: String] {
        Dictionary(findings.map { ($0.check, $0.isUnseen ? "unseen" : $0.verdict.rawValue) }) { first, _ in first }
    }

    // MARK: The report

    @Test func oneFailureIsEnough() throws {
        let report = DoctorReport(findings: [
            .ok("clock", "kept right"), .warning("queue", "3 quarantined", "kiosk queue retry"),
            .unseen("firewall", "only root may look", "run kiosk doctor as root"),
        ])
        #expect(report.isFit)
        #expect(
            report.text == """
                OK    clock: kept right
                WARN  queue: 3 quarantined; kiosk queue retry
                WARN  firewall: cannot be seen: only root may look; run kiosk doctor as root
                fit: 1 OK, 2 WARN, 0 FAIL
                """)
        let ill = DoctorReport(findings: report.findings + [.failure("kiosk", "does not run", "start it")])
        #expect(!ill.isFit)
        #expect(ill.text.hasSuffix("FAIL  kiosk: does not run; start it\nNOT FIT: 1 OK, 2 WARN, 1 FAIL"))
        let object = try JSONSerialization.jsonObject(with: Data(ill.json.utf8)) as? [String: Any]
        #expect(object?["version"] as? Int == 1)
        #expect(object?["fit"] as? Bool == false)
        let items = try #require(object?["findings"] as? [[String: Any]])
        #expect(items.map { $0["verdict"] as? String } == ["OK", "WARN", "WARN", "FAIL"])
        #expect(items.map { $0["unseen"] as? Bool } == [false, false, true, false])
        #expect(items.last?["remedy"] as? String == "start it")
    }

    @Test func whatOnlyRealCallsNeedIsAWarningInADemonstration() {
        #expect(Finding.wrong("a", "b", "c", live: true).verdict == .failure)
        #expect(Finding.wrong("a", "b", "c", live: false).verdict == .warning)
    }

    // MARK: Configuration

    private func configuration(
        _ problems: [Problem] = [], recordings: [RecordingDoubt] = [], number: String = "PT-7001",
        address: String = "普陀区枣阳路 8 号", latitude: Double = 31.2, live: Bool = true
    ) -> [String: String] {
        verdicts(
            ConfigurationFindings(
                problems: problems, recordings: recordings,
                booth: Booth(
                    number: number, address: LocalizedText([.chinese: address]), latitude: latitude,
                    longitude: latitude == 0 ? 0 : 121.4), live: live
            ).findings)
    }

    private func problem(_ severity: Problem.Severity) -> Problem {
        Problem(severity: severity, file: "booth.yaml", line: 3, column: 1, message: "wrong", remedy: "mend it")
    }

    @Test func filesAreJudgedAsKioskCheckDoes() {
        #expect(configuration().values.allSatisfy { $0 == "OK" })
        #expect(configuration([problem(.warning)])["configuration"] == "WARN")
        #expect(configuration([problem(.warning), problem(.error)], live: false)["configuration"] == "FAIL")
        #expect(configuration(latitude: 0)["location"] == "WARN")
    }

    @Test func theExamplesNumberAndAddressStandOnNoBooth() throws {
        let example = ConfigurationStore(directory: Checkout.configuration).load().settings.booth
        #expect(example.number == ConfigurationFindings.exampleNumber)
        #expect(example.address.values[.chinese] == ConfigurationFindings.exampleAddress)
        let found = verdicts(
            ConfigurationFindings(problems: [], recordings: [], booth: example, live: true).findings)
        #expect(found["booth number"] == "FAIL" && found["address"] == "FAIL")
        #expect(configuration(number: "PT-0042", live: false)["booth number"] == "WARN")
    }

    @Test func recordingsThatAreCertainlyWrongFail() {
        func doubt(_ isCertain: Bool) -> RecordingDoubt {
            RecordingDoubt(
                file: "address.ogg", message: "says something else", remedy: "record it", isCertain: isCertain)
        }
        #expect(configuration(recordings: [doubt(false), doubt(true)])["announcements"] == "FAIL")
        #expect(configuration(recordings: [doubt(false)])["announcements"] == "WARN")
    }

    // MARK: The running kiosk

    @Test func theStatusIsReadAsItIsWritten() {
        let kiosk = kiosk(("faults none", "faults agent.down, keys.burst\n  agent.down: text, with commas"))
        #expect(kiosk.version == KioskVersion.current)
        #expect(kiosk.screen?.columns == 45 && kiosk.screen?.rows == 34)
        #expect(kiosk.configuration == "current")
        #expect(kiosk.isAgentConnected)
        #expect(kiosk.trunks.map(\.id) == ["main", "backup"])
        #expect(kiosk.trunks.map(\.state) == ["registered", "answers"])
        #expect(kiosk.faults == ["agent.down", "keys.burst"])
        let nothing = RunningKiosk("")
        #expect(!nothing.isAgentConnected && nothing.trunks.isEmpty && nothing.screen == nil)
    }

    @Test func aKioskIsJudgedByWhatItSays() {
        #expect(verdicts(KioskFindings(answer: .none).findings) == ["kiosk": "FAIL"])
        #expect(verdicts(KioskFindings(answer: .silent("busy")).findings) == ["kiosk": "FAIL"])
        #expect(
            verdicts(KioskFindings(answer: .status(Self.kiosk)).findings) == [
                "kiosk": "OK", "configuration in use": "OK", "faults": "OK",
            ])
        let ill = kiosk(
            ("45x34", "30x10"), ("configuration current", "configuration lastGood"),
            ("faults none", "faults keys.burst"))
        #expect(
            verdicts(KioskFindings(answer: .status(ill)).findings) == [
                "kiosk": "FAIL", "configuration in use": "FAIL", "faults": "WARN",
            ])
        #expect(verdicts(KioskFindings(answer: .status(RunningKiosk("booth x"))).findings)["kiosk"] == "unseen")
    }

    // MARK: Sound

    @Test func devicesThatCannotBeOpenedFail() {
        func sound(_ problem: String?, kiosk: RunningKiosk?, live: Bool = true) -> String? {
            verdicts(
                SoundFindings(
                    devices: [.init(key: "speaker", name: "default", problem: problem)], isSilent: false, kiosk: kiosk,
                    live: live
                ).findings)["sound speaker"]
        }
        #expect(sound(nil, kiosk: Self.kiosk) == "OK")
        #expect(sound("No such file or directory", kiosk: Self.kiosk) == "FAIL")
        #expect(sound("No such file or directory", kiosk: nil, live: false) == "WARN")
        #expect(sound("Device or resource busy", kiosk: Self.kiosk) == "OK", "the kiosk itself uses it")
        #expect(sound("Device or resource busy", kiosk: nil) == "FAIL")
        #expect(sound(nil, kiosk: kiosk(("faults none", "faults audio.failed"))) == "FAIL")
        let silent = SoundFindings(devices: [], isSilent: true, kiosk: nil, live: true)
        #expect(verdicts(silent.findings)["sound speaker"] == "FAIL")
    }
}
