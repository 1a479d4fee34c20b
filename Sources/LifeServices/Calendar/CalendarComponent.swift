import Reading

/// A component of iCalendar (RFC 5545, 3.6): the lines between its BEGIN and its END, and its inner components.
struct CalendarComponent {
    /// The name in capitals.
    var name: String
    var begin: ContentLine
    /// Its own properties, without those of inner components: an event's alarm, for example, has a DURATION of its own.
    var lines: [ContentLine] = []
    var inner: [CalendarComponent] = []
    /// Whether the file ends inside it.
    var isCut = false

    /// The same component, cancelled.
    var cancelled: CalendarComponent {
        var component = self
        component.lines.insert(ContentLine(name: "STATUS", value: "CANCELLED", number: begin.number), at: 0)
        return component
    }

    /// Deeper than any real component nests, yet shallow enough that a file of nothing but BEGIN lines does not exhaust
    /// the stack.
    private static let deepest = 8
    /// The components that appear side by side and never inside one another.
    private static let siblings: Set<String> = ["VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"]

    /// Reads the calendars of a file. If a component lacks its BEGIN or END or has one too many, only this component is
    /// affected, with a remark. A damaged or missing BEGIN or END of the calendar itself loses nothing, because
    /// calendar content appears nowhere else. If a file is cut off, its complete components are kept, and the component
    /// with the cut is marked.
    /// - Parameter ending: the last line of the file, whether or not it is a property.
    /// - Throws: an error if this is not a calendar.
    static func read(
        _ lines: [ContentLine], ending: String = "", _ remarks: Remarks
    ) throws(SourceError) -> [CalendarComponent] {
        var reader = Reader(remarks: remarks)
        for line in lines { reader.take(line) }
        guard reader.hasCalendar else {
            throw remarks.first ?? SourceError("line \(lines.first?.number ?? 1)", .syntax("no BEGIN:VCALENDAR"))
        }
        if !reader.open.isEmpty {
            let place = "line \(lines.last?.number ?? 0)"
            // If nothing stands in the place of END:VCALENDAR, the file may just as well have been cut off between two
            // events.
            if reader.open.count == 1, !reader.isEmpty, reader.isDamagedEnd(ending.uppercased()) {
                remarks.add(place, .syntax("END:VCALENDAR is damaged"))
            } else {
                remarks.add(place, .cutOff(inside: reader.open.map(\.name).joined(separator: ", ")))
                for index in reader.open.indices { reader.open[index].isCut = true }
            }
            reader.close(downTo: 0)
        }
        return reader.calendars
    }

    private struct Reader {
        let remarks: Remarks
        var open: [CalendarComponent] = []
        var calendars: [CalendarComponent] = []
        var hasCalendar = false
        /// Lines before the first BEGIN: the calendar's own properties, if its BEGIN is lost.
        private var loose: [ContentLine] = []
        private var firstLine: Int?
        private var lastClosed: String?

        init(remarks: Remarks) { self.remarks = remarks }

        /// Whether no component is complete.
        var isEmpty: Bool { calendars.isEmpty && open.allSatisfy(\.inner.isEmpty) }

        /// Whether a line, in capitals, stands where the calendar's END should be.
        func isDamagedEnd(_ line: String) -> Bool {
            (line.hasPrefix("END") || line.hasSuffix("CALENDAR")) && line != "END:\(lastClosed ?? "")"
        }

        mutating func take(_ line: ContentLine) {
            if line.damage == nil { firstLine = firstLine ?? line.number }
            switch line.name {
            case "BEGIN": begin(line)
            case "END": end(line)
            default:
                guard !open.isEmpty else {
                    if line.damage != nil { return }
                    if hasCalendar {
                        remarks.add(line.place, .syntax("outside of VCALENDAR"))
                    } else {
                        loose.append(line)
                    }
                    return
                }
                open[open.count - 1].lines.append(line)
            }
        }

        private mutating func begin(_ line: ContentLine) {
            let name = line.value.uppercased()
            if open.isEmpty {
                guard siblings.contains(name) else { return }
                if name != "VCALENDAR" { beginLost(before: line) }
                hasCalendar = true
            } else if siblings.contains(name), open.count > 1 || name == "VCALENDAR" {
                // The previous component never ended, so it ends here.
                remarks.add(
                    line.place, .syntax("END:\(JSONNode.excerpt(open[open.count - 1].name)) is missing before it"))
                close(downTo: name == "VCALENDAR" ? 0 : 1)
            }
            guard open.count < deepest else { return remarks.add(line.place, .syntax("too deep")) }
            open.append(CalendarComponent(name: name, begin: line))
        }

        /// Treats a component outside a calendar as if it were inside one.
        private mutating func beginLost(before line: ContentLine) {
            if hasCalendar {
                remarks.add(line.place, .syntax("outside of VCALENDAR"))
            } else {
                remarks.add("line \(firstLine ?? line.number)", .syntax("no BEGIN:VCALENDAR"))
            }
            let begin = ContentLine(name: "BEGIN", value: "VCALENDAR", number: line.number)
            open.append(CalendarComponent(name: "VCALENDAR", begin: begin, lines: loose))
            loose = []
        }

        private mutating func end(_ line: ContentLine) {
            let name = line.value.uppercased()
            guard let index = open.lastIndex(where: { $0.name == name }) else {
                guard hasCalendar else { return }
                return remarks.add(line.place, .syntax("END:\(line.value.prefix(20)) without its BEGIN"))
            }
            if index < open.count - 1 {
                remarks.add(
                    line.place, .syntax("END:\(JSONNode.excerpt(open[open.count - 1].name)) is missing before it"))
            }
            close(downTo: index)
        }

        /// Closes the open components from the innermost one down to `index`.
        mutating func close(downTo index: Int) {
            while open.count > index, let last = open.popLast() {
                lastClosed = last.name
                if open.isEmpty { calendars.append(last) } else { open[open.count - 1].inner.append(last) }
            }
        }
    }
}
