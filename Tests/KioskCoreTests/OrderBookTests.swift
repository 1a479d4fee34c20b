import Testing

@testable import KioskCore
@testable import Vocabulary

/// What becomes of orders, step by step. What happened goes in, and what is to be done comes out.
@Suite struct OrderBookTests {
    private static let id = "6f0c2c5e-0000-4000-8000-000000000001"
    private let handle = RequestHandle(3)
    private let order = RequestOrder(function: FunctionID(rawValue: "taxi"), kind: "taxi", language: .chinese)
    private static let date = OrderDate(boot: "boot", moment: Moment(milliseconds: 50_000), wall: nil)

    /// A book with one order, its clock, and what was asked last in each errand.
    private struct Desk {
        var book: OrderBook
        var now = Moment(milliseconds: 1_000)
        var random = 0.5
        var commands: [OrderCommand] = []

        init(kept: KeptOrders = KeptOrders(), contacts: [String: String] = [:]) {
            book = OrderBook(patience: .seconds(15), kept: kept, contacts: contacts)
        }

        @discardableResult
        mutating func take(_ input: OrderInput) -> [OrderCommand] {
            commands = book.take(input, at: now, random: random)
            return commands
        }

        @discardableResult
        mutating func want(_ command: PlatformCommand, id: String = "-") -> [OrderCommand] {
            take(.want(command, newID: id, at: OrderBookTests.date))
        }

        /// The ticket of an errand that is under way.
        func ticket(_ errand: OpenOrder.Errand) throws -> OrderTicket {
            try #require(book[OrderBookTests.id]?.pending[errand]).ticket
        }

        @discardableResult
        mutating func reply(_ errand: OpenOrder.Errand, _ reply: OrderReply) throws -> [OrderCommand] {
            take(.reply(try ticket(errand), reply))
        }

        /// Ends the wait of an errand, which must be waiting now, and returns how long it was.
        @discardableResult
        mutating func wait(_ errand: OpenOrder.Errand) throws -> Duration {
            let ticket = try ticket(errand)
            let waits = commands.compactMap { command -> Duration? in
                if case .wait(ticket, let duration) = command { duration } else { nil }
            }
            let duration = try #require(waits.first)
            now = now + duration
            take(.due(ticket))
            return duration
        }

        var questions: [OrderQuestion] {
            commands.compactMap { if case .ask(_, let question, _, _) = $0 { question } else { nil } }
        }
        var told: [RequestFact] { commands.compactMap { if case .tell(_, let fact) = $0 { fact } else { nil } } }
        var stage: OrderStage? { book.kept.orders.first?.stage }
    }

    private func answer(_ phase: RequestPhase) -> RequestAnswer { RequestAnswer(phase: phase) }

    private func document(_ phase: RequestPhase, _ version: Int) -> OrderReply {
        .document(version: version, answer(phase))
    }

    private func ordered() -> Desk {
        var desk = Desk()
        desk.want(.order(handle, order), id: Self.id)
        return desk
    }

    private func placed() throws -> Desk {
        var desk = ordered()
        try desk.reply(.follow, document(.submitted, 1))
        return desk
    }

    private func kept(_ stage: OrderStage, forgotten: Bool = false) -> KeptOrders {
        var kept = KeptOrder(handle, id: Self.id, order, at: Self.date)
        kept.stage = stage
        kept.isForgotten = forgotten ? true : nil
        return KeptOrders([kept])
    }

    private func later(_ seconds: Int64, boot: String = "boot") -> OrderDate {
        OrderDate(boot: boot, moment: Self.date.moment + .seconds(seconds), wall: nil)
    }

    // MARK: - Placing

    @Test func `an order is kept before it is asked for`() {
        let desk = ordered()
        #expect(desk.stage == .sending)
        #expect(desk.commands == [.ask(OrderTicket(1), .submit(order), of: Self.id, within: .seconds(15))])
    }

    @Test func `an id is one order, however often it is asked for`() {
        var desk = ordered()
        #expect(desk.want(.order(RequestHandle(4), order), id: Self.id).isEmpty)
        #expect(desk.book.kept.orders.count == 1)
    }

