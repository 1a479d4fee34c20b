/// Everything that the files about the booth itself say: who it is, how it calls, whom it reports to, how long it waits
/// (`booth.yaml`), its colours (`theme.yaml`) and its keys (`keys.yaml`).
public struct Settings: Equatable, Sendable {
    /// Who and where.
    public var booth: Booth
    /// How it calls.
    public var telephony: TelephonySettings
    /// Whom it reports to.
    public var platform: PlatformSettings?
    /// How it sounds.
    public var audio: AudioSettings
    /// How long everything may take.
    public var timings: Timings
    /// Where pension cards are read.
    public var pension: PensionSettings
    /// What the information function shows of the booth's own.
    public var local: LocalInformation
    /// Its colours, of `theme.yaml`.
    public var themes: Themes
    /// What its keys mean, of `keys.yaml`.
    public var keys: KeyMap

    /// Settings.
    public init(
        booth: Booth, telephony: TelephonySettings = .init(), platform: PlatformSettings? = nil,
        audio: AudioSettings = .init(), timings: Timings = .init(), local: LocalInformation = .init(),
        pension: PensionSettings = .init(), themes: Themes = .init(), keys: KeyMap = .standard
    ) {
        self.booth = booth
        self.telephony = telephony
        self.platform = platform
        self.audio = audio
        self.timings = timings
        self.local = local
        self.pension = pension
        self.themes = themes
        self.keys = keys
    }
}

/// Who and where the booth is.
public struct Booth: Equatable, Sendable {
    /// The number on the booth's plate, such as `PT-0042`.
    public var number: String
    /// The name in the header.
    public var name: String
    /// The line under the name.
    public var subtitle: LocalizedText
    /// The address as a resident reads it.
    public var address: LocalizedText
    /// What to say to an operator, one line each.
    public var sayThis: [String]
    /// The same, in Latin letters for those who read no Chinese.
    public var sayThisLatin: [String]
    /// Where the nearest other telephone is.
    public var nearestPhone: LocalizedText
    /// Latitude in degrees, WGS 84.
    public var latitude: Double
    /// Longitude in degrees, WGS 84.
    public var longitude: Double
    /// The language of attract, home and every new session.
    public var language: LanguageCode
    /// Whether a technician has taken the booth out of order: emergencies and the person's key work, nothing else does.
    public var outOfOrder: Bool
    /// Whether anybody wrote down where it stands: at 0, 0 there is only sea.
    public var isLocated: Bool { latitude != 0 || longitude != 0 }
    /// What is played to the far side of an emergency call; the recordings are held against it. None where `booth.yaml` has
    /// no `announce`.
    public var announcements: [Announcement: LocalizedText] = [:]

    /// A booth.
    public init(
        number: String, name: String = "Hello 老友亭", subtitle: LocalizedText = [:], address: LocalizedText,
        sayThis: [String] = [], sayThisLatin: [String] = [], nearestPhone: LocalizedText = [:], latitude: Double = 0,
        longitude: Double = 0, language: LanguageCode = .chinese, outOfOrder: Bool = false
    ) {
        self.number = number
        self.name = name
        self.subtitle = subtitle
        self.address = address
        self.sayThis = sayThis
        self.sayThisLatin = sayThisLatin
        self.nearestPhone = nearestPhone
        self.latitude = latitude
        self.longitude = longitude
        self.language = language
        self.outOfOrder = outOfOrder
    }
}

/// Where pension cards are read.
public struct PensionSettings: Equatable, Sendable {
    /// The kinds of readers.
    public enum Reader: String, CaseIterable, Hashable, Sendable {
        /// No reader: whoever asks for the pension is offered a person.
        case none
        /// A reader that pcscd knows.
        case pcsc
        /// None in fact; `kiosk control card in` and `card out` stand for a card. For demonstrations.
        case simulated
    }

    /// The kind.
    public var reader: Reader
    /// A part of the reader's name, where pcscd knows several; the first without one.
    public var name: String?

