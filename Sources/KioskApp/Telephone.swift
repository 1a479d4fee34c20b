import Audio
import Dispatch
import Foundation
import KioskCore
import KioskRuntime
import Telephony

/// The SIP agent's client, and the recordings it plays to the far side.
@MainActor
final class Telephone {
    private var settings: TelephonySettings
    private let assets: String
    private let state: String
    private let microphone: String?
    private var agent: AgentClient?
    private var announcements: [Announcement: PreparedAnnouncement] = [:]
    private var send: (Action) -> Void = { _ in }

    init(settings: TelephonySettings, assets: String, state: String, microphone: String?) {
        self.settings = settings
        self.assets = assets
        self.state = state
        self.microphone = microphone
    }

    func start(_ send: @escaping (Action) -> Void) {
        self.send = send
        connect()
        // Preparing decodes and writes a few files: not on the way to the first frame. A call in the meantime goes out;
        // only its announcements would be missing.
        let (assets, state) = (assets, state)
        DispatchQueue.global(qos: .utility).async { [weak self] in
            let prepared = AnnouncementFiles.prepare(assets: assets + "/announce", into: state + "/announce")
            DispatchQueue.onMain { self?.adopt(prepared) }
        }
    }

    func stop() { agent?.stop() }

    /// Other trunks or another control port; only between calls.
    func configure(_ settings: TelephonySettings) {
        guard settings != self.settings else { return }
        self.settings = settings
        connect()
    }

    var port: Ports.Telephone {
        Ports.Telephone(
            dial: { [weak self] in self?.dial($0, $1) },
            hangUp: { [weak self] in self?.agent?.hangUp($0) },
            sendDTMF: { [weak self] in self?.agent?.sendDTMF($0, $1) },
            announce: { [weak self] in self?.agent?.announce($0, $1) })
    }

    private func dial(_ handle: CallHandle, _ target: DialTarget) {
        if let agent { return agent.dial(handle, target) }
        DispatchQueue.onMain { [weak self] in self?.send(.call(handle, .closed(.agentLost))) }
    }

    private func adopt(_ prepared: [Announcement: PreparedAnnouncement]) {
        announcements = prepared
        agent?.use(announcements: prepared)
    }

    private func connect() {
        agent?.stop()
        let source = microphone ?? AgentConfiguration.Sound.alsa(microphone: "handset_mic", earpiece: "handset").source
        let agent = AgentClient(
            AgentClient.Configuration(telephony: settings, source: source, announcements: announcements)
        ) { [weak self] event in
            DispatchQueue.onMain { self?.take(event) }
        }
        agent.start()
        self.agent = agent
    }

    private func take(_ event: TelephonyEvent) {
        switch event {
        case .call(let handle, let fact): send(.call(handle, fact))
        case .agent(let fact): send(.agent(fact))
        case .announcementEnded(let handle, let announcement, _): send(.call(handle, .announced(announcement)))
        case .foundCall: Log.line("telephony: the agent has a call that this run did not make; it is left alone")
        case .foundCallEnded: Log.line("telephony: the call found at the start ended")
        case .incomingDeclined: Log.line("telephony: an incoming call was declined")
        case .secondClient: Log.line("telephony: another program took the agent's control port for a moment")
        case .protocolError(let error):
            Log.line("telephony: the agent's control protocol broke (\(error)); reconnecting")
        }
    }
}
