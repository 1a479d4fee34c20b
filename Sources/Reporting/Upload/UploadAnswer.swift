/// What the platform said about one event of a batch.
public struct EventResult: Equatable, Sendable {
    /// Its verdict.
    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// Stored now.
        case accepted
        /// Stored before: an acknowledgement was lost.
        case duplicate
        /// Not stored and never will be.
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

/// What came back for a batch.
public enum UploadAnswer: Equatable, Sendable {
    /// 200 with a body that holds results.
    case results([EventResult])
    /// Another status, with `Retry-After` if it was given.
    case status(Int, retryAfter: Duration?)
    /// 200 with a body that is no result list: something else answered, such as a captive portal.
    case notUnderstood
    /// A refusal by something else, such as a proxy: it says nothing of the events and nothing of the token.
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
    /// Delete these from the queue, set those aside, then send the next batch at once.
    case settle(acknowledged: [Int], setAside: [SetAside])
    /// Send again at once; the limit is smaller now.
    case shrink
    /// Settle what is settled, then wait.
    case wait(Duration, UploadTrouble, acknowledged: [Int], setAside: [SetAside])

    /// An event that the platform will never take.
    public struct SetAside: Equatable, Sendable {
        /// Its place in the batch.
        public var index: Int
        /// Why, for the technician.
        public var reason: String

        /// An event set aside.
        public init(index: Int, reason: String) {
            self.index = index
            self.reason = reason
        }
    }
}
