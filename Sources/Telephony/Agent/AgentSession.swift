import KioskCore
import Vocabulary

/// What the kiosk knows of the agent and what it says to it: a pure machine. Commands, messages and alarms go in,
/// `Output`s come out; `AgentClient` owns the socket and the clock.
///
/// Rules that hold here: no dial leaves for a trunk outside this machine unless the booth is live; never two calls at
/// once; an accepted command proves nothing, only events move a call on; a call that was not adopted is never ended,
/// but that a caller in the middle of a call is told that the booth is busy.
struct AgentSession {
    /// What the owner has to do, in order.
    enum Output: Equatable {
        /// Send this to the agent.
        case send(AgentCommand)
        /// Tell the kiosk.
        case event(TelephonyEvent)
        /// Call `rang(_:)` after this time; replaces an earlier alarm of the same kind.
        case schedule(Alarm, after: Duration)
        /// Forget the alarm.
        case cancel(Alarm)
        /// Drop the connection and connect again after the back-off; `lost()` was already dealt with.
        case reconnect
    }

    /// What a session waits for.
    enum Alarm: Hashable {
        /// An answer to the oldest command.
        case response
        /// The end of an announcement's speech.
        case announcement
        /// The end of a call that was hung up.
        case hangUp
        /// Another attempt to register the trunks that are not registered.
        case register
        /// A question to an agent that has nothing to say, to see that it lives.
        case ping
        /// Another question how everything stands.
        case askAgain
        /// A look at the calls: whether their sound arrives, whether the peer is at work.
        case look
        /// The end of the patience with a broker that is away.
        case broker
    }

    /// Whether commands can be given.
    enum Link: Equatable {
        /// No connection.
        case down
        /// Connected; registrations and calls are being asked for.
        case identifying
        /// In use.
        case up
    }

    /// A call in the agent that was neither dialled nor adopted here.
    struct KnownCall: Equatable {
        var found: FoundCall
        /// The agent's name of it; unknown for one that was only listed.
        var id: String?
    }

    /// The call dialled or adopted here.
    struct LiveCall: Equatable {
        enum Phase: Int, Comparable {
            case selecting, dialling, ringing, earlyMedia, established
            static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
        }

        var handle: CallHandle
        var trunk: Trunk
        var number: String
        var phase = Phase.selecting
        /// The agent's name of it, known from its first event.
        var id: String?
        var hangUpRequested = false
        var audioFailed = false
        var announcing: Announcement?
        var isIncoming = false
        /// The devices that it had when it was made; the agent goes back to them whenever its sound begins anew.
        var begins: CallDevices.Way?
        /// The devices that it has; nil if they are not known.
        var uses: CallDevices.Way?
        /// Whether they are being changed.
        var isSwitching = false
        var failedSwitches = 0
        /// Whether sound was last seen to arrive; nil is not known.
        var hears: Bool?
        /// Packets of sound that had arrived when it was last looked.
        var packets = 0
        /// INVITE transactions that the agent had before this call.
        var olderInvites: Set<String> = []
        /// Whether the peer has said 100 Trying.
        var isTried = false
    }

    /// What is done to the live call.
    enum Operation: Equatable {
        case answer
        case hangUp
        case digit(Character)
        case announce(Announcement)
        case endAnnouncement
        case listen
        case heard(CallDevices.Way)
        case spoken(CallDevices.Way)
        /// Count the sound that has arrived.
        case count
    }

    /// What an outstanding command was for.
    enum Purpose: Equatable {
        case source
        case player
        case ping
        case registrations
        case selectForCalls(Int)
        case calls(Int)
        case selectLine
        case callID(Int, AgentText.Call)
        case selectForDial(CallHandle)
        case dial(CallHandle)
        case selectAccount(CallHandle, Operation)
        case select(CallHandle, Operation)
        case operation(CallHandle, Operation)
        case verifyHangUp(CallHandle)
        case linesForHangUp(CallHandle)
        case selectIncomingAccount(String)
        case selectIncoming
        case decline
        case account
        case olderInvites(CallHandle)
        case invites(CallHandle)
        case selectUnorderedAccount(String)
        case selectUnordered

