import KioskCore

/// Where a call is spoken into and heard, each device as the agent's `driver,device`.
public struct CallDevices: Equatable, Sendable {
    /// What a call is heard on, in a booth whose keypad tells when the handset is lifted.
    public struct Players: Equatable, Sendable {
        /// The handset's earpiece, while it is lifted.
        public var handset: String
        /// The loudspeaker, otherwise.
        public var loudspeaker: String

        /// Two devices.
        public init(handset: String, loudspeaker: String) {
            self.handset = handset
            self.loudspeaker = loudspeaker
        }
    }

    /// The microphone, of the handset where there is one: `AgentConfiguration.Sound.source` of the same agent.
    public var source: String
    /// The microphone of a call that is heard on the loudspeaker; nil is the same.
    public var handsFreeSource: String?
    /// nil leaves calls on the device in the agent's own configuration, whatever the handset does.
    public var players: Players?

    /// Devices.
    public init(source: String, handsFreeSource: String? = nil, players: Players? = nil) {
        self.source = source
        self.handsFreeSource = handsFreeSource
        self.players = players
    }

    func source(at sink: SpeechSink) -> String { sink == .loudspeaker ? handsFreeSource ?? source : source }

    func player(at sink: SpeechSink) -> String? { sink == .loudspeaker ? players?.loudspeaker : players?.handset }
}

/// Which of its devices a call uses.
extension AgentSession {
    /// From now on calls are heard there, the one that is going on too.
    mutating func listen(at sink: SpeechSink) {
        guard sink != self.sink else { return }
        self.sink = sink
        devicesAreTold = devices.players == nil
        tellDevices()
    }

    /// Tells the agent as soon as that does no harm: a call whose sound has not begun cannot be switched, and begins with
    /// what the agent was told before.
    mutating func tellDevices() {
        guard !devicesAreTold, link == .up else { return }
        if let call {
            guard call.phase >= .earlyMedia else { return }
            devicesAreTold = true
            operate(.listen(sink), on: call)
        } else if foundCalls.isEmpty, let player = devices.player(at: sink) {
            devicesAreTold = true
            send("auplay", player, for: .player)
            send("ausrc", source, for: .source)
        }
    }

    /// The call, or the account that was selected last, if the call is over: then it is for the calls to come.
    mutating func listenNow(_ handle: CallHandle, at sink: SpeechSink) {
        guard let player = devices.player(at: sink) else { return }
        send("auplay", player, for: .operation(handle, .listen(sink)))
        // What plays to the far side goes on; it ends with the microphone that is right then.
        if call?.announcing == nil { send("ausrc", devices.source(at: sink), for: .source) }
    }

    /// A device that the agent cannot open leaves the call without sound: better the wrong one than none.
    mutating func listened(_ call: LiveCall, at sink: SpeechSink, accepted: Bool, text: String) {
        guard !accepted || text.contains("failed") || text.contains("no such") else { return }
        let other: SpeechSink = sink == .loudspeaker ? .handset : .loudspeaker
        emit(.event(.deviceFailed(devices.player(at: sink) ?? "")))
        // Once: with both gone there is nothing to be done here.
        if sink == self.sink { operate(.listen(other), on: call) }
    }
}
