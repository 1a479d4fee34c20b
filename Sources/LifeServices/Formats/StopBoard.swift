import KioskCore

/// Gathers arrivals at the stop line by line, with what the technician knows of it.
struct StopBoard {
    /// Buses that were here longer ago than this are not news.
    private static let gone: Int64 = 60_000
    /// A prediction further ahead than this is a mistake in the feed.
    private static let farthest: Int64 = 6 * 3_600_000
    private static let mostLines = 40
    private static let mostArrivals = 4

    private struct Line {
        var id: String
        var line: BusLine
    }

    private let known: SourceStop
    private let now: Int64
    private var lines: [Line]
    /// The stop's name in the feed.
    var feedName: Words?
    var remarks: [SourceError] = []

    init(_ context: ReadingContext) {
        known = context.source.stop ?? SourceStop()
        now = context.now.unixMilliseconds
        lines = known.lines.map {
            Line(
                id: $0.id,
                line: BusLine(line: $0.name, towards: $0.towards, arrivals: [], first: $0.first, last: $0.last))
        }
    }

    /// An arrival, milliseconds since 1970. Lines that the technician did not name are left out if he named some.
    mutating func add(_ arrival: Int64, line id: String, name: String?, towards: Words?) {
        guard (now - Self.gone...now + Self.farthest).contains(arrival) else { return }
        let index: Int
        // Without names of ours, a line that goes two ways is two lines.
        let match = known.lines.isEmpty ? "\(id) \(towards?.first ?? "")" : id
        if let found = lines.firstIndex(where: { $0.id == match }) {
            index = found
        } else {
            guard known.lines.isEmpty, lines.count < Self.mostLines else { return }
            index = lines.count
            lines.append(Line(id: match, line: BusLine(line: name ?? id, towards: [:], arrivals: [])))
        }
        if lines[index].line.towards.values.isEmpty, let towards { lines[index].line.towards = towards.text }
        lines[index].line.arrivals.append(arrival)
    }

    /// The stop with what was gathered.
    var stop: BusStop {
        BusStop(
            name: known.name.values.isEmpty ? feedName?.text ?? [:] : known.name,
            lines: lines.map { entry in
                var line = entry.line
                line.arrivals = Array(line.arrivals.sorted().prefix(Self.mostArrivals))
                return line
            })
    }
}
