/// The stop beside the booth.
public struct BusStop: Equatable, Sendable {
    /// Its name.
    public var name: LocalizedText
    /// The lines, in the source's order.
    public var lines: [BusLine]

    /// A stop.
    public init(name: LocalizedText, lines: [BusLine]) {
        self.name = name
        self.lines = lines
    }
}

/// A line at the stop.
public struct BusLine: Equatable, Sendable {
    /// Its name.
    public var line: String
    /// Where it goes.
    public var towards: LocalizedText
    /// Coming arrivals, wall times in milliseconds since 1970, the earliest first.
    public var arrivals: [Int64]
    /// The day's first bus here, shown while no arrival is announced; nil if unknown.
    public var first: TimeOfDay?
    /// The day's last bus here; nil if unknown.
    public var last: TimeOfDay?

    /// A line.
    public init(
        line: String, towards: LocalizedText, arrivals: [Int64], first: TimeOfDay? = nil, last: TimeOfDay? = nil
    ) {
        self.line = line
        self.towards = towards
        self.arrivals = arrivals
        self.first = first
        self.last = last
    }
}

/// A time of day on the booth's clock. A timetable's day continues after midnight: 24:30 is half past midnight.
public struct TimeOfDay: Hashable, Comparable, Sendable {
    /// Minutes since the midnight that began the day, 0 to 2,879.
    public let minutes: Int

    /// A time; nil outside 0 to 2,879 minutes.
    public init?(minutes: Int) {
        guard (0..<2880).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// A time written as `05:30`, up to `47:59`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), minute < 60
        else { return nil }
        self.init(minutes: hour * 60 + minute)
    }

    /// The time as a clock shows it: `05:30`, and `00:30` for 24:30.
    public var clock: String {
        let (hour, minute) = (minutes / 60 % 24, minutes % 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }

    /// The earlier time comes first.
    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }
}

extension BusLine {
    /// Whole minutes until the next two buses; 0 means that the bus is arriving.
    ///
    /// A bus counts until half a minute after its time. One more than two hours away does not count, because nobody
    /// waits that long: at midnight a feed may announce the first bus "in 336 minutes". The page then gives the times
    /// of the first and the last bus instead.
    public func minutes(at wall: WallTime) -> [Int] {
        let now = wall.unixMilliseconds
        return arrivals.filter { (now - 30_000...now + 7_200_000).contains($0) }.prefix(2).map { arrival in
            max(0, Int((arrival - now) / 60_000))
        }
    }
}
