import Vocabulary
import Testing

@testable import BoothConfiguration

/// What each number behind a service is taken for.
@Suite struct NumbersTests {
    static let known = ["110", "119", "120", "122", "112", "911", "999"]

    @Test(arguments: EmergencyService.allCases)
    func `an emergency service has its own number and no other short one`(_ service: EmergencyService) {
        #expect(PublicNumbers.judge(service.publicNumber, of: service.service) == nil)
        for number in ((0...9_999).map(String.init) + ["10110", "12000", "95119", "96110"])
        where number != service.publicNumber {
            #expect(PublicNumbers.judge(number, of: service.service)?.severity == .error, "\(number)")
        }
    }

    @Test(arguments: EmergencyService.allCases)
    func `of a whole number only those who answer there can say what it is`(_ service: EmergencyService) {
        for number in ["5555000", "55550001", "02155550001", "13812345678", "008602155550001"] {
            #expect(PublicNumbers.judge(number, of: service.service)?.severity == .warning, "\(number)")
        }
    }

    @Test(arguments: ["help-centre", "hotline", "doctor"])
    func `nothing else has an emergency number`(_ name: String) {
        let service = ServiceID(rawValue: name)
        for number in Self.known
            + Self.known.flatMap({ ["021\($0)", "0512\($0)", "008621\($0)", "0086\($0)", "008610\($0)"] })
        {
            #expect(PublicNumbers.judge(number, of: service)?.severity == .error, "\(number)")
        }
        for number in ["9990001", "02162345678", "12345", "02112345", "962899"] where name != "hotline" {
            #expect(PublicNumbers.judge(number, of: service) == nil, "\(number)")
        }
    }

    @Test func `the city's hotline may have its area code`() {
        for number in ["12345", "02112345", "051212345"] { #expect(PublicNumbers.judge(number, of: .hotline) == nil) }
        #expect(PublicNumbers.judge("962899", of: .hotline)?.severity == .warning)
    }

    @Test func `a live booth is warned of a long number as any other is`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "live: false", "live: true")
        try fixture.edit("booth.yaml", "\"120\"", "\"02155550120\"")
        let loaded = fixture.store.load()
        #expect(!loaded.problems.hasErrors)
        #expect(loaded.problems.contains { $0.path == "/telephony/services/ambulance" && $0.severity == .warning })
        #expect(loaded.settings.telephony.services[EmergencyService.ambulance.service] == "02155550120")
    }

    @Test func `with a wrong number the last good copy is used`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        #expect(fixture.store.load().source == .current)
        try fixture.edit("booth.yaml", "\"120\"", "\"119\"")
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.settings.telephony.services[EmergencyService.ambulance.service] == "120")
        #expect(loaded.problems.map(\.path) == ["/telephony/services/ambulance"])
    }
}
