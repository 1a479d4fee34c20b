import Vocabulary

/// Where a call is spoken into and where it is heard. Each device is written as the agent's `driver,device`.
public struct CallDevices: Equatable, Sendable {
    /// What a call is heard on, in a booth whose keypad reports when the handset is lifted.
    public struct Players: Equatable, Sendable {
        /// The handset's earpiece, while it is lifted.
        public var handset: String
        /// The loudspeaker, otherwise.
        public var loudspeaker: String
        /// The microphone of a call that is heard on the loudspeaker; nil means the handset's.
        public var handsFreeSource: String?

        /// Creates the pair of players.
        public init(handset: String, loudspeaker: String, handsFreeSource: String? = nil) {
            self.handset = handset
            self.loudspeaker = loudspeaker
            self.handsFreeSource = handsFreeSource
        }
    }

    /// The microphone, which is the handset's if there is one. It is `AgentConfiguration.Sound.source` of the same
    /// agent.
    public var source: String
    /// The players; nil leaves calls on the device in the agent's own configuration, whatever the handset does.
    public var players: Players?
    /// The player in the agent's own configuration, for a booth without `players`; nil if it is not known here.
    public var player: String?

    /// Creates the devices of a booth.
    public init(source: String, players: Players? = nil, player: String? = nil) {
        self.source = source
        self.players = players
        self.player = player
    }

    /// A pair of devices that a call uses.
    struct Way: Equatable {
        var player: String
        var source: String

        /// No sound device at all. Two bridges of different names lead nowhere and can always be opened.
        static let none = Way(player: "aubridge,no-player", source: "aubridge,no-source")

        /// Whether the far side hears nothing but announcements.
        var isMute: Bool { source == Way.none.source }
        /// Whether both directions have a device.
        var isWhole: Bool { !isMute && player != Way.none.player }
    }

    /// What a call is made on where nobody knows whether the handset is lifted: the loudspeaker, if the booth has one for
    /// calls. Somebody who lies on the floor hears that, too.
    public var onHook: (player: String, source: String)? {
        ways(at: .loudspeaker).first.map { ($0.player, $0.source) }
    }

    /// The devices for a place, followed by what to try if they fail, best first: other devices, then one direction
    /// alone, and in the end `Way.none`, with which a call is kept and announcements can be played. Empty if calls are
    /// not moved.
    func ways(at sink: SpeechSink?) -> [Way] {
        var whole: [Way] = []
        if let players {
            let handset = Way(player: players.handset, source: source)
            let aloud = Way(player: players.loudspeaker, source: source)
            let handsFree = players.handsFreeSource.map { Way(player: players.loudspeaker, source: $0) }
            switch sink {
            case .loudspeaker: whole = [handsFree, aloud, handset].compactMap { $0 }
            case .handset: whole = [handset, handsFree, aloud].compactMap { $0 }
            case nil: return []
            }
        } else if let player {
            whole = [Way(player: player, source: source)]
        } else {
            return []
        }
        var ways = whole
        for way in whole {
            let halves = [
                Way(player: Way.none.player, source: way.source), Way(player: way.player, source: Way.none.source),
            ]
            for half in halves where !ways.contains(half) { ways.append(half) }
        }
        return ways + [.none]
    }
}

/// Which of its devices a call uses.
extension AgentSession {
    /// From now on calls are heard there, including the one in progress.
    mutating func listen(at sink: SpeechSink) {
        guard sink != self.sink else { return }
        self.sink = sink
        failedWays = 0
        call?.failedSwitches = 0
        tellDevices()
    }

    /// The ways that this agent can go, best first.
    private var ways: [CallDevices.Way] {
        let ways = devices.ways(at: sink)
        return lacksBridges ? ways.filter(\.isWhole) : ways
    }

    /// The devices that calls should use; nil leaves them as they are.
    var way: CallDevices.Way? {
        let ways = ways
        guard !ways.isEmpty else { return nil }
        // Without players, the agent's own configuration holds until it fails.
        if devices.players == nil, !distrustsDevices, configured == nil { return nil }
        // The agent ends a call whose devices it cannot open when the sound begins. Later it keeps the call.
        if distrustsDevices, (call ?? held).map({ $0.phase < .earlyMedia }) ?? true { return CallDevices.Way.none }
        return ways[failedWays % ways.count]
    }

