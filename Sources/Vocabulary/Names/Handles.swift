/// The core's own name for one activity outside the core, such as a call attempt. The runtime maps it to the name used
/// outside. A result for a handle that the state no longer knows is ignored.
///
/// In logs and test messages a handle says what it names: `call 3`.
public struct Handle<Tag: HandleTag>: Hashable, Sendable, CustomStringConvertible {
    /// Counts up within one run of the kiosk.
    public var number: Int

    /// The handle with this number.
    public init(_ number: Int) { self.number = number }

    /// `call 3`.
    public var description: String { "\(Tag.word) \(number)" }
}

/// A kind of thing that handles name.
public protocol HandleTag: Sendable {
    /// One word for it, for people.
    static var word: String { get }
}

/// One attempt to call; the agent has a call id for it.
public typealias CallHandle = Handle<CallTag>
/// One request to the platform; the platform has an id for it.
public typealias RequestHandle = Handle<RequestTag>
/// One consent to read a card.
public typealias CardHandle = Handle<CardTag>
/// One timer. A timer that fires after the state has dropped its handle is ignored.
public typealias TimerHandle = Handle<TimerTag>
/// One resident's session. The records carry a random id instead, so that sessions cannot be linked.
public typealias SessionHandle = Handle<SessionTag>

/// Names an attempt to call.
public enum CallTag: HandleTag {
    /// `call 3`
    public static let word = "call"
}

/// Names a request to the platform.
public enum RequestTag: HandleTag {
    /// `request 3`
    public static let word = "request"
}

/// Names a consent to read a card.
public enum CardTag: HandleTag {
    /// `card 3`
    public static let word = "card"
}

/// Names a timer.
public enum TimerTag: HandleTag {
    /// `timer 3`
    public static let word = "timer"
}

/// Names a resident's session.
public enum SessionTag: HandleTag {
    /// `session 3`
    public static let word = "session"
}
