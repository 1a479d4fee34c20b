public import Reading
public import Reporting
public import Vocabulary

/// What the platform client tells the rest of the kiosk, from its own thread.
public enum PlatformReport: Equatable, Sendable {
    /// The platform answers.
    case online
    /// The platform does not answer. The last reason is for a technician: an expired certificate would otherwise look
    /// like a cut line.
    case offline(reason: String)
    /// Whether the platform accepts the booth's token; the reason if it does not.
    case credentials(refused: String?)
    /// How far the wall clock is ahead of the platform's; nil once it is right again.
    case clock(ahead: Duration?)
    /// Why uploads are waiting; nil once they go on.
    case upload(UploadTrouble?)
    /// Whether uploads are stuck: something answers, but every attempt is refused. Events are kept.
    case uploadStuck(Bool)
    /// The number of events that the platform has stored and the queue no longer keeps.
    case uploaded(Int)
    /// Open orders could not be written to disk, so a restart would not know of them.
    case ordersNotKept(reason: String)
    /// A file left by a former run was damaged; the text says what was done with it, as a line for the technician.
    case damaged(String)
    /// What became of an order.
    case request(RequestHandle, RequestFact)
    /// What the platform says about the pension that belongs to a card.
    case card(CardHandle, CardFact)
    /// Content, fetched or from the cache, and when it was fetched: wall time in milliseconds since 1970.
    case content(LifeContent, fetchedAt: Int64)
    /// The platform's content cannot be used. What was reported before stays valid for as long as it says.
    case contentRefused(reason: String)
    /// Elements of the platform's content that cannot be used; the rest is shown. Empty once all can be used.
    case contentLeftOut([SourceError])
}

/// What a heartbeat says about the booth, beyond what the queue itself knows.
public struct HeartbeatSnapshot: Equatable, Sendable {
    /// A trunk and its state in one word.
    public struct Trunk: Equatable, Sendable {
        /// The technician's name for the trunk.
        public var id: TrunkID
        /// Such as `registered`.
        public var state: String

        /// A trunk.
        public init(id: TrunkID, state: String) {
            self.id = id
            self.state = state
        }
    }

    /// The program's version.
    public var version: String
    /// The time since the program's start.
    public var uptime: Duration
    /// The kernel's boot id.
    public var bootID: String
    /// The trunks.
    public var trunks: [Trunk]
    /// Whether the sound device works.
    public var audioWorks: Bool
    /// A hash of the configuration in use.
    public var configurationHash: String
    /// Whether that configuration is the last good copy instead of the one on disk.
    public var configurationIsLastGood: Bool
    /// The faults raised.
    public var faults: [Fault]
    /// The time since the end of the last session; nil before the first.
    public var lastSessionAge: Duration?

    /// A snapshot.
    public init(
        version: String, uptime: Duration, bootID: String, trunks: [Trunk] = [], audioWorks: Bool = true,
        configurationHash: String = "", configurationIsLastGood: Bool = false, faults: [Fault] = [],
        lastSessionAge: Duration? = nil
    ) {
        self.version = version
        self.uptime = uptime
        self.bootID = bootID
        self.trunks = trunks
        self.audioWorks = audioWorks
        self.configurationHash = configurationHash
        self.configurationIsLastGood = configurationIsLastGood
        self.faults = faults
        self.lastSessionAge = lastSessionAge
    }
}
