import Vocabulary

/// Where a call is spoken into and heard, each device as the agent's `driver,device`.
public struct CallDevices: Equatable, Sendable {
    /// What a call is heard on, in a booth whose keypad tells when the handset is lifted.
    public struct Players: Equatable, Sendable {
        /// The handset's earpiece, while it is lifted.
        public var handset: String
        /// The loudspeaker, otherwise.
        public var loudspeaker: String
        /// The microphone of a call that is heard on the loudspeaker; nil is the handset's.
        public var handsFreeSource: String?

        /// Two devices.
        public init(handset: String, loudspeaker: String, handsFreeSource: String? = nil) {
            self.handset = handset
            self.loudspeaker = loudspeaker
            self.handsFreeSource = handsFreeSource
        }
    }

    /// The microphone, of the handset where there is one: `AgentConfiguration.Sound.source` of the same agent.
    public var source: String
    /// nil leaves calls on the device in the agent's own configuration, whatever the handset does.
    public var players: Players?

    /// Devices.
    public init(source: String, players: Players? = nil) {
        self.source = source
        self.players = players
    }

    /// The devices of a call: one pair of them.
    struct Way: Equatable {
        var player: String
        var source: String
    }

    /// The devices for a place, and what to try where those fail, the next best first. None where calls are not moved.
    func ways(at sink: SpeechSink) -> [Way] {
        guard let players else { return [] }
        let handset = Way(player: players.handset, source: source)
        let aloud = Way(player: players.loudspeaker, source: source)
        let handsFree = players.handsFreeSource.map { Way(player: players.loudspeaker, source: $0) }
        switch sink {
        case .loudspeaker: return [handsFree, aloud, handset].compactMap { $0 }
        case .handset: return [handset, handsFree, aloud].compactMap { $0 }
        }
    }
}

/// Which of its devices a call uses.
extension AgentSession {
    /// From now on calls are heard there, the one that is going on too.
    mutating func listen(at sink: SpeechSink) {
        guard sink != self.sink else { return }
        self.sink = sink
        failedWays = 0
        tellDevices()
    }

    /// The devices that calls should use; nil leaves them as they are.
    var way: CallDevices.Way? {
        guard let ways = sink.map(devices.ways(at:)), !ways.isEmpty else { return nil }
        return ways[failedWays % ways.count]
    }

    /// Tells the agent where it does not know. A call whose sound has not begun cannot be switched; it begins with what
    /// the agent was told before it.
    mutating func tellDevices() {
        guard link == .up, let way else { return }
        if let call {
            guard call.phase >= .earlyMedia, !call.hangUpRequested, !call.isSwitching, call.uses != way else { return }
            self.call?.isSwitching = true
            operate(.listen, on: call)
        } else if foundCalls.isEmpty, configured != way {
            configured = way
            send("auplay", way.player, for: .player)
            send("ausrc", way.source, for: .source)
        }
    }

    /// Our call's account is selected in the agent.
    mutating func switchDevices(of call: LiveCall) {
        self.call?.isSwitching = false
        guard let way, !call.hangUpRequested else { return }
        self.call?.uses = way
        configured = way
        send("auplay", way.player, for: .operation(call.handle, .heard(way)))
        // What plays to the far side goes on; it ends with the microphone that is right then.
        if call.announcing == nil { send("ausrc", way.source, for: .operation(call.handle, .spoken(way))) }
    }

    /// A device that the agent cannot open leaves the call deaf or dumb: better another one than none.
    mutating func switched(to way: CallDevices.Way, _ device: String, accepted: Bool, text: String) {
        guard !accepted || text.contains("failed") || text.contains("no such"), call?.uses == way else { return }
        call?.uses = nil
        call?.failedSwitches += 1
        deviceFailed(device)
        guard let call, let sink, call.failedSwitches < devices.ways(at: sink).count else { return }
        tellDevices()
    }

    /// The agent ended our call since it could not open a device when its sound began: the next call tries another.
    mutating func deviceFailed(_ device: String?) {
        guard way != nil else { return }
        failedWays += 1
        emit(.event(.deviceFailed(device)))
    }
}