    @Test func `one that is placed is followed until it is over, and then gone`() throws {
        var desk = try placed()
        #expect(desk.told == [.answer(answer(.submitted))])
        #expect(desk.questions == [.poll(after: 1, wait: 25)])
        #expect(desk.stage == .placed)
        desk.now = desk.now + .seconds(20)
        try desk.reply(.follow, document(.assigned, 2))
        #expect(desk.told == [.answer(answer(.assigned))])
        #expect(desk.book.kept.orders.first?.answer == answer(.assigned))
        #expect(try desk.wait(.follow) == .zero)
        #expect(desk.questions == [.poll(after: 2, wait: 25)])
        try desk.reply(.follow, document(.completed, 3))
        #expect(desk.commands == [.tell(handle, .answer(answer(.completed)))])
        #expect(desk.book.orders.isEmpty)
    }

    @Test func `a platform that answers at once without news is asked again a second later`() throws {
        var desk = try placed()
        try desk.reply(.follow, document(.submitted, 1))
        #expect(desk.told.isEmpty)
        #expect(try desk.wait(.follow) == .seconds(1))
    }

    @Test func `an older document changes nothing`() throws {
        var desk = try placed()
        try desk.reply(.follow, document(.assigned, 3))
        try desk.wait(.follow)
        try desk.reply(.follow, document(.cancelled, 2))
        #expect(desk.told.isEmpty)
        #expect(desk.book.kept.orders.first?.answer == answer(.assigned))
    }

    @Test func `a refusal ends it`() throws {
        var desk = ordered()
        #expect(try desk.reply(.follow, .refused) == [.tell(handle, .answer(answer(.failed)))])
        #expect(desk.book.orders.isEmpty)
    }

    @Test func `a poll that has no such order ends it`() throws {
        var desk = try placed()
        #expect(try desk.reply(.follow, .unknown) == [.tell(handle, .answer(answer(.failed)))])
    }

    @Test func `it is sent again while the resident waits, longer each time and never longer than 3 s`() throws {
        var desk = ordered()
        desk.random = 0.999
        var waits: [Duration] = []
        while desk.book.orders.isEmpty == false {
            try desk.reply(.follow, .notTaken)
            guard desk.told.isEmpty else { break }
            waits.append(try desk.wait(.follow))
            #expect(desk.questions == [.submit(order)])
        }
        #expect(desk.told == [.unreachable])
        #expect(desk.book.orders.isEmpty, "nobody has it, so there is nothing to call off")
        #expect(waits == waits.sorted() && waits.last == .seconds(3))
        #expect(waits.reduce(.zero, +) < .seconds(15))
    }

    // MARK: - Giving up

    private func givenUp() throws -> Desk {
        var desk = ordered()
        desk.now = desk.now + .seconds(15)
        try desk.reply(.follow, .notYet)
        return desk
    }

    @Test func `what the platform may have all the same is called off there`() throws {
        var desk = try givenUp()
        #expect(desk.told == [.unreachable])
        #expect(desk.questions == [.cancel])
        #expect(desk.stage == .givenUp)
        #expect(try desk.reply(.cancel, document(.cancelled, 2)) == [.tell(handle, .answer(answer(.cancelled)))])
        #expect(desk.book.orders.isEmpty)
    }

    @Test func `it was never placed: that is as good as cancelled`() throws {
        var desk = try givenUp()
        #expect(try desk.reply(.cancel, .unknown) == [.tell(handle, .answer(answer(.cancelled)))])
    }

    @Test func `until that is certain the resident is told once that it is not`() throws {
        var desk = try givenUp()
        for round in 0..<5 {
            try desk.reply(.cancel, .notYet)
            #expect(desk.told == (round == 0 ? [.cancelUnconfirmed] : []))
            try desk.wait(.cancel)
        }
        #expect(desk.stage == .givenUp)
    }

    @Test func `it was too late to call it off: what became of it is told, and nothing of it is kept`() throws {
        var desk = try givenUp()
        #expect(try desk.reply(.cancel, .tooLate).count == 1)
        #expect(desk.questions == [.outcome])
        #expect(desk.book.kept.orders.isEmpty)
        try desk.reply(.follow, .notYet)
        try desk.wait(.follow)
        #expect(desk.questions == [.outcome])
        #expect(try desk.reply(.follow, document(.completed, 9)) == [.tell(handle, .answer(answer(.completed)))])
        #expect(desk.book.orders.isEmpty)
    }

