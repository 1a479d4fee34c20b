public import Vocabulary

/// What happens to a book of orders.
public enum OrderInput: Equatable, Sendable {
    /// The program runs: go on with what a former run left.
    case start(OrderDate)
    /// Somebody wants something, at that time; an order is placed under the id, which is made for it alone.
    case want(PlatformCommand, newID: String, at: OrderDate)
    /// What came of an `OrderCommand.ask`.
    case reply(OrderTicket, OrderReply)
    /// An `OrderCommand.wait` is over.
    case due(OrderTicket)
}

/// What a book of orders wants done, in this order, after what it keeps is kept.
public enum OrderCommand: Equatable, Sendable {
    /// Ask the platform about the order with that id; the reply comes with the ticket, and `notYet` after `within` at the
    /// latest.
    case ask(OrderTicket, OrderQuestion, of: String, within: Duration)
    /// Come back with the ticket after this long.
    case wait(OrderTicket, Duration)
    /// Tell whoever ordered.
    case tell(RequestHandle, RequestFact)
}

/// The book's name for one question or wait. Replies carry it back, and one that the book no longer knows is ignored.
public struct OrderTicket: Hashable, Sendable {
    /// Counts up within one run of the kiosk.
    public var number: Int

    /// The ticket with this number.
    public init(_ number: Int) { self.number = number }
}

/// What is asked of the platform about an order.
public enum OrderQuestion: Equatable, Sendable {
    /// Place it; under its id it is never placed twice.
    case submit(RequestOrder)
    /// What is new after a version; the platform may hold its answer this many seconds.
    case poll(after: Int, wait: Int)
    /// Cancel it.
    case cancel
    /// Take a number to call back.
    case contact(number: String)
    /// What became of it.
    case outcome
}

/// What the platform itself says of an order. Whatever else answers in its place knows nothing of the order: that is no
/// answer yet, and what was asked is asked again.
public enum OrderReply: Equatable, Sendable {
    /// How the order is, in that version of its document; versions begin with 1.
    case document(version: Int, RequestAnswer)
    /// It has no such order.
    case unknown
    /// Nothing changes it any more.
    case tooLate
    /// It will not have what was sent.
    case refused
    /// It did not look at what was sent, or that never left this machine.
    case notTaken
    /// Not yet: what was sent may have been taken all the same.
    case notYet
}
