/// The public data formats that a booth can read.
public enum SourceFormat: String, CaseIterable, Hashable, Sendable {
    /// Open-Meteo's forecast; needs a base URL.
    case openMeteo = "open-meteo"
    /// Open-Meteo's air quality; needs a base URL.
    case openMeteoAir = "open-meteo-air"
    /// QWeather (和风天气) version 7: current weather, three days, warnings; needs a base URL.
    case qweather
    /// SIRI Lite, StopMonitoring as JSON.
    case siriLite = "siri-lite"
    /// GTFS Realtime 2.0, TripUpdates.
    case gtfsRealtime = "gtfs-realtime"
    /// iCalendar (RFC 5545).
    case icalendar
    /// JSON Feed 1.1.
    case jsonFeed = "json-feed"
    /// The State Council's holidays as the holiday-cn project publishes them, one file per year.
    case holidayCN = "holiday-cn"
    /// GeoJSON (RFC 7946) points with OpenStreetMap's tags.
    case geojson

    /// The topic of the information in this format.
    public var topic: LifeTopic {
        switch self {
        case .openMeteo, .qweather: .weather
        case .openMeteoAir: .air
        case .siriLite, .gtfsRealtime: .buses
        case .icalendar: .activities
        case .jsonFeed: .notices
        case .holidayCN: .holidays
        case .geojson: .places
        }
    }

    /// Time between two fetches, unless `sources.yaml` says otherwise.
    public var refresh: Duration {
        switch self {
        case .openMeteo, .qweather: .seconds(1800)
        case .siriLite, .gtfsRealtime: .seconds(30)
        case .openMeteoAir, .icalendar, .jsonFeed: .seconds(3600)
        case .holidayCN, .geojson: .seconds(86_400)
        }
    }

    /// How long information is shown after the time it refers to, unless `sources.yaml` says otherwise.
    public var expiry: Duration {
        switch self {
        case .openMeteo, .openMeteoAir, .qweather: .seconds(3 * 3600)
        case .siriLite, .gtfsRealtime: .seconds(180)
        case .icalendar, .jsonFeed: .seconds(7 * 86_400)
        case .holidayCN, .geojson: .seconds(400 * 86_400)
        }
    }

    /// The service's own header field for an API key; nil if it has none.
    public var keyHeader: String? { self == .qweather ? "X-QW-Api-Key" : nil }

    /// Whether a request is built from a base URL and the booth's coordinates. Other formats need a complete URL.
    public var hasBaseAddress: Bool {
        switch self {
        case .openMeteo, .openMeteoAir, .qweather: true
        case .siriLite, .gtfsRealtime, .icalendar, .jsonFeed, .holidayCN, .geojson: false
        }
    }
}

/// One entry of `sources.yaml`: a source that provides a topic's information in place of the platform.
public struct LifeSource: Equatable, Sendable {
    /// Where the data is.
    public enum Origin: Equatable, Sendable {
        /// An `https` URL, or `http` on this machine.
        case web(String)
        /// An absolute path.
        case file(String)
    }

    /// The technician's name for it. It is unique and becomes part of a file name.
    public var id: String
    /// The format of the data.
    public var format: SourceFormat
    /// Where the data is.
    public var origin: Origin
    /// The key that authorises the booth's requests; nil if the source needs none.
    public var key: SourceKey?
    /// Time between two fetches, more than zero.
    public var refresh: Duration
    /// How long information is shown after the time it refers to. If a source gives no time, the last fetch or
    /// confirmation counts.
    public var expiry: Duration
    /// Whether it is made up for a demonstration.
    public var sample: Bool
    /// The subdistrict that activities belong to; empty if the calendar itself gives it.
    public var subdistrict: LocalizedText
    /// The stop beside the booth; for buses only.
    public var stop: SourceStop?

    /// A source. Refresh and expiry default to those of the format.
    public init(
        id: String, format: SourceFormat, origin: Origin, key: SourceKey? = nil, refresh: Duration? = nil,
        expiry: Duration? = nil, sample: Bool = false, subdistrict: LocalizedText = [:], stop: SourceStop? = nil
    ) {
        self.id = id
        self.format = format
        self.origin = origin
        self.key = key
        self.refresh = refresh ?? format.refresh
        self.expiry = expiry ?? format.expiry
        self.sample = sample
        self.subdistrict = subdistrict
        self.stop = stop
    }

    /// The id of the source for `places.geojson` beside `booth.yaml`. It needs no entry in `sources.yaml` and is used
    /// unless a source of places is named there. If the file does not exist, places count as not set up.
    public static let packagedPlaces = "places-packaged"

    /// The topic of its information.
    public var topic: LifeTopic { format.topic }
}

/// An API key in a file of its own, and how the service expects it. No value that the program prints contains the key
/// itself.
public struct SourceKey: Equatable, Sendable {
    /// How a key is sent.
    public enum Carrier: Equatable, Sendable {
        /// In a header field of this name.
        case header(String)
        /// In the query, as a parameter of this name.
        case parameter(String)
    }

    /// The absolute path of the file. Only its owner may read it, and it holds one line.
    public var file: String
    /// How the key is sent.
    public var carrier: Carrier

    /// A key.
    public init(file: String, carrier: Carrier) {
        self.file = file
        self.carrier = carrier
    }
}

/// What a technician adds about the stop beside the booth, because a realtime feed does not say it.
public struct SourceStop: Equatable, Sendable {
    /// The stop's id in the feed. If nil, every visit that the URL returns counts.
    public var id: String?
    /// Its name; if empty, the feed's name is used.
    public var name: LocalizedText
    /// The lines in the order of the screen; if empty, the lines that the feed currently has are used.
    public var lines: [SourceLine]

    /// A stop.
    public init(id: String? = nil, name: LocalizedText = [:], lines: [SourceLine] = []) {
        self.id = id
        self.name = name
        self.lines = lines
    }
}

/// A line at the stop.
public struct SourceLine: Equatable, Sendable {
    /// Its id in the feed: GTFS's `route_id`, SIRI's `LineRef`.
    public var id: String
    /// Its name as on the bus.
    public var name: String
    /// Where it goes; if empty, the feed's text is used.
    public var towards: LocalizedText
    /// The day's first bus at this stop; nil if unknown.
    public var first: TimeOfDay?
    /// The day's last bus at this stop; nil if unknown.
    public var last: TimeOfDay?

    /// A line.
    public init(
        id: String, name: String, towards: LocalizedText = [:], first: TimeOfDay? = nil, last: TimeOfDay? = nil
    ) {
        self.id = id
        self.name = name
        self.towards = towards
        self.first = first
        self.last = last
    }
}
