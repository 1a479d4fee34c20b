import AdapterTestSupport
import Foundation
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Residents, a platform and a network that do anything at all, in any order, with restarts in between.
@Suite struct OrderWalkTests {
    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func `no order is lost, none is placed twice, and no cancelled one is told as coming`(seed: UInt64) throws {
        var walk = Walk(seed: seed)
        for _ in 0..<200 { try walk.step() }
        try walk.comeToRest()
    }

    /// The platform's own books.
    private struct Office {
        var phase: RequestPhase = .submitted
        var version = 1
        var contact: String?

        mutating func move(to phase: RequestPhase) {
            guard !self.phase.isFinal else { return }
            self.phase = phase
            version += 1
            if phase.isFinal { contact = nil }
        }
    }

    private struct Told {
        var isUnreachable = false
        var isCancelled = false
        var isOver = false
        var last: RequestPhase?
    }

    private struct Walk {
        let seed: UInt64
        var random: SplitMix
        var book = OrderBook(patience: .seconds(15))
        var now = Moment(milliseconds: 0)
        var boot = 1
        var office: [String: Office] = [:]
        var ids: [RequestHandle: String] = [:]
        var told: [RequestHandle: Told] = [:]
        var forgotten: Set<RequestHandle> = []
        /// Orders whose submission was abandoned: they must never be sent again.
        var abandoned: Set<String> = []
        var asks: [(ticket: OrderTicket, question: OrderQuestion, id: String)] = []
        var waits: [(ticket: OrderTicket, due: Moment)] = []
        var next = 0
        var networkWorks = false

        init(seed: UInt64) {
            self.seed = seed
            random = SplitMix(seed: seed)
        }

        var place: Comment { "seed \(seed), \(now.milliseconds) ms" }
        var date: OrderDate { OrderDate(boot: "\(boot)", moment: now, wall: now.milliseconds) }

        mutating func one<Value>(_ values: [Value]) -> Value? { values.randomElement(using: &random) }
        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

        // MARK: What may happen

        mutating func step() throws {
            let handles = ids.keys.sorted { $0.number < $1.number }
            switch number(0...19) {
            case 0, 1: order()
            case 2: if let handle = one(handles) { want(.cancel(handle)) }
            case 3: if let handle = one(handles), number(0...1) == 0 { forget(handle) }
            case 4, 5: if let handle = one(handles) { want(.contact(handle, number: Self.secret(number(0...9)))) }
            case 6, 7, 8:
                if let id = one(office.keys.sorted()), let phase = one(Self.moves) { office[id]?.move(to: phase) }
            case 9: if number(0...4) == 0 { try restart() }
            case 10: take(number(0...1) == 0 ? .reply(OrderTicket(-number(0...9)), .notYet) : .due(OrderTicket(0)))
            case 11, 12: pass(.milliseconds(number(0...20_000)))
            default: answer()
            }
            check()
        }

        static let moves: [RequestPhase] = [.accepted, .assigned, .completed, .failed, .cancelled]
        /// A number whose digits occur nowhere else.
        static func secret(_ number: Int) -> String { "1380000770\(number)" }

        mutating func order() {
            next += 1
            let handle = RequestHandle(next)
            let id = "00000000-0000-4000-8000-\(String(next + 100_000_000_000))"
            ids[handle] = id
            told[handle] = Told()
            let order = RequestOrder(function: FunctionID(rawValue: "taxi"), kind: "taxi", language: .chinese)
            want(.order(handle, order), id: id)
        }

        mutating func want(_ command: PlatformCommand, id: String = "-") {
            take(.want(command, newID: id, at: date))
        }

        mutating func forget(_ handle: RequestHandle) {
            want(.forget(handle))
            // An order that is being cancelled is still reported on.
            if let id = ids[handle], book[id] == nil || book[id]?.kept.isForgotten == true { forgotten.insert(handle) }
        }

        mutating func pass(_ duration: Duration) {
            now = now + duration
            while let index = waits.firstIndex(where: { $0.due <= now }) {
                let ticket = waits.remove(at: index).ticket
                take(.due(ticket))
            }
        }

        /// Starts another run with what this one wrote down.
        mutating func restart() throws {
            let written = try JSONEncoder().encode(book.kept)
            #expect(!String(decoding: written, as: UTF8.self).contains("13800007"), place)
            let kept = try JSONDecoder().decode(KeptOrders.self, from: written)
            #expect(kept == book.kept, place)
            for order in book.orders where order.handle.map({ !told[$0, default: Told()].isOver }) == true {
                // Only an order that was too late to cancel is let go. Nobody waits for its end across a restart.
                #expect(order.isSettled || kept.orders.contains { $0.id == order.id }, place)
            }
            let numbers = number(0...2) == 0 ? [:] : book.contacts
            let before = Set(book.orders.compactMap(\.handle))
            book = OrderBook(patience: .seconds(15), kept: kept, contacts: numbers)
            (asks, waits) = ([], [])
            if number(0...1) == 0 { boot += 1 }
            let restored = Set(book.restored(at: date).map(\.handle))
            // The core of the new run knows of no others.
            for handle in before.subtracting(restored) { forgotten.insert(handle) }
            take(.start(date))
        }