        /// Whether it belongs to a select-and-act pair. Those never interleave, or one would act on the other's call.
        var isTransaction: Bool {
            switch self {
            case .source, .player, .ping, .registrations, .selectForCalls, .calls, .selectLine, .callID, .olderInvites,
                .invites:
                false
            case .selectForDial, .dial, .selectAccount, .select, .operation, .verifyHangUp, .linesForHangUp,
                .selectIncomingAccount,
                .selectIncoming, .decline, .account, .selectUnorderedAccount, .selectUnordered:
                true
            }
        }
    }

    /// How long an answer may take. It takes under a millisecond; an agent that has not answered for 3 s is ended by the broker,
    /// which tells. This is for a broker that is stopped itself.
    static let responseLimit = Duration.seconds(5)
    /// How long after a hang-up the call may linger: it takes 5 ms.
    static let hangUpLimit = Duration.seconds(3)
    /// Between two questions to an agent that is idle: one that is stopped keeps its port and its connection, and is told from
    /// one that has nothing to say by this alone.
    static let pingInterval = Duration.seconds(5)
    /// How long the broker may be away: it is started again at once, and the calls go on meanwhile.
    static let brokerLimit = Duration.seconds(3)
    /// Between two looks at the calls.
    static let lookInterval = Duration.seconds(1)

    let trunks: [Trunk]
    /// All trunks of the configuration, the unusable ones too, to tell "not live" from "no such trunk".
    let configuredTrunks: [Trunk]
    let live: Bool
    let devices: CallDevices
    /// Where calls are to be heard; nil leaves them where they are.
    var sink: SpeechSink?
    /// The devices of the agent's next call, as far as they were told to it.
    var configured: CallDevices.Way?
    /// How many of the ways to be heard there have failed since that was said.
    var failedWays = 0
    var announcements: [Announcement: PreparedAnnouncement]
    /// The agent's account line of each trunk, to register it anew; it holds the password.
    var accounts: [TrunkID: String] = [:]
    /// Between attempts to register a trunk anew.
    let reregister: Duration

    var link = Link.down
    var call: LiveCall?
    /// An answered call that is kept while another is dialled beside it.
    var held: LiveCall?
    /// A call that waits for the agent to confirm the end of the one before.
    var next: (handle: CallHandle, target: DialTarget)?
    var foundCalls: [KnownCall] = []
    /// What identification found, until it is complete.
    var listedCalls: [KnownCall] = []
    var listedRegistrations: [TrunkID: Bool] = [:]
    /// How many listed calls of the account have not been asked for their id yet.
    var unlisted = 0
    /// The account that the agent has selected during identification.
    var selectedTrunk: Int?
    /// Whether the kiosk still believes the agent to be connected while an interruption lasts.
    var wasUp = false
    /// What interrupted the connection, to be told when the agent is found alive.
    var interruption: TelephonyEvent?
    /// Whether the kiosk was told anything of the agent; until then it believes in it, so a first failure is news.
    var isKnown = false
    /// Ids of incoming calls that are being turned away.
    var declining: Set<String> = []
    /// Ids of calls that nobody here ordered and that are being ended.
    var ending: Set<String> = []
    var registered: [TrunkID: Bool] = [:]
    /// Another program of the booth that has the line: the call that is up is its.
    var lineOwner: LineRole?
    /// Whether the broker has a limited time to come back, or to say its first word.
    var waitsForBroker = false
    /// Outstanding commands, oldest first.
    var pending: [(token: String, purpose: Purpose)] = []
    /// Transactions that wait for the one under way.
    var waiting: [(name: String, parameters: String, purpose: Purpose)] = []
    private var commandCount = 0
    private var outputs: [Output] = []

