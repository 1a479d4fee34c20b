public import Reading
public import Reporting
public import Vocabulary

/// What the platform client tells the rest of the kiosk, from its own thread.
public enum PlatformReport: Equatable, Sendable {
    /// The platform answers.
    case online
    /// The platform does not answer; the last reason, for a technician: a certificate that has expired looks like a cut
    /// line otherwise.
    case offline(reason: String)
    /// Whether the platform takes the booth's token; the reason if not.
    case credentials(refused: String?)
    /// How far the wall clock is ahead of the platform's; nil once it is right again.
    case clock(ahead: Duration?)
    /// Why uploads wait; nil once they go on.
    case upload(UploadTrouble?)
    /// Whether nothing gets through any more although something answers: every attempt is refused. Events are kept.
    case uploadStuck(Bool)
    /// Events that the platform has and the queue gave up keeping.
    case uploaded(Int)
    /// Open orders could not be written down: a restart would not know of them.
    case ordersNotKept(reason: String)
    /// A file that a former run left was damaged; what was done with it, as a line for the technician.
    case damaged(String)
    /// What became of an order.
    case request(RequestHandle, RequestFact)
    /// What the platform says of the pension that belongs to a card.
    case card(CardHandle, CardFact)
    /// Content, fetched or from the cache, and when it was fetched: wall time in milliseconds since 1970.
    case content(LifeContent, fetchedAt: Int64)
    /// The platform's content cannot be used; what was reported before stays good for as long as it says.
    case contentRefused(reason: String)
    /// Elements of the platform's content that cannot be used; the rest of it is shown. None once all can be.
    case contentLeftOut([SourceError])
}

/// What a heartbeat says of the booth beyond what the queue knows itself.
public struct HeartbeatSnapshot: Equatable, Sendable {
    /// A trunk and its state in a word.
    public struct Trunk: Equatable, Sendable {
        /// The technician's name of it.
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
    /// Since the program's start.
    public var uptime: Duration
    /// The kernel's boot id.
    public var bootID: String
    /// The trunks.
    public var trunks: [Trunk]
    /// Whether the sound device works.
    public var audioWorks: Bool
    /// A hash of the configuration in use.
    public var configurationHash: String
    /// Whether it is the last good copy and not what lies on disk.
    public var configurationIsLastGood: Bool
    /// The faults raised.
    public var faults: [Fault]
    /// Since the end of the last session; nil before the first.
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