    /// Tells the agent the devices if it does not know them yet. A call whose sound has not begun cannot be switched;
    /// it begins with the devices that the agent was told before.
    mutating func tellDevices() {
        guard link == .up, let way else { return }
        if let call {
            guard call.phase >= .earlyMedia, !call.hangUpRequested, !call.isSwitching, call.uses != way else { return }
            self.call?.isSwitching = true
            operate(.listen, on: call)
        } else if foundCalls.isEmpty, held == nil, configured != way {
            configured = way
            send("auplay", way.player, for: .player)
            send("ausrc", way.source, for: .source)
        }
    }

    /// Switches the devices of our call, whose account is now selected in the agent.
    mutating func switchDevices(of call: LiveCall) {
        self.call?.isSwitching = false
        guard let way, !call.hangUpRequested else { return }
        self.call?.uses = way
        configured = way
        send("auplay", way.player, for: .operation(call.handle, .heard(way)))
        // An announcement to the far side continues. At its end the right microphone is chosen.
        if call.announcing == nil { send("ausrc", way.source, for: .operation(call.handle, .spoken(way))) }
    }

    /// Handles the outcome of a switch. A device that the agent cannot open leaves the call deaf or mute, so another is
    /// tried.
    mutating func switched(to way: CallDevices.Way, _ device: String, accepted: Bool, text: String) {
        guard let call, call.uses == way else { return }
        guard !accepted || text.contains("failed") || text.contains("no such") else {
            // The microphone is chosen last, and after an announcement.
            if device == way.source || call.announcing != nil { works(way, in: call) }
            return
        }
        self.call?.uses = nil
        self.call?.failedSwitches += 1
        deviceFailed(device)
        if call.failedSwitches + 1 < ways.count { tellDevices() }
    }

    /// The agent has opened these devices in a call.
    private mutating func works(_ way: CallDevices.Way, in call: LiveCall) {
        if way.isWhole { distrustsDevices = false }
        let wasMute = call.isMute
        self.call?.isMute = way.isMute
        if !way.isWhole || !devicesWork {
            devicesWork = way.isWhole
            report(
                .devices(microphone: !way.isMute, earpiece: way.player != CallDevices.Way.none.player), of: call.handle)
        }
        if wasMute, !way.isMute { stopRepeating(call.handle) }
        // Nobody in the booth can say where it is.
        let wantsAddress = call.callClass.map { $0 == .emergency || $0 == .assistance } ?? !call.isIncoming
        if way.isMute, wantsAddress, call.phase == .established, call.announcing == nil {
            announce(call.handle, .address)
        }
    }

    /// Handles a device that could not be opened, for which the agent may have ended our call. The next attempt uses
    /// another.
    mutating func deviceFailed(_ device: String?) {
        guard way != nil else { return }
        failedWays += 1
        emit(.event(.deviceFailed(device)))
    }

    /// Dials the same call again, without sound devices, after the agent has ended it because it could not open them.
    /// The far side has usually answered by then; the devices are tried once more when the call is up.
    /// - Returns: Whether it does, which is once for each call.
    mutating func redialWithoutDevices(_ ended: LiveCall) -> Bool {
        guard call?.handle == ended.handle, ended.phase < .established, !ended.isIncoming, !ended.hangUpRequested,
            !ended.isRedialled, held == nil, link == .up, !lacksBridges, !ways.isEmpty
        else { return false }
        emit(.event(.deviceFailed(nil)))
        distrustsDevices = true
        failedWays = 0
        call = nil
        tellDevices()
        var again = LiveCall(
            handle: ended.handle, trunk: ended.trunk, number: ended.number, begins: configured, uses: configured)
        again.callClass = ended.callClass
        again.isRedialled = true
        call = again
        begin("uafind", again.trunk.addressOfRecord, for: .selectForDial(again.handle), isUrgent: true)
        return true
    }
}
