import Basics
public import Vocabulary

/// The open orders. Each is submitted under an id that is made once, and then followed by long polling until nothing
/// will change any more.
///
/// An order that could not be confirmed within seconds is reported as unreachable and is never placed later by itself.
/// If the platform may have it all the same, it is cancelled there as soon as possible. `kept` is what a journal holds,
/// so that this is also true across a restart. An order that was being sent moments ago then continues under its id;
/// an older one counts as one that could not be confirmed.
///
/// Only the platform's own word ends an order (`OrderReply`). What a proxy or a captive portal answers in its place is
/// not an answer. Otherwise somebody would be told that there is no taxi while one is on its way.
///
/// Nothing here waits or asks: `take` turns what happened into commands. Whoever performs them writes `kept` down
/// first. Thus an order is on the disk before it is sent, and its entry is gone before anybody hears of its end.
public struct OrderBook: Equatable, Sendable {
    /// How long a resident waits for "ordered" or "cancelled".
    public let patience: Duration
    private(set) var orders: [OpenOrder] = []
    private var tickets = 0

    /// How long the platform may hold a poll, in seconds.
    static let pollSeconds = 25

    /// A book with the orders of a former run, which wait for `OrderInput.start`.
    /// - Parameter contacts: numbers to call back that the platform does not have yet, by the ids of their orders.
    public init(patience: Duration, kept: KeptOrders = KeptOrders(), contacts: [String: String] = [:]) {
        self.patience = patience
        orders = kept.orders.map { order in
            // This run knows nothing of an order that was forgotten, and may give the same number to one of its own.
            let isAnybodys = order.stage != .givenUp && order.isForgotten != true
            var found = OpenOrder(order, handle: isAnybodys ? RequestHandle(order.handle) : nil)
            found.isFound = true
            found.contact = order.stage == .givenUp ? nil : contacts[order.id]
            return found
        }
    }

    /// What the next run must know.
    public var kept: KeptOrders { KeptOrders(orders.filter { !$0.isSettled }.map(\.kept)) }

    /// The numbers to call back that the platform does not have yet, by the ids of their orders. They belong in memory
    /// only.
    public var contacts: [String: String] {
        Dictionary(uniqueKeysWithValues: orders.compactMap { order in order.contact.map { (order.kept.id, $0) } })
    }

    /// The orders of a former run that somebody may still wait for.
    public func restored(at date: OrderDate) -> [RestoredOrder] {
        orders.filter(\.isFound).compactMap { found in
            guard let handle = found.handle else { return nil }
            // If no clock can tell, the ten minutes count as over, and what the platform says decides.
            let age = found.kept.age(at: date) ?? .seconds(600)
            return RestoredOrder(
                handle: handle, order: found.kept.order, orderedAt: date.moment - age, answer: found.kept.answer,
                contactGiven: found.kept.contactGiven, contactPending: found.contact != nil,
                isCancelling: found.kept.stage == .cancelling)
        }
    }

    /// Takes in what happened.
    /// - Parameters:
    ///   - now: a monotonic clock of this run.
    ///   - random: uniform in 0 ..< 1, for jitter.
    /// - Returns: what to do.
    public mutating func take(_ input: OrderInput, at now: Moment, random: Double) -> [OrderCommand] {
        var turn = OrderTurn(book: self, now: now, random: random)
        turn.take(input)
        self = turn.book
        return turn.commands
    }

    /// The order with that id; nil removes it.
    subscript(_ id: String) -> OpenOrder? {
        get { orders.first { $0.kept.id == id } }
        set {
            let index = orders.firstIndex { $0.kept.id == id }
            switch (index, newValue) {
            case (let index?, let order?): orders[index] = order
            case (let index?, nil): orders.remove(at: index)
            case (nil, let order?): orders.append(order)
            case (nil, nil): break
            }
        }
    }

    /// The order with this handle, if something can still be done about it.
    func followed(_ handle: RequestHandle) -> OpenOrder? {
        orders.last { $0.handle == handle && !$0.isFound && !$0.isWithdrawn }
    }

    mutating func nextTicket() -> OrderTicket {
        tickets += 1
        return OrderTicket(tickets)
    }
}

/// An order, and what only this run knows about it.
struct OpenOrder: Equatable, Sendable {
    /// The purpose of a question or a wait. An order has at most one of them for each purpose.
    enum Errand: Hashable, CaseIterable {
        /// Placing it, then following it.
        case follow
        /// Cancelling it.
        case cancel
        /// Handing a number on.
        case contact
    }

    /// A question on its way, or the wait before the next.
    struct Pending: Equatable, Sendable {
        var ticket: OrderTicket
        var since: Moment
        /// For a poll, how long the platform may hold it, in seconds.
        var wait = 0
    }

    struct Cancelling: Equatable, Sendable {
        var deadline: Moment
        var toldUnconfirmed = false
        var backoff = Backoff(base: .milliseconds(500), cap: .seconds(60))
    }

    var kept: KeptOrder
    /// Who hears of it; nil if nobody in this run does.
    var handle: RequestHandle?
    /// Whether a former run left it and this one has not continued it yet.
    var isFound = false
    /// Whether the platform has it and something may come of it.
    var isOpen = false
    /// Whether the platform may have it although it never said so.
    var mayBePlaced = false
    /// Whether nothing of it is kept any more; what became of it is still asked on behalf of whoever ordered it.
    var isSettled = false
    var version = 0
    /// A call-back number to hand on; it is kept only until the platform has it.
    var contact: String?
    /// When nobody waits for it any more.
    var expires = Moment(milliseconds: 0)
    /// Until when it may be sent.
    var deadline = Moment(milliseconds: 0)
    var cancelling: Cancelling?
    var backoff = Backoff(base: .milliseconds(500), cap: .seconds(10))
    var contactBackoff = Backoff(base: .milliseconds(500), cap: .seconds(30))
    var pending: [Errand: Pending] = [:]

    init(_ kept: KeptOrder, handle: RequestHandle?) {
        self.kept = kept
        self.handle = handle
    }

    var id: String { kept.id }
    /// Whether it was given up: all that is left to do is to make sure that nobody comes.
    var isWithdrawn: Bool { kept.stage == .givenUp }
}