    /// Settings; without a reader by default.
    public init(reader: Reader = .none, name: String? = nil) {
        self.reader = reader
        self.name = name
    }
}

/// How the booth calls.
public struct TelephonySettings: Equatable, Sendable {
    /// Whether real calls may be made. While false, only trunks on this machine are dialled and every emergency screen
    /// says that it is a demonstration.
    public var live: Bool
    /// Trunks in order of use.
    public var trunks: [Trunk]
    /// The number behind each service: digits only. Where a service has several targets, the first.
    public var services: [ServiceID: String]
    /// The targets of services that have more than one number, or a number for one trunk only; in the order of use.
    public var targets: [ServiceID: [ServiceTarget]] = [:]
    /// Where the SIP agent takes commands; always this machine.
    public var controlPort: Int
    /// The Unix socket of the broker that owns the agent's control link; at most 107 bytes.
    public var lineSocket = "/run/kiosk-line/kiosk.sock"
    /// Whether police may be called when SOS stays without a choice and the help centre cannot be had.
    public var policeWhenUnanswered: Bool
    /// Numbers from which the help centre calls, besides its own; always let through.
    public var helpCentreCallers: [String]
    /// The daily test call; none makes none.
    public var selfTest: SelfTestSettings?

    /// Telephony settings; the defaults can call nobody.
    public init(
        live: Bool = false, trunks: [Trunk] = [], services: [ServiceID: String] = [:], controlPort: Int = 4444,
        policeWhenUnanswered: Bool = false, helpCentreCallers: [String] = [], selfTest: SelfTestSettings? = nil
    ) {
        self.helpCentreCallers = helpCentreCallers
        self.selfTest = selfTest
        self.live = live
        self.trunks = trunks
        self.services = services
        self.controlPort = controlPort
        self.policeWhenUnanswered = policeWhenUnanswered
    }

    /// Trunks that the adapter would agree to dial.
    public var usableTrunks: [Trunk] { trunks.filter { live || $0.isLoopback } }

    /// What is dialled for a service, in the order of use; empty if `booth.yaml` has no number for it.
    public func targets(of service: ServiceID) -> [ServiceTarget] {
        targets[service] ?? services[service].map { [ServiceTarget(number: $0)] } ?? []
    }
}

/// A number that is dialled for a service.
public struct ServiceTarget: Hashable, Sendable {
    /// Digits only.
    public var number: String
    /// The one trunk it is good for; none is every trunk.
    public var trunk: TrunkID?

    /// A target.
    public init(number: String, trunk: TrunkID? = nil) {
        self.number = number
        self.trunk = trunk
    }
}

/// The daily test call: to a number that answers by itself, over every trunk.
public struct SelfTestSettings: Equatable, Sendable {
    /// The test number; never an emergency number.
    public var number: String
    /// When, in minutes after midnight at the booth, 0 to 1,439.
    public var minuteOfDay: Int
    /// Over how many minutes the booths of a fleet are spread, 0 to 1,439.
    public var jitterMinutes: Int

    /// A test call.
    public init(number: String, minuteOfDay: Int = 210, jitterMinutes: Int = 60) {
        self.number = number
        self.minuteOfDay = minuteOfDay
        self.jitterMinutes = jitterMinutes
    }
}

/// Whom the booth reports to.
public struct PlatformSettings: Equatable, Sendable {
    /// Base URL; `http` only for this machine.
    public var url: String
    /// Path of the file with the booth's bearer token.
    public var tokenFile: String
    /// Path of a CA file in PEM, if not the system's.
    public var caFile: String?
    /// Paths of client certificate and key in PEM.
    public var clientCertificateFile: String?
    /// Path of the client certificate's key in PEM.
    public var clientKeyFile: String?
    /// Time between uploads of ordinary events.
    public var uploadInterval: Duration
    /// Time between heartbeats.
    public var heartbeatInterval: Duration
    /// Time between fetches of content.
    public var contentInterval: Duration

