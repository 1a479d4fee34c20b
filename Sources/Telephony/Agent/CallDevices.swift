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

    /// Creates the devices of a booth.
    public init(source: String, players: Players? = nil) {
        self.source = source
        self.players = players
    }

    /// A pair of devices that a call uses.
    struct Way: Equatable {
        var player: String
        var source: String
    }

    /// The devices for a place, followed by what to try if they fail, best first. Empty if calls are not moved.
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
    /// From now on calls are heard there, including the one in progress.
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

    /// Tells the agent the devices if it does not know them yet. A call whose sound has not begun cannot be switched;
    /// it begins with the devices that the agent was told before.
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
        guard !accepted || text.contains("failed") || text.contains("no such"), call?.uses == way else { return }
        call?.uses = nil
        call?.failedSwitches += 1
        deviceFailed(device)
        guard let call, let sink, call.failedSwitches < devices.ways(at: sink).count else { return }
        tellDevices()
    }

    /// Handles a device that could not be opened, for which the agent may have ended our call. The next attempt uses
    /// another.
    mutating func deviceFailed(_ device: String?) {
        guard way != nil else { return }
        failedWays += 1
        emit(.event(.deviceFailed(device)))
    }
}
