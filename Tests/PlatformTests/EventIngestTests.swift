import Basics
import AdapterTestSupport
import Foundation
import Testing

@testable import Platform

@Suite struct EventIngestTests {
    @Test func `each event gets its own answer, in the order sent`() async throws {
        try await withPlatform { platform in
            let stored = TestEvent.make(1)
            #expect(try await platform.http.postEvents([stored]).dispositions == ["accepted"])
            let ids = (0..<3).map { _ in UUID().uuidString }
            let answer = try await platform.http.postEvents([
                TestEvent.make(2, id: ids[0]), stored, TestEvent.make(3, id: ids[1], changes: ["data": "7"]),
                TestEvent.make(4, id: ids[2]), TestEvent.make(5, id: ids[2]),
            ])
            #expect(answer.status == 200)
            #expect(
                try answer.dispositions
                    == ["accepted", "duplicate", "rejected:data.not-an-object", "accepted", "duplicate"])
            let answered = try answer.value("results")?.array?.map { $0["id"]?.string }
            #expect(
                answered?[0] == ids[0] && answered?[2] == ids[1] && answered?[3] == ids[2] && answered?[4] == ids[2])
        }
    }

    @Test(
        arguments: [
            ("specversion.unsupported", ["specversion": #""0.3""#]), ("specversion.unsupported", ["specversion": nil]),
            ("id.invalid", ["id": #""not a uuid""#]), ("id.invalid", ["id": "7"]), ("id.invalid", ["id": nil]),
            ("source.mismatch", ["source": #""/booths/PT-0001""#]), ("source.mismatch", ["source": #""PT-0042""#]),
            ("type.invalid", ["type": #""com.example.v1""#]),
            ("type.invalid", ["type": #""cn.laoyouting.booth.call""#]),
            ("time.invalid", ["time": #""yesterday""#]), ("time.invalid", ["time": #""2025-13-01T00:00:00.000Z""#]),
            ("time.invalid", ["time": #""2025-03-01T00:00:00+08:00""#]), ("time.invalid", ["time": "1740792600"]),
            ("datacontenttype.unsupported", ["datacontenttype": #""text/xml""#]),
            ("dataschema.invalid", ["dataschema": "{}"]),
            ("sequence.invalid", ["sequence": "5"]), ("sequence.invalid", ["sequence": #""5""#]),
            ("sequence.invalid", ["sequence": #""99999999999999999999""#]),
            ("sequence.invalid", ["sequence": #""09000000000000000000""#]),
            ("sequence.invalid", ["sequence": #""0000000000000000000x""#]),
            ("sequence.invalid", ["sequence": #""00000000000000000000""#]),
            ("queueepoch.invalid", ["queueepoch": #""one""#]), ("data.not-an-object", ["data": "[]"]),
            ("data.not-an-object", ["data": nil]),
        ] as [(String, [String: String?])])
    func `an event with something wrong is rejected with the reason`(
        reason: String, changes: [String: String?]
    ) async throws {
        try await withPlatform { platform in
            let answer = try await platform.http.postEvents([TestEvent.make(1, changes: changes), TestEvent.make(2)])
            #expect(try answer.dispositions == ["rejected:\(reason)", "accepted"])
        }
    }

    @Test(arguments: [
        "{}", TestEvent.dropped("[[3,2]]"), TestEvent.dropped("[[0,2]]"), TestEvent.dropped("[[1]]"),
        TestEvent.dropped("[[1,2]]", epoch: nil), TestEvent.dropped("[[1,9223372036854775807]]"),
        TestEvent.dropped("[]", epoch: "x"), TestEvent.dropped("null"),
    ])
    func `a drop report that makes no sense is rejected`(data: String) async throws {
        try await withPlatform { platform async throws in
            let report = TestEvent.make(1, type: CloudEventValidator.droppedType, data: data)
            let dispositions = try await platform.http.postEvents([report]).dispositions
            #expect(dispositions.count == 1 && dispositions[0].hasPrefix("rejected:data."), "\(dispositions)")
        }
    }

    @Test func `a lowest sequence of 0 is none: the batch is refused`() async throws {
        try await withPlatform { platform async throws in
            #expect(try await platform.http.postEvents([TestEvent.make(1)], lowest: 0).isProblem(400))
            #expect(try await platform.http.postEvents([TestEvent.make(0)], lowest: 0).isProblem(400))
        }
    }

    @Test func `a booth that counts anew is told to begin a new epoch, and then is not told any more`() async throws {
        try await withPlatform { platform in
            func isTold(_ answer: HTTPAnswer) throws -> Bool { try answer.value("begin_epoch") == .bool(true) }
            let first = try await platform.http.postEvents((1...5).map { TestEvent.make($0) })
            #expect(try !isTold(first) && first.value("begin_epoch") == nil)
            let again = try await platform.http.postEvents((3...6).map { TestEvent.make($0) }, lowest: 3)
            #expect(try isTold(again) && again.dispositions == Array(repeating: "accepted", count: 4))
            // An old booth goes on as before, and each answer tells it again to begin a new epoch.
            #expect(try isTold(await platform.http.postEvents([TestEvent.make(7)], lowest: 7)))
            #expect(platform.log.text.contains("come again under other ids"))
            #expect(
                try await platform.http.get("/", token: TestAccess.operatorToken).text
                    .contains("sequences that came again under other ids"))
            let fresh = "0b0f2c4e-39a9-4b34-8a5a-7a1c8f2f4a01"
            #expect(try !isTold(await platform.http.postEvents([TestEvent.make(1, epoch: fresh)], epoch: fresh)))
            #expect(try await platform.gaps == [])
        }
    }

    @Test func `what is no event at all is rejected alone`() async throws {
        try await withPlatform { platform in
            let answer = try await platform.http.postEvents(["null", "[]", TestEvent.make(1)])
            #expect(
                try answer.dispositions
                    == ["rejected:event.not-an-object", "rejected:event.not-an-object", "accepted"])
        }
    }

    @Test func `an event is known again after the platform restarted`() async throws {
        let directory = try TestDirectory()
        let events = (1...20).map { TestEvent.make($0) }
        let first = try await withPlatform(in: directory) { try await $0.http.postEvents(events).dispositions }
        #expect(first == Array(repeating: "accepted", count: 20))
        let second = try await withPlatform(in: directory) {
            try await $0.http.postEvents(events + [TestEvent.make(21)]).dispositions
        }
        #expect(second == Array(repeating: "duplicate", count: 20) + ["accepted"])
        let stored = try await withPlatform(in: directory) {
            try await $0.server.events.events(of: nil, after: 0, limit: 99)
        }
        #expect(stored.count == 21)
    }

    @Test func `the same id from another booth is another event`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            let mine = try await platform.http.postEvents([TestEvent.make(1, id: id)])
            let theirs = try await platform.http.postEvents(
                [TestEvent.make(1, id: id, booth: TestAccess.otherBooth)], token: TestAccess.otherToken)
            #expect(try mine.dispositions == ["accepted"])
            #expect(try theirs.dispositions == ["accepted"])
        }
    }

    @Test func `a hole is a gap, until the booth explains it`() async throws {
        let directory = try TestDirectory()
        try await withPlatform(in: directory) { platform in
            _ = try await platform.http.postEvents([TestEvent.make(1), TestEvent.make(2)])
            _ = try await platform.http.postEvents([TestEvent.make(6), TestEvent.make(8)], lowest: 6)
            #expect(try await platform.gaps == [3...5])
            #expect(
                try await platform.http.get("/", token: TestAccess.operatorToken).text.contains(
                    "<td>3–5</td><td>3</td>"))
        }
        // The account outlives the program.
        try await withPlatform(in: directory) { platform in
            let report = TestEvent.make(
                9, type: CloudEventValidator.droppedType,
                data: TestEvent.dropped("[[3,4]]"))
            #expect(try await platform.http.postEvents([report], lowest: 8).dispositions == ["accepted"])
            #expect(try await platform.gaps == [5...5, 7...7])
            let rest = TestEvent.make(
                10, type: CloudEventValidator.droppedType, data: TestEvent.dropped("[[5,5],[7,7]]"))
            _ = try await platform.http.postEvents([rest], lowest: 10)
            #expect(try await platform.gaps == [])
        }
    }

    @Test func `a booth that no longer knows what it lost can still say so`() async throws {
        try await withPlatform { platform async throws in
            let report = TestEvent.make(
                1, type: CloudEventValidator.droppedType,
                data: TestEvent.dropped("[]", epoch: nil))
            #expect(try await platform.http.postEvents([report]).dispositions == ["accepted"])
            #expect(try await platform.gaps == [])
        }
    }

    @Test func `epochs and booths are accounted for separately`() async throws {
        try await withPlatform { platform in
            let fresh = "0b0f2c4e-39a9-4b34-8a5a-7a1c8f2f4a01"
            _ = try await platform.http.postEvents([TestEvent.make(1)])
            _ = try await platform.http.postEvents([TestEvent.make(1, epoch: fresh)], epoch: fresh)
            _ = try await platform.http.postEvents(
                [TestEvent.make(4, booth: TestAccess.otherBooth)], lowest: 4, token: TestAccess.otherToken)
            let ledgers = try await platform.server.events.ledgers()
            #expect(ledgers.count == 3)
            let gaps = ledgers.flatMap { entry in entry.ledger.gaps.map { "\(entry.source) \($0)" } }
            #expect(gaps == ["/booths/PT-0001 1...3"])
        }
    }

    @Test func `a rejected event leaves its place open`() async throws {
        try await withPlatform { platform in
            let events = [TestEvent.make(1), TestEvent.make(2, changes: ["data": "1"]), TestEvent.make(3)]
            _ = try await platform.http.postEvents(events)
            _ = try await platform.http.postEvents([TestEvent.make(4)], lowest: 4)
            #expect(try await platform.gaps == [2...2])
        }
    }

    @Test func `an export gives back every byte that a booth sent, page by page`() async throws {
        try await withPlatform { platform in
            let odd = TestEvent.make(
                2, type: TestEvent.unknownType,
                data: #"{ "number" : 1.50e1, "text":"\u4f60好 \"", "unknown":{"x":[ 1 ]} }"#)
            _ = try await platform.http.postEvents([TestEvent.make(1), odd, TestEvent.make(3)])
            _ = try await platform.http.postEvents(
                [TestEvent.make(1, booth: TestAccess.otherBooth)], token: TestAccess.otherToken)
            let first = try await platform.http.get(
                "/v1/admin/events?booth=PT-0042&limit=2", token: TestAccess.operatorToken)
            #expect(first.text.contains(odd))
            #expect(try first.value("events")?.array?.count == 2)
            let next = try #require(try first.value("next")?.integer)
            let second = try await platform.http.get(
                "/v1/admin/events?booth=PT-0042&after=\(next)", token: TestAccess.operatorToken)
            #expect(
                try second.value("events")?.array?.map { $0["event"]?["sequence"]?.string }
                    == [TestEvent.padded(3)])
            let last = try #require(try second.value("next")?.integer)
            let end = try await platform.http.get(
                "/v1/admin/events?booth=PT-0042&after=\(last)", token: TestAccess.operatorToken)
            #expect(try end.value("events") == .array([]))
            #expect(try end.value("next")?.integer == last)
        }
    }
}

extension RunningPlatform {
    /// All unexplained holes of all booths.
    var gaps: [ClosedRange<Int64>] {
        get async throws { try await server.events.ledgers().flatMap(\.ledger.gaps) }
    }
}
