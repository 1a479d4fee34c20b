/// The core's own name for one attempt to call. The runtime maps it to the agent's call id.
public struct CallHandle: Hashable, Sendable {
    /// Counts up within one run of the kiosk.
    public var number: Int
    /// The handle with this number.
    public init(_ number: Int) { self.number = number }
}

/// The core's own name for one request to the platform. The runtime maps it to the request's id.
public struct RequestHandle: Hashable, Sendable {
    /// Counts up within one run of the kiosk.
    public var number: Int
    /// The handle with this number.
    public init(_ number: Int) { self.number = number }
}

/// The core's own name for one consent to read a card.
public struct CardHandle: Hashable, Sendable {
    /// Counts up within one run of the kiosk.
    public var number: Int
    /// The handle with this number.
    public init(_ number: Int) { self.number = number }
}

/// The core's own name for one timer. A timer that fires after State forgot its handle is ignored.
public struct TimerHandle: Hashable, Sendable {
    /// Counts up within one run of the kiosk.
    public var number: Int
    /// The handle with this number.
    public init(_ number: Int) { self.number = number }
}

/// The core's own name for one resident's session. The runtime maps it to a random id, so that sessions cannot be joined.
public struct SessionHandle: Hashable, Sendable {
    /// Counts up within one run of the kiosk.
    public var number: Int
    /// The handle with this number.
    public init(_ number: Int) { self.number = number }
}
