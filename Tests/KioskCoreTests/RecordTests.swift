import AdapterTestSupport
import Foundation
import KioskTestSupport
import Testing

@testable import Basics
@testable import KioskCore
@testable import Reporting
@testable import Vocabulary

@Suite struct RecordTests {
    @Test func theDataOfAnEventIsWhatTheSchemaSays() throws {
        let event = UsageEvent(
            .emergency(
                EmergencyRecord(
                    service: .ambulance, origin: .tile, outcome: .cancelled, cancelledAfter: .milliseconds(1500),
                    demonstration: true)),
            session: SessionHandle(3), function: FunctionID(rawValue: "ambulance"), official: .emergency,
            language: .english, input: .key, offline: false)
        #expect(event.cloudEventType == "cn.laoyouting.booth.emergency.v1")
        #expect(
            event.data(booth: "PT-0042", session: "abc").serialized == """
                {"booth":"PT-0042","session":"abc","function":"ambulance","official_category":"emergency",\
                "language":"en","input":"key","duration_ms":null,"offline":false,"outcome":"cancelled",\
                "service":"ambulance","origin":"tile","dialled_after_ms":null,"connected_after_ms":null,\
                "cancelled_at_ms":1500,"route":null,"demonstration":true}
                """)
    }

    @Test(arguments: ["plain", "quote \" back \\ slash", "line\nfeed\ttab", "bell\u{7}", "求助 🚕", ""])
    func stringsSurviveAnyParser(_ text: String) throws {
        let json = JSONValue.object(["text": .string(text)]).serialized
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
        #expect(parsed?["text"] == text)
    }

    @Test(
        arguments: [
            (0, CivilTime(year: 1970, month: 1, day: 1, weekday: 4, hour: 8, minute: 0, second: 0)),
            (1_795_260_960_000, CivilTime(year: 2026, month: 11, day: 21, weekday: 6, hour: 19, minute: 36, second: 0)),
            (951_750_000_000, CivilTime(year: 2000, month: 2, day: 28, weekday: 1, hour: 23, minute: 0, second: 0)),
            (951_796_800_000, CivilTime(year: 2000, month: 2, day: 29, weekday: 2, hour: 12, minute: 0, second: 0)),
            (-86_400_000, CivilTime(year: 1969, month: 12, day: 31, weekday: 3, hour: 8, minute: 0, second: 0)),
        ])
    func civilTimeIsThatOfShanghai(_ instant: Int, _ expected: CivilTime) {
        #expect(WallTime(unixMilliseconds: Int64(instant)).civil == expected)
    }

    @Test func civilTimeAgreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 28_800))
        var random = SplitMix(seed: 7)
        for _ in 0..<500 {
            let seconds = Int64.random(in: -2_000_000_000...6_000_000_000, using: &random)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday, .hour, .minute, .second],
                from: Date(timeIntervalSince1970: Double(seconds)))
            let civil = WallTime(unixMilliseconds: seconds * 1000).civil
            #expect(
                [civil.year, civil.month, civil.day, civil.weekday + 1, civil.hour, civil.minute, civil.second]
                    == [
                        parts.year, parts.month, parts.day, parts.weekday, parts.hour, parts.minute, parts.second,
                    ].map { $0 ?? -1 })
        }
    }

    @Test func aFaultIsRecordedOnceWhenItComesAndOnceWhenItGoes() {
        let resident = Resident()
        for raised in [true, true, false, false] { resident.perform(.fault(.audio, raised: raised)) }
        #expect(resident.records == [.fault(.audio, raised: true), .fault(.audio, raised: false)])
    }

    @Test func everyUseSaysWhetherThePlatformWasOutOfReach() {
        let resident = Resident()
        resident.perform(.online(false))
        resident.press(9).press(.star)
        let events = resident.effects.compactMap { if case .record(let event) = $0 { event } else { nil } }
        #expect(events.allSatisfy { $0.offline })
        #expect(!events.isEmpty)
    }
}
