/// All settings of the booth itself: its identity, telephony, platform and timings (`booth.yaml`), its colours
/// (`theme.yaml`) and its keys (`keys.yaml`).
public struct Settings: Equatable, Sendable {
    /// Which booth it is and where it stands.
    public var booth: Booth
    /// How it makes calls.
    public var telephony: TelephonySettings
    /// The platform that it reports to; nil if there is none.
    public var platform: PlatformSettings?
    /// Its sound devices and volumes.
    public var audio: AudioSettings
    /// How long everything may take.
    public var timings: Timings
    /// Where pension cards are read.
    public var pension: PensionSettings
    /// The booth's own information for the information function.
    public var local: LocalInformation
    /// Its colours, from `theme.yaml`.
    public var themes: Themes
    /// The meanings of its keys, from `keys.yaml`.
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

/// Which booth it is and where it stands.
public struct Booth: Equatable, Sendable {
    /// The number on the booth's plate, such as `PT-0042`.
    public var number: String
    /// The name in the header.
    public var name: String
    /// The line under the name.
    public var subtitle: LocalizedText
    /// The address as a resident reads it.
    public var address: LocalizedText
    /// What to say to an operator, line by line.
    public var sayThis: [String]
    /// The same in Latin letters, for people who do not read Chinese.
    public var sayThisLatin: [String]
    /// Where the nearest other telephone is.
    public var nearestPhone: LocalizedText
    /// Latitude in degrees, WGS 84.
    public var latitude: Double
    /// Longitude in degrees, WGS 84.
    public var longitude: Double
    /// The language of the attract page, of home and of every new session.
    public var language: LanguageCode
    /// Whether a technician has put the booth out of order. Then only emergencies and the key for a person work.
    public var outOfOrder: Bool
    /// Whether the coordinates are configured. At 0, 0 there is only sea.
    public var isLocated: Bool { latitude != 0 || longitude != 0 }
    /// The texts of what is played to the far side of an emergency call. The recordings are checked against them. Empty
    /// if `booth.yaml` has no `announce`.
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
        /// No reader. A resident who asks for the pension is offered a person.
        case none
        /// A reader that pcscd knows.
        case pcsc
        /// No real reader: `kiosk control card in` and `card out` stand in for a card. For demonstrations.
        case simulated
    }

    /// The kind of the reader.
    public var reader: Reader
    /// A part of the reader's name, to choose among several that pcscd knows; nil means the first.
    public var name: String?

    /// Settings, by default without a reader.
    public init(reader: Reader = .none, name: String? = nil) {
        self.reader = reader
        self.name = name
    }
}

/// How the booth makes calls.
public struct TelephonySettings: Equatable, Sendable {
    /// Whether real calls may be made. While it is false, only trunks on this machine are dialled, and every emergency
    /// screen says that it is a demonstration.
    public var live: Bool
    /// The trunks in order of use.
    public var trunks: [Trunk]
    /// The number of each service, digits only. If a service has several targets, this is the first.
    public var services: [ServiceID: String]
    /// The targets, in order of use, of services that have more than one number or a number for one trunk only.
    public var targets: [ServiceID: [ServiceTarget]] = [:]
    /// The port on which the SIP agent takes commands, always on this machine.
    public var controlPort: Int
    /// The Unix socket of the broker that owns the agent's control link; at most 107 bytes.
    public var lineSocket = "/run/kiosk-line/kiosk.sock"
    /// Whether the police may be called if nobody chooses after SOS and the help centre cannot be reached.
    public var policeWhenUnanswered: Bool
    /// Whether the SOS service, which stands in for a kiosk that does not answer, may call the ambulance once the help
    /// centre could not be reached in two whole rounds.
    public var ambulanceWhenUnreached = false
    /// Numbers from which the help centre calls, besides its own. They are always let through.
    public var helpCentreCallers: [String]
    /// The daily test call; nil means no test call.
    public var selfTest: SelfTestSettings?

    /// Telephony settings. With the defaults, the booth can call nobody.
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