        mutating func answer() {
            guard !asks.isEmpty else { return }
            let index = number(0...(asks.count - 1))
            let ask = asks.remove(at: index)
            let luck = networkWorks ? 0 : number(0...9)
            let reply: OrderReply
            switch luck {
            case 0...5: reply = reach(ask.question, ask.id)
            case 6, 7:
                // The platform did it, and its answer was lost.
                _ = reach(ask.question, ask.id)
                reply = .notYet
            case 8: reply = .notTaken
            default: reply = .notYet
            }
            take(.reply(ask.ticket, reply))
        }

        /// What the platform does and says.
        mutating func reach(_ question: OrderQuestion, _ id: String) -> OrderReply {
            if case .submit = question, office[id] == nil { office[id] = Office() }
            guard var order = office[id] else { return .unknown }
            switch question {
            case .submit, .poll, .outcome: break
            case .cancel:
                if order.phase.isFinal, order.phase != .cancelled { return .tooLate }
                order.move(to: .cancelled)
            case .contact(let number):
                if order.phase.isFinal { return .tooLate }
                order.contact = number
            }
            office[id] = order
            return .document(version: order.version, RequestAnswer(phase: order.phase))
        }

        // MARK: What must hold

        mutating func take(_ input: OrderInput) {
            for command in book.take(input, at: now, random: Double(number(0...999)) / 1000) {
                switch command {
                case .ask(let ticket, let question, let id, let limit):
                    #expect(limit > .zero, place)
                    if case .submit = question {
                        #expect(!abandoned.contains(id), "given up, and placed all the same: \(place)")
                    }
                    asks.append((ticket, question, id))
                case .wait(let ticket, let duration): waits.append((ticket, now + duration))
                case .tell(let handle, let fact): hear(handle, fact)
                }
            }
        }

        mutating func hear(_ handle: RequestHandle, _ fact: RequestFact) {
            guard let id = ids[handle] else {
                Issue.record("nobody's order is told of: \(place)")
                return
            }
            switch fact {
            case .unreachable:
                told[handle]?.isUnreachable = true
                abandoned.insert(id)
            case .answer(let answer):
                let isComing = !answer.phase.isFinal
                #expect(!(told[handle]?.isCancelled == true && isComing), "cancelled, and told as coming: \(place)")
                #expect(told[handle]?.isOver != true, "told after its end: \(place)")
                if answer.phase == .cancelled {
                    #expect(
                        office[id].map { $0.phase == .cancelled } ?? true, "told as cancelled, and is not: \(place)")
                    told[handle]?.isCancelled = true
                    abandoned.insert(id)
                }
                if answer.phase.isFinal { told[handle]?.isOver = true }
                told[handle]?.last = answer.phase
            case .tooLateToCancel, .cancelUnconfirmed, .contactDelivered: break
            }
        }

        /// After every step: each order waits for something, and for nothing twice.
        func check() {
            let live = Set(asks.map(\.ticket)).union(waits.map(\.ticket))
            #expect(Set(book.orders.map(\.kept.id)).count == book.orders.count, place)
            for order in book.orders {
                let isMoved = order.pending.values.contains { live.contains($0.ticket) }
                #expect(isMoved, "nothing will ever come of \(order.id): \(place)")
                #expect(order.pending.count <= OpenOrder.Errand.allCases.count, place)
                #expect(order.contact == nil || !order.isWithdrawn, place)
            }
            #expect(book.kept.orders.count <= next, place)
        }

        /// The network heals and every order comes to its end. What everybody knows is then what the platform has.
        mutating func comeToRest() throws {
            networkWorks = true
            settle(800)
            for id in abandoned.sorted() {
                #expect(office[id]?.phase.isFinal ?? true, "a car is sent for nobody: \(place)")
            }
            // Whatever is not cancelled by now is carried out.
            for _ in 0..<40 where !book.orders.isEmpty {
                for id in office.keys.sorted() { office[id]?.move(to: .completed) }
                settle(100)
            }
            #expect(book.orders.isEmpty, "the book is not empty at the end: \(place)")
            #expect(book.contacts.isEmpty && book.kept.orders.isEmpty, place)
            for (handle, id) in ids where !forgotten.contains(handle) {
                let told = try #require(told[handle])
                #expect(told.isOver || told.isUnreachable, "nobody knows what became of it: \(place)")
                if told.isOver, let last = told.last, let phase = office[id]?.phase {
                    #expect(last == phase, place)
                }
            }
        }

        private mutating func settle(_ rounds: Int) {
            for _ in 0..<rounds where !book.orders.isEmpty {
                if asks.isEmpty { pass(.seconds(10)) } else { answer() }
                check()
            }
        }
    }
}
