import AdapterTestSupport
import Foundation
import KioskCore
import Vocabulary
import Testing

@testable import PlatformClient

/// Each version opens the journals of the version before. What a booth wrote before an update is followed after it.
@Suite("The journal of orders as it is on the disks of booths")
struct OrderJournalFormatTests {
    /// As written by version 0.9; never to be changed.
    private static let written =
        #"[{"answer":{"assignment":{"arrivesAt":1795261200000,"car":"白色 大众朗逸","plate":"沪A·D5638"},"phase":"assigned","#
        + #""simulated":false},"boot":"3f8a","choices":{"when":"now"},"contactGiven":true,"form":1,"function":"taxi","#
        + #""handle":4,"id":"6F0C2C5E-0000-4000-8000-000000000001","kind":"taxi","language":"zh-Hans","name":"叫出租车","#
        + #""orderedAt":1000000,"orderedAtWall":1795260960000,"stage":"placed","#
        + #""words":[{"answer":"现在","id":"when","question":"几时"}]},"#
        + #"{"boot":"3f8a","choices":{},"contactGiven":false,"form":1,"function":"clinic","handle":5,"#
        + #""id":"6F0C2C5E-0000-4000-8000-000000000002","isForgotten":true,"kind":"clinic","language":"en","#
        + #""orderedAt":1000500,"stage":"cancelling","words":[]},"#
        + #"{"boot":"3f8a","choices":{},"contactGiven":false,"form":1,"function":"repair","handle":6,"#
        + #""id":"6F0C2C5E-0000-4000-8000-000000000003","kind":"repair","language":"ja","orderedAt":1000600,"#
        + #""stage":"givenUp","words":[]},"#
        + #"{"boot":"3f8a","choices":{},"contactGiven":false,"function":"taxi","handle":7,"#
        + #""id":"6F0C2C5E-0000-4000-8000-000000000004","kind":"taxi","language":"ko","orderedAt":1000700,"#
        + #""stage":"sending","words":[]}]"#

    private let clock = OrderClock(bootID: "3f8a", now: { Moment(milliseconds: 1_010_000) }, wall: { nil })

    @Test("Every order in it is found, with all that was written of it")
    func read() throws {
        let directory = try TemporaryDirectory()
        _ = try directory.file(OrderJournal.file, Array(Self.written.utf8), mode: 0o600)
        let journal = OrderJournal(directory: directory.path, clock: clock)
        #expect(journal.damage == nil)
        #expect(journal.kept.orders.map(\.stage) == [.placed, .cancelling, .givenUp, .sending])
        let restored = OrderBook(patience: .seconds(15), kept: journal.kept).restored(at: clock.date)
        #expect(restored.map(\.handle) == [RequestHandle(4), RequestHandle(7)])
        #expect(
            restored.first
                == RestoredOrder(
                    handle: RequestHandle(4),
                    order: RequestOrder(
                        function: FunctionID(rawValue: "taxi"), kind: "taxi", name: "叫出租车", choices: ["when": "now"],
                        words: [ChoiceWords(id: "when", question: "几时", answer: "现在")], language: .chinese),
                    orderedAt: Moment(milliseconds: 1_000_000),
                    answer: RequestAnswer(
                        phase: .assigned,
                        assignment: Assignment(
                            plate: "沪A·D5638", car: "白色 大众朗逸", arrivesAt: 1_795_261_200_000)),
                    contactGiven: true))
    }

    @Test("Written again it is the same, so the version before opens it as well")
    func written() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file(OrderJournal.file, Array(Self.written.utf8), mode: 0o600)
        var journal = OrderJournal(directory: directory.path, clock: clock)
        let kept = journal.kept
        try journal.keep(KeptOrders())
        #expect(!FileManager.default.fileExists(atPath: path), "no order, no file")
        try journal.keep(kept)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.written)
    }
}
