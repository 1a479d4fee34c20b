import Foundation
import KioskCore
import Vocabulary
import KioskRuntime
import Serial
import Telephony

/// The booth's telephone behind its port, and the recordings that it plays to the far side.
@MainActor
final class Telephone {
    private var settings: Settings
    private let locations: Locations
    /// What replaces the booth's microphone, as the agent's `driver,device`. Calls then stay on the device where they
    /// are heard.
    private let standIn: String?
    /// Whether the agent uses the booth's own sound devices.
    var hasDevices: Bool { standIn == nil }
    private var sink: SpeechSink?
    private var telephone: BoothTelephone
    private var announcements: [Announcement: PreparedAnnouncement] = [:]
    /// Counts the preparations of announcements, so that the result for an older configuration is discarded.
    private var preparation = 0
    private var preparedFor: Booth?
    private var send: (Action) -> Void = { _ in }
    /// The reports of the telephone, whichever one is in use.
    private let facts = MainInbox<Action>()
    /// What the SOS service reports about its key.
    private let sos = MainInbox<SOSKeyReport>()

    init(settings: Settings, locations: Locations, microphone: String?) {
        self.settings = settings
        self.locations = locations
        standIn = microphone
        telephone = Self.make(settings, locations, microphone, facts, sos)
        if let damage = telephone.damage { Log.line("kept file damaged: \(damage)") }
        if !telephone.isRuntimeMemoryBacked {
            Log.line("\(locations.runtime) is no tmpfs: which numbers had a free call is forgotten at a restart")
        }
    }

    /// Whether the record of calls that a former run left was damaged.
    var isDamaged: Bool { telephone.damage != nil }

    /// The calls that a former run left behind.
    var restored: CallJournal { telephone.restored }

    func start(sos report: @escaping (SOSKeyReport) -> Void, _ send: @escaping (Action) -> Void) {
        facts.onMessage = { [weak self] in self?.send($0) }
        sos.onMessage = report
        self.send = send
        telephone.start()
        readAccounts()
    }

    /// Checks the recordings for emergencies, and has the agent play those that match this configuration. It decodes
    /// and writes several files, so it must not delay the first frame. A call made meanwhile goes out; only its
    /// announcements would be missing.
    func prepareAnnouncements(_ booth: Booth, _ languages: [Language]) {
        preparation += 1
        // It is better to play none than one that names the booth's former place.
        if let preparedFor, preparedFor != booth { adopt([:]) }
        preparedFor = booth
        let (number, directory) = (preparation, AnnouncementFiles.directory(state: locations.state))
        let recordings = EmergencyRecordings(assets: locations.assets, booth: booth, languages: languages)
        Blocking.run { [weak self] in
            // The far side's announcements come first, since a call may be waiting for them.
            let announced = recordings.announcementDoubts()
            let prepared = AnnouncementFiles(recordings, announced).prepare(into: directory)
            Main.run {
                guard let self, self.preparation == number else { return }
                self.adopt(prepared)
            }
            let doubts = announced + recordings.sentenceDoubts()
            for doubt in doubts { Log.line("recordings: \(doubt.file): \(doubt.message); \(doubt.remedy)") }
            let isCertain = doubts.contains(where: \.isCertain)
            Main.run {
                guard let self, self.preparation == number else { return }
                self.send(.fault(.announcement, raised: isCertain))
            }
        }
    }

    func stop() { telephone.stop() }

    /// Changes the trunks, the control port or the devices; only between calls.
    func configure(_ settings: Settings) {
        guard
            settings.telephony != self.settings.telephony || settings.timings != self.settings.timings
                || Self.devices(settings, locations, standIn) != Self.devices(self.settings, locations, standIn)
        else { return }
        self.settings = settings
        telephone.stop()
        telephone = Self.make(settings, locations, standIn, facts, sos)
        if let sink { telephone.perform(.listen(sink)) }
        telephone.use(announcements: announcements)
        telephone.start()
        readAccounts()
    }

    /// Performs a command of the core.
    func perform(_ command: TelephoneCommand) {
        if case .listen(let sink) = command { self.sink = sink }
        telephone.perform(command)
    }

    /// Answers for a press of the SOS key towards the SOS service.
    func answer(_ answer: SOSKeyAnswer) { telephone.answer(answer) }

    private func adopt(_ prepared: [Announcement: PreparedAnnouncement]) {
        announcements = prepared
        telephone.use(announcements: prepared)
    }

    /// Reads the agent's accounts, which it has to be told again to register a trunk anew. Reading the files may take
    /// time.
    private func readAccounts() {
        let (telephony, deploy, telephone) = (settings.telephony, locations.deploy, telephone)
        guard telephony.usableTrunks.contains(where: { $0.registrationInterval > 0 }) else { return }
        Blocking.run {
            do {
                telephone.use(accounts: try AgentFiles.accountLines(telephony, deploy: deploy))
            } catch {
                Log.line("telephony: lost registrations are left to the agent: \(error)")
            }
        }
    }

    /// The devices of calls.
    private static func devices(_ settings: Settings, _ locations: Locations, _ standIn: String?) -> CallDevices {
        if let standIn { return CallDevices(source: standIn) }
        return BoothDevices.of(settings, player: SOSLinesFile.sound(settings, agent: locations.agent).player)
    }

    private static func make(
        _ settings: Settings, _ locations: Locations, _ standIn: String?, _ facts: MainInbox<Action>,
        _ sos: MainInbox<SOSKeyReport>
    ) -> BoothTelephone {
        BoothTelephone(
            BoothTelephone.Configuration(
                telephony: settings.telephony, timings: settings.timings,
                devices: devices(settings, locations, standIn),
                runtime: RuntimeDirectory(locations.runtime), bootID: SystemClock.bootID, now: { SystemClock.now },
                day: { (SystemClock.unixMilliseconds + Int64(SystemClock.utcOffset) * 1000) / 86_400_000 }),
            send: facts.post, sos: sos.post,
            log: { Log.line($0) })
    }
}
