import Basics
import Reading
import Vocabulary

/// The requests and the reader of each format.
enum SourceReader {
    /// The URLs of one fetch, in the order in which `read` wants their answers; without the key.
    static func urls(_ source: LifeSource, base: String, booth: Booth) -> [String] {
        let base = source.format.hasBaseAddress && base.hasSuffix("/") ? String(base.dropLast()) : base
        switch source.format {
        case .openMeteo: return [base + OpenMeteo.forecastPath(booth)]
        case .openMeteoAir: return [base + OpenMeteo.airPath(booth)]
        case .qweather: return QWeather.paths(booth).map { base + $0 }
        case .siriLite, .gtfsRealtime, .icalendar, .jsonFeed, .holidayCN, .geojson: return [base]
        }
    }

    /// The most bytes that an answer of this format can sensibly have.
    static func mostBytes(_ format: SourceFormat) -> Int {
        switch format {
        case .openMeteo, .openMeteoAir, .qweather, .holidayCN: 256 << 10
        case .jsonFeed: 1 << 20
        case .siriLite, .icalendar: 4 << 20
        case .gtfsRealtime, .geojson: 16 << 20
        }
    }

    /// Reads the answers of one fetch.
    static func read(_ bodies: [[UInt8]], _ context: ReadingContext) throws(SourceError) -> Reading {
        guard let body = bodies.first else { throw SourceError("", .empty) }
        switch context.source.format {
        case .openMeteo: return try OpenMeteo.forecast(body, context)
        case .openMeteoAir: return try OpenMeteo.air(body, context)
        case .qweather: return try QWeather.read(bodies, context)
        case .siriLite: return try SIRILite.read(body, context)
        case .gtfsRealtime: return try GTFSRealtime.read(body, context)
        case .icalendar: return try ICalendar.read(body, context)
        case .jsonFeed: return try JSONFeed.read(body)
        case .holidayCN: return try HolidayCN.read(body)
        case .geojson: return try PlacesFile.read(body, context)
        }
    }
}

/// Information that has passed every check, with its times.
struct Held: Equatable, Sendable {
    var value: SourceValue
    /// The time that it describes, in milliseconds since 1970.
    var asOf: Int64
    /// The time from which it is no longer shown, in milliseconds since 1970.
    var validUntil: Int64
    /// Items that were left out.
    var remarks: [SourceError]
    /// Whether elements that might have been shown are missing. If so, the page cannot claim that there is none.
    var isPartial: Bool

    /// The remark that the answer was cut off; nil if it is complete.
    var cut: SourceError? {
        remarks.first { remark in if case .cutOff = remark.reason { true } else { false } }
    }

    init(value: SourceValue, asOf: Int64, validUntil: Int64, remarks: [SourceError]) {
        self.value = value
        self.asOf = asOf
        self.validUntil = validUntil
        self.remarks = remarks
        isPartial = remarks.contains(where: \.leavesOut)
    }

    /// How far a server's clock may be ahead, in milliseconds.
    private static let tolerance: Int64 = 600_000

    /// Reads answers that were fetched or last confirmed at `confirmedAt`.
    /// - Throws: what is wrong with them, also if they are too old to be shown or describe a time in the future.
    init(_ bodies: [[UInt8]], confirmedAt: Int64, _ context: ReadingContext) throws(SourceError) {
        let reading = try SourceReader.read(bodies, context)
        let now = context.now.unixMilliseconds
        asOf = reading.asOf ?? confirmedAt
        guard asOf <= now + Self.tolerance else { throw SourceError("", .future(seconds: (asOf - now) / 1000)) }
        let expiry = asOf + context.source.expiry.wholeMilliseconds
        validUntil = min(expiry, reading.validUntil ?? expiry)
        guard validUntil > now else { throw SourceError("", .stale(seconds: (now - asOf) / 1000)) }
        value = reading.value
        remarks = reading.remarks
        isPartial = reading.isPartial ?? reading.remarks.contains(where: \.leavesOut)
    }
}