    init(
        settings: TelephonySettings, devices: CallDevices, announcements: [Announcement: PreparedAnnouncement],
        reregister: Duration = .seconds(15)
    ) {
        self.reregister = reregister
        trunks = settings.usableTrunks
        configuredTrunks = settings.trunks
        live = settings.live
        self.devices = devices
        self.announcements = announcements
    }

    /// The microphone in use, as `driver,device`.
    var source: String { way?.source ?? devices.source }

    /// What is to be done since the last time it was asked.
    mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }

    mutating func emit(_ output: Output) { outputs.append(output) }

    mutating func report(_ fact: CallFact, of handle: CallHandle) { emit(.event(.call(handle, fact))) }

    /// Sends a command and remembers what for. A command too long for the agent, which only an absurd host name or path
    /// can make, counts as refused.
    mutating func send(_ name: String, _ parameters: String? = nil, for purpose: Purpose) {
        commandCount += 1
        let command = AgentCommand(name: name, parameters: parameters, token: "k\(commandCount)")
        guard command.wire != nil else { return answered(purpose, accepted: false, text: "") }
        if pending.isEmpty { emit(.schedule(.response, after: Self.responseLimit)) }
        pending.append((command.token, purpose))
        emit(.send(command))
    }

    /// Starts a transaction, once an interruption is over: after those before it, or in front of those that wait where a
    /// resident waits for it.
    mutating func begin(_ name: String, _ parameters: String, for purpose: Purpose, isUrgent: Bool = false) {
        waiting.insert((name, parameters, purpose), at: isUrgent ? 0 : waiting.count)
        beginNext()
    }

    /// Whether the sound of this call is being counted already.
    func isCounting(_ handle: CallHandle) -> Bool {
        (pending.map(\.purpose) + waiting.map(\.purpose)).contains { purpose in
            switch purpose {
            case .selectAccount(handle, .count), .select(handle, .count), .operation(handle, .count): true
            default: false
            }
        }
    }

    private mutating func beginNext() {
        while link == .up, !waiting.isEmpty, !pending.contains(where: { $0.purpose.isTransaction }) {
            let next = waiting.removeFirst()
            send(next.name, next.parameters, for: next.purpose)
        }
    }

    /// A message came.
    mutating func received(_ message: AgentMessage) {
        switch message {
        case .event(let event): happened(event)
        case .response(let response):
            guard let index = pending.firstIndex(where: { $0.token == response.token }) else { return }
            let purpose = pending.remove(at: index).purpose
            emit(pending.isEmpty ? .cancel(.response) : .schedule(.response, after: Self.responseLimit))
            answered(purpose, accepted: response.accepted, text: response.text)
            beginNext()
        }
    }

    /// An alarm rang: an agent that does not answer, or does not end a call, is as good as gone.
    mutating func rang(_ alarm: Alarm) {
        switch alarm {
        case .announcement: if let call = announcer { operate(.endAnnouncement, on: call) }
        case .look: look()
        case .ping: ping()
        case .askAgain: askAgain()
        case .broker: lost()
        case .register: registerAgain()
        case .response, .hangUp:
            lost()
            emit(.reconnect)
        }
    }

    /// A call of ours, by its handle.
    func live(_ handle: CallHandle) -> LiveCall? { [call, held].compactMap { $0 }.first { $0.handle == handle } }

    /// Changes a call of ours.
    mutating func change(_ handle: CallHandle, _ body: (inout LiveCall) -> Void) {
        if var call, call.handle == handle {
            body(&call)
            self.call = call
        } else if var held, held.handle == handle {
            body(&held)
            self.held = held
        }
    }

    /// The call whose far side hears an announcement.
    var announcer: LiveCall? { [call, held].compactMap { $0 }.first { $0.announcing != nil } }

    /// An account of the agent, by its address of record.
    func trunk(_ addressOfRecord: String?) -> Trunk? { trunks.first { $0.addressOfRecord == addressOfRecord } }
}
