/// What the platform said about one event of a batch.
public struct EventResult: Equatable, Sendable {
    /// The platform's verdict on an event.
    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// The event is stored now.
        case accepted
        /// The event was stored before; the acknowledgement was lost.
        case duplicate
        /// The event is not stored and never will be.
        case rejected
    }

    /// The event's id.
    public var id: String
    /// The verdict.
    public var status: Status
    /// Why it was rejected.
    public var reason: String?

    /// A result.
    public init(id: String, status: Status, reason: String? = nil) {
        self.id = id
        self.status = status
        self.reason = reason
    }
}

/// The response to a batch.
public enum UploadAnswer: Equatable, Sendable {
    /// 200 with a body that holds results.
    case results([EventResult])
    /// Another status, with `Retry-After` if it was given.
    case status(Int, retryAfter: Duration?)
    /// 200 with a body that is no list of results. Something else answered, such as a captive portal.
    case notUnderstood
    /// A refusal by something else, such as a proxy. It says nothing about the events or the token.
    case refusedElsewhere(Int)
    /// No complete answer. The platform may have stored the batch all the same.
    case none
}

/// Why an upload has to wait.
public enum UploadTrouble: Hashable, Sendable {
    /// No answer.
    case unreachable
    /// 429 or 503.
    case busy
    /// 401, 403, or a token that belongs to another booth. Events are kept.
    case credentials
    /// Another status, or a body that is not the platform's.
    case refused(status: Int)
}

/// What to do after an answer. Indices count within the batch that was sent.
public enum UploadStep: Equatable, Sendable {
    /// Delete the acknowledged events from the queue, quarantine the others named, then send the next batch at once.
    case settle(acknowledged: [Int], setAside: [SetAside])
    /// Send again at once; the limit is smaller now.
    case shrink
    /// Do the same as `settle` for the events named, then wait.
    case wait(Duration, UploadTrouble, acknowledged: [Int], setAside: [SetAside])

    /// An event to quarantine, because the platform will never accept it.
    public struct SetAside: Equatable, Sendable {
        /// Its index in the batch.
        public var index: Int
        /// The reason, for the technician.
        public var reason: String

        /// An event to quarantine.
        public init(index: Int, reason: String) {
            self.index = index
            self.reason = reason
        }
    }
}