    @Test func `one that was given up can no longer be cancelled or forgotten`() throws {
        var desk = try givenUp()
        #expect(desk.want(.cancel(handle)) == [.tell(handle, .tooLateToCancel)])
        #expect(desk.want(.forget(handle)).isEmpty)
        #expect(desk.want(.contact(handle, number: "1")).isEmpty)
        #expect(desk.stage == .givenUp && desk.book.contacts.isEmpty)
    }

    @Test func `after a day nobody looks for it any more`() throws {
        var desk = try givenUp()
        desk.now = desk.now + .seconds(24 * 3600)
        try desk.reply(.cancel, .notYet)
        #expect(desk.book.orders.isEmpty)
    }

    // MARK: - Cancelling

    @Test func `one that is placed is cancelled when the platform says so`() throws {
        var desk = try placed()
        #expect(desk.want(.cancel(handle)).count == 1)
        #expect(desk.questions == [.cancel] && desk.stage == .cancelling)
        #expect(desk.want(.cancel(handle)).isEmpty, "once is enough")
        #expect(try desk.reply(.cancel, document(.cancelled, 2)) == [.tell(handle, .answer(answer(.cancelled)))])
        #expect(desk.book.orders.isEmpty)
    }

    @Test func `too late to cancel: it goes on, and may be cancelled again`() throws {
        var desk = try placed()
        desk.want(.cancel(handle))
        #expect(try desk.reply(.cancel, .tooLate) == [.tell(handle, .tooLateToCancel)])
        #expect(desk.stage == .placed)
        desk.want(.cancel(handle))
        #expect(desk.questions == [.cancel])
    }

    @Test func `cancelled while it is sent: called off as soon as the platform has it`() throws {
        var desk = ordered()
        #expect(desk.want(.cancel(handle)).isEmpty)
        #expect(desk.stage == .cancelling)
        try desk.reply(.follow, document(.submitted, 1))
        #expect(desk.questions == [.cancel, .poll(after: 1, wait: 25)])
        #expect(desk.stage == .cancelling)
    }

    @Test func `cancelled while it is sent, and lost: not sent again`() throws {
        var desk = ordered()
        desk.want(.cancel(handle))
        try desk.reply(.follow, .notTaken)
        #expect(desk.commands == [.tell(handle, .unreachable)])
    }

    @Test func `unconfirmed after the resident's patience, and tried on`() throws {
        var desk = try placed()
        desk.want(.cancel(handle))
        desk.now = desk.now + .seconds(15)
        try desk.reply(.cancel, .notYet)
        #expect(desk.told == [.cancelUnconfirmed])
        try desk.wait(.cancel)
        #expect(desk.questions == [.cancel])
        try desk.reply(.cancel, .notYet)
        #expect(desk.told.isEmpty, "told once")
    }

    @Test func `nobody's order`() {
        var desk = Desk()
        #expect(desk.want(.cancel(handle)) == [.tell(handle, .tooLateToCancel)])
        #expect(desk.want(.forget(handle)).isEmpty)
        #expect(desk.want(.contact(handle, number: "1")).isEmpty)
        #expect(desk.take(.reply(OrderTicket(1), .unknown)).isEmpty)
        #expect(desk.take(.due(OrderTicket(1))).isEmpty)
    }

    // MARK: - Numbers to call back

    @Test func `a number waits until the order is placed, and is gone when the platform has it`() throws {
        var desk = ordered()
        #expect(desk.want(.contact(handle, number: "13812345678")).isEmpty)
        #expect(desk.book.contacts == [Self.id: "13812345678"])
        try desk.reply(.follow, document(.submitted, 1))
        #expect(desk.questions == [.contact(number: "13812345678"), .poll(after: 1, wait: 25)])
        try desk.reply(.contact, .notYet)
        try desk.wait(.contact)
        #expect(desk.questions == [.contact(number: "13812345678")])
        #expect(try desk.reply(.contact, document(.submitted, 1)) == [.tell(handle, .contactDelivered)])
        #expect(desk.book.contacts.isEmpty)
        #expect(desk.book.kept.orders.first?.contactGiven == true)
    }

    @Test func `what is said of a number that was replaced is said of nobody's`() throws {
        var desk = try placed()
        desk.want(.contact(handle, number: "1"))
        let first = try desk.ticket(.contact)
        desk.want(.contact(handle, number: "2"))
        #expect(desk.take(.reply(first, document(.submitted, 1))).isEmpty)
        #expect(desk.book.contacts == [Self.id: "2"])
    }