    /// The targets of a service in order of use; empty if `booth.yaml` has no number for it.
    public func targets(of service: ServiceID) -> [ServiceTarget] {
        targets[service] ?? services[service].map { [ServiceTarget(number: $0)] } ?? []
    }
}

/// A number that is dialled for a service.
public struct ServiceTarget: Hashable, Sendable {
    /// The number, digits only.
    public var number: String
    /// The only trunk that may dial it; nil means every trunk.
    public var trunk: TrunkID?

    /// A target.
    public init(number: String, trunk: TrunkID? = nil) {
        self.number = number
        self.trunk = trunk
    }
}

/// The daily test call, over every trunk, to a number that answers automatically.
public struct SelfTestSettings: Equatable, Sendable {
    /// The test number; never an emergency number.
    public var number: String
    /// When it is made, in minutes after midnight at the booth, 0 to 1,439.
    public var minuteOfDay: Int
    /// How many minutes the calls of a fleet's booths are spread over, 0 to 1,439.
    public var jitterMinutes: Int

    /// A test call.
    public init(number: String, minuteOfDay: Int = 210, jitterMinutes: Int = 60) {
        self.number = number
        self.minuteOfDay = minuteOfDay
        self.jitterMinutes = jitterMinutes
    }
}

/// The platform that the booth reports to.
public struct PlatformSettings: Equatable, Sendable {
    /// The base URL; `http` only for this machine.
    public var url: String
    /// The path of the file with the booth's bearer token.
    public var tokenFile: String
    /// The path of a CA file in PEM; nil means the system's.
    public var caFile: String?
    /// The path of a client certificate in PEM.
    public var clientCertificateFile: String?
    /// The path of the client certificate's key in PEM.
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

/// The booth's sound devices and volumes.
public struct AudioSettings: Equatable, Sendable {
    /// The ALSA device of the loudspeaker; `none` means silence.
    public var speaker: String
    /// The ALSA device of the handset's earpiece; nil leaves all speech to the loudspeaker.
    public var handset: String?
    /// The ALSA device of the microphone for calls: that of the handset if there is one.
    public var microphone: String
    /// The microphone for calls on the loudspeaker; nil means `microphone`.
    public var handsFreeMicrophone: String?
    /// The volume step of a session that begins by day, 0 to 3.
    public var volume: Int
    /// The same by night, in the hours of `Themes.isNight`.
    public var nightVolume: Int
    /// The loudest step by night, 0 to 3; it does not limit emergencies.
    public var nightCeiling: Int
    /// The loudest step at any time, 0 to 3, for emergencies as well.
    public var maximum: Int

    /// Audio settings. A step above a limit is lowered to the limit when it is used.
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

    /// Whether the SIP agent can use a device of this name. The agent ends a name at white space and keeps 127 bytes of
    /// it, the driver's name included.
    public static func isDeviceOfAgent(_ name: String) -> Bool {
        name.utf8.count <= 120 && !name.contains { $0.isWhitespace || $0 == "#" }
    }

    /// The loudest step outside an emergency.
    public func ceiling(atNight: Bool) -> Int { atNight ? min(nightCeiling, maximum) : maximum }

    /// The step of a new session.
    public func usualVolume(atNight: Bool) -> Int { min(atNight ? nightVolume : volume, ceiling(atNight: atNight)) }
}

/// The booth's own information for the information function.
public struct LocalInformation: Equatable, Sendable {
    /// Service numbers in order, 12345 first.
    public var numbers: [ServiceNumber]
    /// The Wi-Fi network of the booth.
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

/// A number of public interest, which the booth calls when `#` is pressed.
public struct ServiceNumber: Equatable, Sendable {
    /// What it is for.
    public var label: LocalizedText
    /// The digits as shown.
    public var number: String

    /// A service number.
    public init(label: LocalizedText, number: String) {
        self.label = label
        self.number = number
    }
}

/// A wireless network to show, with a QR code.
public struct WiFi: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// Its password; nil means an open network.
    public var password: String?

    /// A network.
    public init(name: String, password: String? = nil) {
        self.name = name
        self.password = password
    }
}
