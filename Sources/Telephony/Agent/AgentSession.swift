import KioskCore
import Vocabulary

/// The kiosk's side of the conversation with the agent, as a pure state machine. Commands, messages and alarms go in,
/// and `Output`s come out. `AgentClient` owns the socket and the clock.
///
/// These rules hold here:
/// - No dial leaves for a trunk outside this machine unless the booth is live.
/// - There are never two calls at once, except that an answered call may be held while another is dialled.
/// - An accepted command proves nothing; only events move a call on.
/// - A call that was neither dialled nor adopted here is never ended, with two exceptions: a caller during a call is told
///   that the booth is busy, and an outgoing call that begins while connected and that nobody here ordered is ended.
struct AgentSession {
    /// What the owner has to do, in order.
    enum Output: Equatable {
        /// Send this to the agent.
        case send(AgentCommand)
        /// Tell the kiosk.
        case event(TelephonyEvent)
        /// Call `rang(_:)` after this time. Replaces an earlier alarm of the same kind.
        case schedule(Alarm, after: Duration)
        /// Forget the alarm.
        case cancel(Alarm)
        /// Drop the connection and connect again after the back-off. `lost()` has already been called.
        case reconnect
    }

    /// What a session waits for.
    enum Alarm: Hashable {
        /// An answer to the oldest command.
        case response
        /// The end of an announcement's speech, or of the pause before it is repeated.
        case announcement
        /// The end of a call that was hung up.
        case hangUp
        /// The next attempt to register the trunks that are not registered.
        case register
        /// The next question to an idle agent, to see that it is alive.
        case ping
        /// The next time to ask for the whole state.
        case askAgain
        /// The next look at the calls: whether their sound arrives and whether the peer is processing them.
        case look
        /// The end of the time that the broker may be away.
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
        /// The agent's id of the call.
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
        /// The agent's id of the call, known from its first event.
        var id: String?
        var hangUpRequested = false
        var audioFailed = false
        var announcing: Announcement?
        var isIncoming = false
        /// The devices that the call was made with. The agent goes back to them whenever the call's sound begins anew.
        var begins: CallDevices.Way?
        /// The devices in use; nil if they are not known.
        var uses: CallDevices.Way?
        /// Whether the devices are being changed.
        var isSwitching = false
        var failedSwitches = 0
        /// How it is treated; nil if it was not dialled here.
        var callClass: CallClass?
        /// Whether it was dialled again without devices.
        var isRedialled = false
        /// Whether no microphone could be opened. An announcement is then repeated.
        var isMute = false
        /// The announcement that is played again after a pause.
        var repeats: Announcement?
        /// Whether sound was arriving at the last look; nil if not known.
        var hears: Bool?
        /// The packets of sound that had arrived at the last look.
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

        /// Whether the command belongs to a select-and-act pair. Such pairs never interleave, or one would act on the
        /// other's call.
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

    /// How long an answer may take. It normally takes under a millisecond. The broker ends an agent that has not
    /// answered for 3 s and reports it, so this limit covers a broker that is itself stopped.
    static let responseLimit = Duration.seconds(5)
    /// How long a call may linger after a hang-up. It normally takes 5 ms.
    static let hangUpLimit = Duration.seconds(3)
    /// The time between two questions to an idle agent. A stopped agent keeps its port and its connection, so only this
    /// tells it from one that has nothing to say.
    static let pingInterval = Duration.seconds(5)
    /// How long the broker may be away. It is started again at once, and the calls continue meanwhile.
    static let brokerLimit = Duration.seconds(3)
    /// The time between two looks at the calls.
    static let lookInterval = Duration.seconds(1)
    /// The pause before an announcement is repeated in a call without a microphone.
    static let repeatPause = Duration.seconds(8)

    let trunks: [Trunk]
    /// All trunks of the configuration, including unusable ones, to tell "not live" from "no such trunk".
    let configuredTrunks: [Trunk]
    let live: Bool
    let devices: CallDevices
    /// Where calls are to be heard; nil leaves them where they are.
    var sink: SpeechSink?
    /// The devices of the agent's next call, as far as the agent was told.
    var configured: CallDevices.Way?
    /// How many of the ways to be heard there have failed since then.
    var failedWays = 0
    /// Whether the agent has ended a call because it could not open its devices. Calls then begin without any.
    var distrustsDevices = false
    /// Whether the agent has no bridges, as one whose configuration is older than this program's.
    var lacksBridges = false
    /// Whether the last call had both a microphone and an earpiece.
    var devicesWork = true
    var announcements: [Announcement: PreparedAnnouncement]
    /// The agent's account line of each trunk, which is needed to register it anew. It contains the password.
    var accounts: [TrunkID: String] = [:]
    /// The time between attempts to register a trunk anew.
    let reregister: Duration

    var link = Link.down
    var call: LiveCall?
    /// An answered call that is held while another is dialled.
    var held: LiveCall?
    /// A call that waits for the agent to confirm the end of the previous one.
    var next: (handle: CallHandle, target: DialTarget)?
    var foundCalls: [KnownCall] = []
    /// What identification has found so far.
    var listedCalls: [KnownCall] = []
    var listedRegistrations: [TrunkID: Bool] = [:]
    /// How many listed calls of the account have not yet been asked for their id.
    var unlisted = 0
    /// The account that is selected in the agent during identification.
    var selectedTrunk: Int?
    /// Whether the kiosk still believes the agent to be connected during an interruption.
    var wasUp = false
    /// What interrupted the connection. It is reported when the agent is found alive.
    var interruption: TelephonyEvent?
    /// Whether the kiosk was told anything about the agent. Until then it takes the agent to be connected, so a first
    /// failure is news.
    var isKnown = false
    /// Ids of incoming calls that are being turned away.
    var declining: Set<String> = []
    /// Ids of calls that nobody here ordered and that are being ended.
    var ending: Set<String> = []
    var registered: [TrunkID: Bool] = [:]
    /// Another program of the booth that has the line. The call in progress belongs to it.
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

    /// Returns what is to be done since the last call of this.
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

    /// Starts a transaction, once an interruption is over. It follows those that wait, or goes in front of them if it
    /// is urgent because a resident waits for it.
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

    /// An alarm rang. An agent that does not answer, or does not end a call, is as good as gone.
    mutating func rang(_ alarm: Alarm) {
        switch alarm {
        case .announcement: announcementRang()
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
