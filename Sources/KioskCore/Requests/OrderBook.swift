import Basics
public import Vocabulary

/// The orders that are open: each is submitted under an id made once, and followed by a long poll until nothing will change
/// any more.
///
/// An order that could not be confirmed within seconds is reported as unreachable and is never placed later by itself: if
/// the platform may have it all the same, it is cancelled there as soon as that can be done. `kept` is what a journal holds,
/// so that this holds across a restart: an order that was being sent goes on under its id if that was moments ago, and else
/// counts as one that could not be confirmed.
///
/// An order ends by the platform's own word only (`OrderReply`): what a proxy or a captive portal answers in its place is
/// no answer, or somebody would be told that there is no taxi while one is on its way.
///
/// Nothing here waits or asks: `take` turns what happened into commands. Whoever performs them writes `kept` down first: an
/// order is on the disk before it is sent, and what was kept of one is gone before anybody hears of its end.
public struct OrderBook: Equatable, Sendable {
    /// How long a resident waits for "ordered" or "cancelled".
    public let patience: Duration
    private(set) var orders: [OpenOrder] = []
    private var tickets = 0

    /// The platform holds a poll this many seconds.
    static let pollSeconds = 25

    /// A book with the orders of a former run, which wait for `OrderInput.start`.
    /// - Parameter contacts: numbers to call back that the platform does not have yet, by the ids of their orders.
    public init(patience: Duration, kept: KeptOrders = KeptOrders(), contacts: [String: String] = [:]) {
        self.patience = patience
        orders = kept.orders.map { order in
            // This run knows nothing of one that was forgotten, and its own orders may come to have that number.
            let isAnybodys = order.stage != .givenUp && order.isForgotten != true
            var found = OpenOrder(order, handle: isAnybodys ? RequestHandle(order.handle) : nil)
            found.isFound = true
            found.contact = order.stage == .givenUp ? nil : contacts[order.id]
            return found
        }
    }

    /// What the next run must know.
    public var kept: KeptOrders { KeptOrders(orders.filter { !$0.isSettled }.map(\.kept)) }

    /// The numbers to call back that the platform does not have yet, by the ids of their orders. They belong in memory only.
    public var contacts: [String: String] {
        Dictionary(uniqueKeysWithValues: orders.compactMap { order in order.contact.map { (order.kept.id, $0) } })
    }

    /// Of what a former run left, what somebody may still wait for.
    public func restored(at date: OrderDate) -> [RestoredOrder] {
        orders.filter(\.isFound).compactMap { found in
            guard let handle = found.handle else { return nil }
            // Where no clock can tell, the ten minutes count as over: what the platform says decides.
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

    /// The order that whoever has this handle can still do something about.
    func followed(_ handle: RequestHandle) -> OpenOrder? {
        orders.last { $0.handle == handle && !$0.isFound && !$0.isWithdrawn }
    }

    mutating func nextTicket() -> OrderTicket {
        tickets += 1
        return OrderTicket(tickets)
    }
}

/// An order, and what only this run knows of it.
struct OpenOrder: Equatable, Sendable {
    /// An order has one question or wait of each of these at most.
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
        /// Of a poll: how long the platform may hold it, in seconds.
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
    /// A former run left it, and this one has not gone on with it yet.
    var isFound = false
    /// The platform has it, and something may come of it.
    var isOpen = false
    /// The platform may have it although it never said so.
    var mayBePlaced = false
    /// Nothing of it is kept any more; what became of it is asked for whoever ordered.
    var isSettled = false
    var version = 0
    /// A number to hand on; here only until the platform has it.
    var contact: String?
    /// When it is nobody's any more.
    var expires = Moment(milliseconds: 0)
    /// How long it may be sent.
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
