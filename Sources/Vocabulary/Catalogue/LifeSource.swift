/// The public formats that a booth reads.
public enum SourceFormat: String, CaseIterable, Hashable, Sendable {
    /// Open-Meteo's forecast, from a base URL.
    case openMeteo = "open-meteo"
    /// Open-Meteo's air quality, from a base URL.
    case openMeteoAir = "open-meteo-air"
    /// QWeather (和风天气) version 7: now, three days, warnings; from a base URL.
    case qweather
    /// SIRI Lite, StopMonitoring as JSON.
    case siriLite = "siri-lite"
    /// GTFS Realtime 2.0, TripUpdates.
    case gtfsRealtime = "gtfs-realtime"
    /// iCalendar (RFC 5545).
    case icalendar
    /// JSON Feed 1.1.
    case jsonFeed = "json-feed"
    /// The State Council's holidays as the holiday-cn project publishes them, one file a year.
    case holidayCN = "holiday-cn"
    /// GeoJSON (RFC 7946) points with OpenStreetMap's tags.
    case geojson

    /// What it tells of.
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

    /// How long information is shown after the time it speaks of, unless `sources.yaml` says otherwise.
    public var expiry: Duration {
        switch self {
        case .openMeteo, .openMeteoAir, .qweather: .seconds(3 * 3600)
        case .siriLite, .gtfsRealtime: .seconds(180)
        case .icalendar, .jsonFeed: .seconds(7 * 86_400)
        case .holidayCN, .geojson: .seconds(400 * 86_400)
        }
    }

    /// The header field that the service takes a key in, where it has one of its own.
    public var keyHeader: String? { self == .qweather ? "X-QW-Api-Key" : nil }

    /// Whether requests are made from a base URL and the booth's place, not from a whole address.
    public var hasBaseAddress: Bool {
        switch self {
        case .openMeteo, .openMeteoAir, .qweather: true
        case .siriLite, .gtfsRealtime, .icalendar, .jsonFeed, .holidayCN, .geojson: false
        }
    }
}

/// One entry of `sources.yaml`: where a topic's information comes from in place of the platform.
public struct LifeSource: Equatable, Sendable {
    /// Where the bytes are.
    public enum Origin: Equatable, Sendable {
        /// An `https` URL, or `http` on this machine.
        case web(String)
        /// An absolute path.
        case file(String)
    }

    /// The technician's name of it, unique; part of a file's name.
    public var id: String
    /// What the bytes are.
    public var format: SourceFormat
    /// Where they are.
    public var origin: Origin
    /// What proves that the booth may ask.
    public var key: SourceKey?
    /// Time between two fetches, more than zero.
    public var refresh: Duration
    /// How long information is shown after the time it speaks of; a source without a time speaks of when it was last
    /// fetched or confirmed.
    public var expiry: Duration
    /// Whether it is made up for a demonstration.
    public var sample: Bool
    /// The subdistrict that activities belong to; empty if the calendar says it itself.
    public var subdistrict: LocalizedText
    /// The stop beside the booth; for buses only.
    public var stop: SourceStop?

    /// A source; refresh and expiry are the format's own if they are not given.
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

    /// The id of the places beside `booth.yaml` that nobody has to name; where they are not there, none are set up.
    public static let packagedPlaces = "places-packaged"

    /// What it tells of.
    public var topic: LifeTopic { format.topic }
}

/// A key in a file of its own, and how the service wants it. The key itself is in no value of the program's that is
/// printed.
public struct SourceKey: Equatable, Sendable {
    /// How a key travels.
    public enum Carrier: Equatable, Sendable {
        /// In a header field of this name.
        case header(String)
        /// In the query, as a parameter of this name.
        case parameter(String)
    }

    /// An absolute path; the file is for its owner alone and holds one line.
    public var file: String
    /// How it travels.
    public var carrier: Carrier

    /// A key.
    public init(file: String, carrier: Carrier) {
        self.file = file
        self.carrier = carrier
    }
}

/// What a technician knows of the stop beside the booth that a realtime feed does not say.
public struct SourceStop: Equatable, Sendable {
    /// The stop's id in the feed; nil takes every visit that the address gives.
    public var id: String?
    /// Its name; empty takes the feed's.
    public var name: LocalizedText
    /// The lines in the order of the screen; empty takes those that the feed has at the moment.
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
    /// Where it goes; empty takes the feed's words.
    public var towards: LocalizedText
    /// The day's first bus at this stop.
    public var first: TimeOfDay?
    /// The day's last bus.
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
