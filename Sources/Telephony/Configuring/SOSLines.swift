public import Vocabulary

/// What the SOS service (booth-sos) needs in order to call for help without the kiosk: a text file of one fact a line,
/// which a program of few hundred lines can read. The kiosk writes it whenever it takes a configuration into use, and
/// `kiosk agent-config` beside the agent's own configuration. Pure.
public struct SOSLines: Equatable, Sendable {
    /// A way to call somebody.
    public struct Line: Equatable, Sendable {
        /// The agent's account, by its address of record.
        public var account: String
        /// The SIP URI that is dialled.
        public var uri: String
    }

    /// The booth's number.
    public var booth: String
    /// Whether real calls may be made.
    public var live: Bool
    /// Seconds until the help centre is called, 5 to 15.
    public var countdown: Int
    /// The kernel's codes of the SOS key.
    public var sosKeys: [Int]
    /// The kernel's codes of the key that cancels.
    public var cancelKeys: [Int]
    /// The ways to the help centre, in order of use.
    public var help: [Line]
    /// The ways to the ambulance, in order of use.
    public var ambulance: [Line]
    /// Whether the ambulance may be called after two rounds without the help centre.
    public var ambulanceAllowed: Bool
    /// What the agent hears and plays, each as `driver,device`; and the file that tells a far side where the booth is.
    /// They are for a call that the agent could not open its devices for.
    public var devices: Devices?

    /// The agent's sound.
    public struct Devices: Equatable, Sendable {
        /// What calls are heard on.
        public var player: String
        /// The microphone.
        public var source: String
        /// A file as of `PreparedAnnouncement`.
        public var announcement: String

        /// Creates them.
        public init(player: String, source: String, announcement: String) {
            (self.player, self.source, self.announcement) = (player, source, announcement)
        }
    }

    /// What a configuration says.
    public init(
        booth: String, telephony: TelephonySettings, countdown: Duration, keys: KeyMap, devices: Devices? = nil
    ) {
        self.booth = booth
        self.devices = devices
        live = telephony.live
        self.countdown = min(max(Int(countdown.components.seconds), 5), 15)
        // The key that the booths are delivered with is read even if `keys.yaml` has a name that no keypad sends.
        let sos = keys.evdevCodes(of: .key(.sos))
        sosKeys = sos.isEmpty ? KeyMap.standard.evdevCodes(of: .key(.sos)) : sos
        cancelKeys = keys.evdevCodes(of: .key(.star))
        help = Self.lines(.helpCentre, telephony)
        ambulance = Self.lines(EmergencyService.ambulance.service, telephony)
        ambulanceAllowed = telephony.ambulanceWhenUnreached
    }

    private static func lines(_ service: ServiceID, _ telephony: TelephonySettings) -> [Line] {
        telephony.targets(of: service).flatMap { target in
            telephony.usableTrunks.compactMap { trunk in
                guard target.trunk == nil || target.trunk == trunk.id, let uri = trunk.uri(calling: target.number)
                else { return nil }
                return Line(account: trunk.addressOfRecord, uri: uri)
            }
        }
    }

    /// The file. A reader ignores lines whose first word it does not know, and a file without its last line.
    public var text: String {
        var lines = [
            "version 1", "booth \(booth)", "live \(live ? "yes" : "no")", "countdown \(countdown)",
            "key sos \(Self.words(sosKeys))", "key cancel \(Self.words(cancelKeys))",
        ]
        lines += help.map { "help \($0.account) \($0.uri)" } + ambulance.map { "ambulance \($0.account) \($0.uri)" }
        if let devices {
            let words = [devices.player, devices.source, devices.announcement]
            // A name with a blank in it would be read as two.
            if words.allSatisfy(AgentConfiguration.isUsableWord) {
                lines += ["sound \(devices.player) \(devices.source)", "announcement \(devices.announcement)"]
            }
        }
        lines += ["ambulance-allowed \(ambulanceAllowed ? "yes" : "no")", "end"]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func words(_ codes: [Int]) -> String { codes.map(String.init).joined(separator: " ") }

    /// What is wrong with a file's text; nil for one that the SOS service can use.
    public static func fault(in text: String) -> String? {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        guard text.hasSuffix("\n"), lines.last?.first == "end" else { return "it is incomplete" }
        guard lines.contains(["version", "1"]) else { return "it is of another version" }
        return lines.contains { $0.first == "help" && $0.count == 3 } ? nil : "it names no way to the help centre"
    }
}
