import Foundation
import Basics
import Reporting
import Testing

@Suite("Formats between booth and platform")
struct UploadFormatTests {
    @Test(
        "RFC 3339 both ways",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_780_000_000_123, "2026-05-28T20:26:40.123Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func rfc3339(milliseconds: Int64, text: String) {
        #expect(RFC3339.string(unixMilliseconds: milliseconds) == text)
        #expect(RFC3339.unixMilliseconds(text) == milliseconds)
    }

    @Test("Agrees with Foundation over two centuries")
    func againstFoundation() throws {
        for day in stride(from: -20_000, to: 60_000, by: 37) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 12_345)
            let text = date.formatted(.iso8601)
            #expect(RFC3339.unixMilliseconds(text) == Int64(date.timeIntervalSince1970) * 1000)
        }
    }

    @Test("Offsets and fractions are read, nonsense is not")
    func reading() {
        #expect(RFC3339.unixMilliseconds("2026-05-29T04:26:40.1+08:00") == 1_780_000_000_100)
        #expect(RFC3339.unixMilliseconds("2026-05-28T20:26:40.123456789Z") == 1_780_000_000_123)
        for bad in [
            "", "2026", "2026-05-28", "2026-05-28T20:26:40", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-05-28T24:00:00Z", "2026-05-28T20:26:40.Z", "2026-05-28T20:26:40Zx", "２026-05-28T20:26:40Z",
            "2026-05-28T20:26:40+8:00",
        ] {
            #expect(RFC3339.unixMilliseconds(bad) == nil, "\(bad)")
        }
    }

    @Test("Dates of HTTP headers, and Retry-After against the same answer's Date")
    func httpDates() {
        #expect(HTTPDate.unixSeconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        for bad in ["", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT", "soon"] {
            #expect(HTTPDate.unixSeconds(bad) == nil)
        }
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(RetryAfter.duration("120", date: nil) == .seconds(120))
        #expect(RetryAfter.duration("Sun, 06 Nov 1994 08:50:37 GMT", date: date) == .seconds(60))
        #expect(RetryAfter.duration("Sun, 06 Nov 1994 08:40:37 GMT", date: date) == nil)
        #expect(RetryAfter.duration("0", date: date) == nil, "no wait is no answer to being busy")
        #expect(RetryAfter.duration("Sun, 06 Nov 1994 08:50:37 GMT", date: nil) == nil)
        #expect(RetryAfter.duration("-5", date: date) == nil)
    }

    @Test("Ranges hold exactly the sequences given")
    func ranges() {
        #expect(SequenceRanges.covering([5, 1, 2, 3, 9, 5, 10]) == [1...3, 5...5, 9...10])
        #expect(SequenceRanges.covering([]) == [])
        #expect(SequenceRanges.merged([1...9, 2...3, 10...11, 20...20]) == [1...11, 20...20])
        #expect(SequenceRanges.padded(42) == "00000000000000000042")
    }

    @Test("An event is a CloudEvent with exactly the members of the contract")
    func cloudEvent() throws {
        let record = UsageEvent(.rating(3))
        let event = CloudEvent(
            id: "b9f1", type: record.cloudEventType, time: 1_780_000_000_123, sequence: 7,
            data: record.data(booth: "PT-0042", session: "s").serialized)
        let body = CloudEventBatch.body([event, event], booth: "PT-0042", epoch: "e-1")
        let list = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [[String: Any]])
        #expect(list.count == 2)
        var members = list[0]
        let data = try #require(members.removeValue(forKey: "data") as? [String: Any])
        #expect(data["rating"] as? Int == 3)
        #expect(
            members as? [String: String] == [
                "specversion": "1.0", "id": "b9f1", "source": "/booths/PT-0042",
                "type": "cn.laoyouting.booth.rating.v1", "time": "2026-05-28T20:26:40.123Z",
                "dataschema": "tag:laoyouting.cn,2026:cn.laoyouting.booth.rating.v1",
                "datacontenttype": "application/json", "sequence": "00000000000000000007", "queueepoch": "e-1",
            ])
        let envelope = body.utf8.count / 2 - event.data.utf8.count
        #expect(envelope < CloudEventBatch.envelopeBytes)
    }

    @Test("A loss says which sequences of which epoch, and carries the members every event has")
    func loss() throws {
        let loss = QueueLoss(epoch: "e-1", ranges: [3...5, 9...9], count: 4, reason: .rows)
        let text = loss.data(booth: "PT-0042").serialized
        let data = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(data["epoch"] as? String == "e-1")
        #expect(data["ranges"] as? [[Int]] == [[3, 5], [9, 9]])
        #expect(data["reason"] as? String == "rows")
        let always = "booth session function official_category language input duration_ms offline outcome"
        for name in always.split(separator: " ") { #expect(data[String(name)] != nil, "\(name)") }
    }
}
