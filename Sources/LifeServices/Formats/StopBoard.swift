import Reading
import Vocabulary

/// Gathers arrivals at the stop, line by line, together with what the technician configured about it.
struct StopBoard {
    /// Buses that came longer ago than this are not shown, in milliseconds.
    private static let gone: Int64 = 60_000
    /// A prediction further ahead than this is a mistake in the feed, in milliseconds.
    private static let farthest: Int64 = 6 * 3_600_000
    private static let mostLines = 40
    private static let mostArrivals = 4

    /// A journey of a bus and one of its calls at this stop; some journeys call here twice.
    struct Trip: Hashable {
        /// The journey on its day.
        var journey: String
        /// The call.
        var call: String
    }

    /// An expected bus.
    struct Arrival {
        /// Milliseconds since 1970.
        var time: Int64
        /// The line's id in the feed.
        var line: String
        /// The line's name in the feed.
        var name: String?
        var towards: Words?
        /// Identifies this trip; the same trip listed twice is one bus.
        var trip: Trip?
        /// When this was recorded, in milliseconds since 1970.
        var recorded: Int64?
    }

    private struct Line {
        var id: String
        var line: BusLine
        var arrivals: [Int64] = []
        /// The same times for look-up, because a feed has thousands.
        var times: Set<Int64> = []
    }

    private let known: SourceStop
    private let now: Int64
    private let remarks: Remarks
    private var lines: [Line]
    /// The latest entry about each bus, in the feed's order; `arrival` is nil for a bus that does not come.
    private var entries: [(arrival: Arrival?, recorded: Int64?)] = []
    /// The index in `entries` of each identified trip, and all indices of each journey.
    private var positions: [Trip: Int] = [:]
    private var journeys: [String: [Int]] = [:]
    /// The number of readable elements, including those that say nothing about this stop.
    private(set) var good = 0
    /// The stop's name in the feed.
    var feedName: Words?

    init(_ context: ReadingContext, _ remarks: Remarks) {
        known = context.source.stop ?? SourceStop()
        now = context.now.unixMilliseconds
        self.remarks = remarks
        lines = known.lines.map {
            Line(
                id: $0.id,
                line: BusLine(line: $0.name, towards: $0.towards, arrivals: [], first: $0.first, last: $0.last))
        }
    }

    /// Counts an element that is readable but says nothing about this stop.
    mutating func sawGood() { good += 1 }

    /// Adds a bus. If the technician named lines, buses of other lines are left out.
    mutating func add(_ arrival: Arrival) { keep(arrival.trip, arrival.recorded, arrival) }

    /// Notes that a bus does not come.
    mutating func cancel(trip: Trip?, _ recorded: Int64?) { keep(trip, recorded, nil) }

    /// Cancels a whole journey, at each call that it has here.
    mutating func cancel(journey: String, _ recorded: Int64?) {
        for position in journeys[journey, default: []] { replace(position, recorded, nil) }
    }

    /// Keeps an entry. Of two entries about one trip, the one recorded later counts; if that is unknown, the later one
    /// in the feed.
    private mutating func keep(_ trip: Trip?, _ recorded: Int64?, _ arrival: Arrival?) {
        good += 1
        if let trip, let position = positions[trip] { return replace(position, recorded, arrival) }
        if let trip {
            positions[trip] = entries.count
            journeys[trip.journey, default: []].append(entries.count)
        }
        entries.append((arrival, recorded))
    }

    private mutating func replace(_ position: Int, _ recorded: Int64?, _ arrival: Arrival?) {
        if let earlier = entries[position].recorded, let recorded, recorded < earlier { return }
        entries[position] = (arrival, recorded)
    }

    private mutating func place(_ arrival: Arrival) {
        guard (now - Self.gone...now + Self.farthest).contains(arrival.time) else { return }
        let index: Int
        // If no lines are configured, a line with two directions counts as two lines.
        let match = known.lines.isEmpty ? "\(arrival.line) \(arrival.towards?.first ?? "")" : arrival.line
        if let found = lines.firstIndex(where: { $0.id == match }) {
            index = found
        } else {
            guard known.lines.isEmpty else { return }
            guard lines.count < Self.mostLines else {
                return remarks.add(arrival.line, .tooMany(limit: Self.mostLines))
            }
            index = lines.count
            lines.append(Line(id: match, line: BusLine(line: arrival.name ?? arrival.line, towards: [:], arrivals: [])))
        }
        // The name may be missing for one bus and present for the next.
        if known.lines.isEmpty, lines[index].line.line == arrival.line, let name = arrival.name {
            lines[index].line.line = name
        }
        if lines[index].line.towards.values.isEmpty, let towards = arrival.towards {
            lines[index].line.towards = towards.text
        }
        // If trips are not identified, two buses of a line at the same moment are the same bus.
        let isNew = lines[index].times.insert(arrival.time).inserted
        if isNew || arrival.trip != nil { lines[index].arrivals.append(arrival.time) }
    }

    /// The stop with everything gathered.
    mutating func finish() -> BusStop {
        for entry in entries { if let arrival = entry.arrival { place(arrival) } }
        return BusStop(
            name: known.name.values.isEmpty ? feedName?.text ?? [:] : known.name,
            lines: lines.map { entry in
                var line = entry.line
                line.arrivals = Array(entry.arrivals.sorted().prefix(Self.mostArrivals))
                return line
            })
    }
}
