public import Vocabulary

/// What happens to a book of orders.
public enum OrderInput: Equatable, Sendable {
    /// The program has started: continue what a former run left.
    case start(OrderDate)
    /// Somebody wants something, at that time. An order is placed under `newID`, which is made for it alone.
    case want(PlatformCommand, newID: String, at: OrderDate)
    /// The reply to an `OrderCommand.ask`.
    case reply(OrderTicket, OrderReply)
    /// An `OrderCommand.wait` is over.
    case due(OrderTicket)
}

/// What a book of orders wants done. Commands are performed in order, after what the book keeps has been written down.
public enum OrderCommand: Equatable, Sendable {
    /// Ask the platform about the order with that id. The reply carries the ticket. If no other reply has come within
    /// `within`, it is `notYet`.
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

/// What the platform itself says about an order. Anything else that answers in its place knows nothing about the order:
/// that is not an answer yet, and the question is asked again.
public enum OrderReply: Equatable, Sendable {
    /// The state of the order in this version of its document; versions begin with 1.
    case document(version: Int, RequestAnswer)
    /// The platform has no such order.
    case unknown
    /// Nothing can change the order any more.
    case tooLate
    /// The platform rejects what was sent.
    case refused
    /// The platform did not look at what was sent, or it never left this machine.
    case notTaken
    /// There is no answer yet; the platform may have taken what was sent all the same.
    case notYet
}
