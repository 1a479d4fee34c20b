public import Vocabulary

/// The SIP agent's own configuration, rendered from the templates in `deploy/baresip`. Pure: texts in, texts out.
///
/// What the agent (baresip 1.0.0 of Debian 12) does with it, as found by testing:
/// - Its file source takes only 16-bit mono WAV at 8,000 Hz in the plain PCM format, and ends the call at the end of
///   the file.
/// - Its `aufile` module has no player, so received sound is recorded by the `sndfile` filter. The filter writes one
///   `dump-DATE-TIME-dec.wav` (received) and one `-enc.wav` (sent) per call, named by the second in which the sound
///   started. Two calls that start within one second share a name. The header is complete only when the call has ended.
/// - No account option makes it answer any number. The `b2bua` module switches that on for the account marked
///   `;b2bua=inbound` when it is loaded, and leaves it on when it is unloaded. Loaded as `module_tmp`, it does no more
///   than that.
/// - It keeps a device or file name in 127 bytes, and a line ends at white space.
public struct AgentConfiguration: Equatable, Sendable {
    /// Where sound comes from and goes to.
    public enum Sound: Equatable, Sendable {
        /// No sound card. The far side hears this WAV file; what it says is dropped or recorded.
        case file(String)
        /// ALSA devices, such as `handset_mic` and `handset` of the booth's `asound.conf`.
        case alsa(microphone: String, earpiece: String)

        /// What is sent, as `driver,device`. `AgentClient` also switches back to this after an announcement.
        public var source: String {
            switch self {
            case .file(let path): "aufile,\(path)"
            case .alsa(let microphone, _): "alsa,\(microphone)"
            }
        }

        /// Where received sound goes, as `driver,device`.
        public var player: String {
            switch self {
            case .file: "aubridge,nowhere"
            case .alsa(_, let earpiece): "alsa,\(earpiece)"
            }
        }

        /// Where ringing and other tones go. A bridge needs a name of its own.
        var alert: String {
            switch self {
            case .file: "aubridge,tones"
            case .alsa(_, let earpiece): "alsa,\(earpiece)"
            }
        }
    }

    /// Where Debian keeps the agent's modules.
    public static let debianModules = "/usr/lib/baresip/modules"

    /// The port where the agent takes commands, on 127.0.0.1.
    public var controlPort: Int
    /// Where the agent takes SIP: address and port. Port 0 means any port; a demonstration uses `127.0.0.1:0`.
    public var sipAddress: String
    /// The address or interface for SIP and sound; nil means any. On this machine it must be `127.0.0.1`; `lo` fails.
    public var networkInterface: String?
    /// UDP ports for sound. The agent takes even ones.
    public var rtpPorts: ClosedRange<Int>
    /// Seconds without sound from the far side after which a call is over. A silent hold needs 45 or more.
    public var rtpTimeout: Int
    /// Where sound comes from and goes to.
    public var sound: Sound
    /// A directory that receives a recording of both directions of every call. It is for demonstrations and tests only:
    /// a booth records nobody.
    public var recordings: String?
    /// Whether the agent answers any number at once, as the loopback operator does.
    public var answersEveryNumber: Bool
    /// The agent's modules.
    public var modules: String

    /// Creates a configuration. The defaults are those of an agent that stays on this machine.
    public init(
        controlPort: Int, sipAddress: String = "127.0.0.1:0", networkInterface: String? = "127.0.0.1",
        rtpPorts: ClosedRange<Int> = 20_000...29_998, rtpTimeout: Int = 60, sound: Sound, recordings: String? = nil,
        answersEveryNumber: Bool = false, modules: String = Self.debianModules
    ) {
        self.controlPort = controlPort
        self.sipAddress = sipAddress
        self.networkInterface = networkInterface
        self.rtpPorts = rtpPorts
        self.rtpTimeout = rtpTimeout
        self.sound = sound
        self.recordings = recordings
        self.answersEveryNumber = answersEveryNumber
        self.modules = modules
    }

    /// Renders the agent's `config` from the template `deploy/baresip/config`.
    public func config(template: String) throws(AgentTemplateError) -> String {
        let filesOnly = if case .file = sound { true } else { false }
        let values: [String: String?] = [
            "sip_address": sipAddress,
            "network_interface": networkInterface,
            // The operator must not be busy because of a call whose booth has died, which it notices only after a
            // while.
            "calls": answersEveryNumber ? "8" : "2",
            "rtp_ports": "\(rtpPorts.lowerBound)-\(rtpPorts.upperBound)",
            "rtp_timeout": "\(rtpTimeout)",
            "audio_player": sound.player,
            "audio_source": sound.source,
            "audio_alert": sound.alert,
            "modules": modules,
            "sound_module": filesOnly ? nil : "alsa.so",
            "recording_module": recordings.map { _ in "sndfile.so" },
            "recordings": recordings,
            "any_number_module": answersEveryNumber ? "b2bua.so" : nil,
            "control_port": "\(controlPort)",
        ]
        return try AgentTemplate(template).render([values])
    }

    /// Renders the booth agent's `accounts` from the template `deploy/baresip/accounts`, with one line for each trunk
    /// that may be dialled. While the booth is not live, a trunk outside this machine gets no line, so it is not
    /// registered either. `passwords` are the contents of the trunks' password files, so keep the result from other
    /// users' eyes.
    public static func accounts(
        for settings: TelephonySettings, passwords: [TrunkID: String] = [:], template: String
    ) throws(AgentTemplateError) -> String {
        var lines: [[String: String?]] = []
        for trunk in settings.usableTrunks {
            let password = passwords[trunk.id]
            let name = trunk.authUser ?? trunk.user
            // The characters that separate the parts of an account cannot be inside a part.
            guard
                [trunk.user, trunk.host, name, password ?? ""].allSatisfy({ part in
                    !part.contains { $0.isWhitespace || ";,\"<>".contains($0) }
                })
            else { throw .unusableCredentials(trunk.id) }
            let authentication = password.map { ";auth_user=\(name);auth_pass=\($0)" } ?? ""
            lines.append([
                "address": trunk.addressOfRecord, "transport": trunk.transport.rawValue,
                "registration_interval": "\(trunk.registrationInterval)", "authentication": authentication,
            ])
        }
        return try AgentTemplate(template).render(lines)
    }

    /// Renders the operator's `accounts` from the template `deploy/baresip/operator-accounts`. `port` is as in
    /// `sipAddress`.
    public static func operatorAccounts(port: Int, template: String) throws(AgentTemplateError) -> String {
        try AgentTemplate(template).render([["host_port": "127.0.0.1:\(port)"]])
    }

    /// Whether the agent can keep this file path.
    static func isUsablePath(_ path: String) -> Bool {
        isUsableWord(path) && !path.contains(",")
    }

    /// Whether the agent can keep this as one word.
    static func isUsableWord(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.count <= 127 && !word.contains { $0.isWhitespace || $0 == "#" }
    }
}