    @Test func `forgotten with a number on its way: followed until it has arrived`() throws {
        var desk = try placed()
        desk.want(.contact(handle, number: "1"))
        #expect(desk.want(.forget(handle)).isEmpty)
        #expect(desk.book.kept.orders.count == 1)
        try desk.reply(.contact, document(.submitted, 1))
        #expect(desk.book.orders.isEmpty)
    }

    @Test func `forgotten without one: gone at once, and the platform is not told`() throws {
        var desk = try placed()
        #expect(desk.want(.forget(handle)).isEmpty)
        #expect(desk.book.orders.isEmpty)
    }

    @Test func `a number is handed on for a day`() throws {
        var desk = try placed()
        desk.want(.contact(handle, number: "1"))
        desk.now = desk.now + .seconds(24 * 3600)
        try desk.reply(.contact, .notYet)
        try desk.wait(.contact)
        #expect(desk.questions.isEmpty && desk.book.contacts.isEmpty)
    }

    // MARK: - A restart

    @Test func `being sent a moment ago: sent again`() {
        var desk = Desk(kept: kept(.sending))
        #expect(desk.book.restored(at: later(5)).map(\.orderedAt) == [Self.date.moment])
        desk.take(.start(later(5)))
        #expect(desk.questions == [.submit(order)] && desk.told.isEmpty)
    }

    @Test(arguments: [("boot", Int64(15)), ("another", 1)])
    func `being sent too long ago, or nobody knows when: called off`(boot: String, seconds: Int64) {
        var desk = Desk(kept: kept(.sending))
        desk.take(.start(later(seconds, boot: boot)))
        #expect(desk.told == [.unreachable] && desk.questions == [.cancel])
        #expect(desk.stage == .givenUp)
    }

    @Test func `one that was placed is asked about at once`() {
        var desk = Desk(kept: kept(.placed), contacts: [Self.id: "1"])
        #expect(desk.book.restored(at: later(5)).map(\.contactPending) == [true])
        desk.take(.start(later(5)))
        #expect(desk.questions == [.contact(number: "1"), .poll(after: 0, wait: 0)])
        #expect(desk.take(.start(later(6))).isEmpty, "a run starts once")
    }

    @Test func `one that was being cancelled goes on being cancelled`() {
        var desk = Desk(kept: kept(.cancelling))
        #expect(desk.book.restored(at: later(5)).map(\.isCancelling) == [true])
        desk.take(.start(later(5)))
        #expect(desk.questions == [.cancel, .poll(after: 0, wait: 0)])
    }

    @Test func `one that was given up is called off, and nobody is told`() throws {
        var desk = Desk(kept: kept(.givenUp), contacts: [Self.id: "1"])
        #expect(desk.book.contacts.isEmpty)
        #expect(desk.book.restored(at: later(5)).isEmpty)
        desk.take(.start(later(5)))
        #expect(desk.questions == [.cancel])
        try desk.reply(.cancel, .notYet)
        #expect(desk.told.isEmpty)
        try desk.wait(.cancel)
        try desk.reply(.cancel, .tooLate)
        #expect(desk.commands.isEmpty && desk.book.orders.isEmpty)
    }

    @Test func `one that was forgotten is kept for its number only`() throws {
        var idle = Desk(kept: kept(.placed, forgotten: true))
        idle.take(.start(later(5)))
        #expect(idle.commands.isEmpty && idle.book.orders.isEmpty)
        var desk = Desk(kept: kept(.placed, forgotten: true), contacts: [Self.id: "1"])
        #expect(desk.book.restored(at: later(5)).isEmpty)
        desk.take(.start(later(5)))
        try desk.reply(.contact, document(.submitted, 1))
        #expect(desk.commands.isEmpty && desk.book.orders.isEmpty, "its handle may be another order's by now")
    }

    @Test func `what is asked for before a start is no former run's`() throws {
        var desk = Desk(kept: kept(.givenUp))
        desk.want(.order(RequestHandle(9), order), id: "a")
        #expect(desk.book.restored(at: Self.date).isEmpty)
        desk.take(.start(Self.date))
        #expect(desk.questions == [.cancel])
    }
}