    /// Platform settings.
    public init(
        url: String, tokenFile: String, caFile: String? = nil, clientCertificateFile: String? = nil,
        clientKeyFile: String? = nil, uploadInterval: Duration = .seconds(60),
        heartbeatInterval: Duration = .seconds(60), contentInterval: Duration = .seconds(300)
    ) {
        self.url = url
        self.tokenFile = tokenFile
        self.caFile = caFile
        self.clientCertificateFile = clientCertificateFile
        self.clientKeyFile = clientKeyFile
        self.uploadInterval = uploadInterval
        self.heartbeatInterval = heartbeatInterval
        self.contentInterval = contentInterval
    }
}

/// How the booth sounds.
public struct AudioSettings: Equatable, Sendable {
    /// The ALSA device of the loudspeaker; `none` is silent.
    public var speaker: String
    /// The ALSA device of the handset's earpiece; none leaves all speech to the loudspeaker.
    public var handset: String?
    /// The ALSA device that calls are spoken into: the handset's microphone where there is a handset.
    public var microphone: String
    /// The same of a call that is heard on the loudspeaker; nil is the same device.
    public var handsFreeMicrophone: String?
    /// The volume step of a session that begins by day, 0 to 3.
    public var volume: Int
    /// The same by night, in the hours of `Themes.isNight`.
    public var nightVolume: Int
    /// The loudest step by night, emergencies excepted.
    public var nightCeiling: Int
    /// The loudest step of all, emergencies included.
    public var maximum: Int

    /// Audio settings; steps above a limit are what the limit makes of them.
    public init(
        speaker: String = "default", handset: String? = nil, microphone: String = "handset_mic",
        handsFreeMicrophone: String? = nil, volume: Int = 2, nightVolume: Int = 1, nightCeiling: Int = 1,
        maximum: Int = 3
    ) {
        self.speaker = speaker
        self.handset = handset
        self.microphone = microphone
        self.handsFreeMicrophone = handsFreeMicrophone
        self.volume = volume
        self.nightVolume = nightVolume
        self.nightCeiling = nightCeiling
        self.maximum = maximum
    }

    /// Whether the SIP agent can use a device of this name: it ends a name at white space and keeps 127 bytes of it with the
    /// driver's.
    public static func isDeviceOfAgent(_ name: String) -> Bool {
        name.utf8.count <= 120 && !name.contains { $0.isWhitespace || $0 == "#" }
    }

    /// The loudest step of what is no emergency.
    public func ceiling(atNight: Bool) -> Int { atNight ? min(nightCeiling, maximum) : maximum }

    /// The step of a new session.
    public func usualVolume(atNight: Bool) -> Int { min(atNight ? nightVolume : volume, ceiling(atNight: atNight)) }
}

/// What the information function shows that is the booth's own.
public struct LocalInformation: Equatable, Sendable {
    /// Service numbers in order, 12345 first.
    public var numbers: [ServiceNumber]
    /// The Wi-Fi of the booth.
    public var wifi: WiFi?
    /// Where to charge a telephone.
    public var charging: LocalizedText
    /// The official page.
    public var site: String?

    /// Local information.
    public init(numbers: [ServiceNumber] = [], wifi: WiFi? = nil, charging: LocalizedText = [:], site: String? = nil) {
        self.numbers = numbers
        self.wifi = wifi
        self.charging = charging
        self.site = site
    }
}

/// A number of public interest that the booth calls on `#`.
public struct ServiceNumber: Equatable, Sendable {
    /// What it is for.
    public var label: LocalizedText
    /// Digits as shown.
    public var number: String

    /// A service number.
    public init(label: LocalizedText, number: String) {
        self.label = label
        self.number = number
    }
}

/// A wireless network to show, with its QR.
public struct WiFi: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// Its password; none is open.
    public var password: String?

    /// A network.
    public init(name: String, password: String? = nil) {
        self.name = name
        self.password = password
    }
}
