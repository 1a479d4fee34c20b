import KioskCore
import Vocabulary

extension Painter {
    mutating func drawPlaces(_ screen: PlacesScreen) {
        guard let kind = screen.kind else { return drawKinds() }
        let places = state.life.places(of: kind)
        if let index = screen.place, places.indices.contains(index) {
            return screen.isMap ? drawMap(places[index]) : drawPlace(places[index])
        }
        let body = title()
        if places.isEmpty {
            let absence = state.absence(of: kind)
            guard absence == .none else { return explain(absence, body) }
            return flow([words(.placesNone, theme.strong)], in: body, foot: sourceLine)
        }
        let shownNow = places.part(screen.page, PlacesScreen.pageSize)
        flow(
            zip(shown.offers(at: .body), shownNow).map { offer, place in
                option(
                    offer,
                    detail: [text(.placesMinutes, ["minutes": String(place.minutes)]), openNow(place)]
                        .compactMap { $0 }.joined(separator: "  "),
                    // A closed place looks different, so that nobody walks there by mistake.
                    style: state.life.isOpen(place, at: state.wall) == false ? theme.plainKey : nil)
            }, in: body, foot: sourceLine,
            part: Part(
                number: screen.page + 1, count: ListPart(screen.page, of: places.count, PlacesScreen.pageSize).count))
    }

    /// The date of the data, and whether it is sample data.
    private var sourceLine: String {
        guard let list = state.life.places else { return "" }
        return [text(.placesDated, ["date": list.dated]), list.sample ? text(.markSample) : nil].compactMap { $0 }
            .fitting(frame.size.columns - 2)
    }

    private mutating func drawKinds() {
        _ = title(atMost: max(1, pageTile(0).y - layout.body.y))
        for (index, offer) in shown.offers(at: .tile).enumerated() {
            tile(offer, pageTile(index), offer.mark == nil ? theme.information : theme.plainKey)
        }
    }

    /// The area of one of the nine tiles below the title, in the layout of the keypad.
    private func pageTile(_ index: Int) -> Rect {
        var area = layout.tileArea(row: index / 3, column: index % 3)
        // The title takes the row of the first heading. Without headings, it takes a row from the first tiles.
        if !layout.headings, index < 3 {
            area.y += 1
            area.height -= 1
        }
        return area
    }

    /// Whether a place is open, in words; nil if that is unknown.
    private func openNow(_ place: Place) -> String? {
        state.life.isOpen(place, at: state.wall).map { text($0 ? .placesOpen : .placesClosed) }
    }

    /// A day's hours in words: `08:00–12:00 13:00–17:00`.
    private func hours(_ spans: [Range<Int>]) -> String {
        if spans.isEmpty { return text(.placesClosedToday) }
        if spans == [0..<1440] { return text(.placesAllDay) }
        func clock(_ minutes: Int) -> String { (minutes / 60).twoDigits + ":" + (minutes % 60).twoDigits }
        return spans.map { clock($0.lowerBound) + "–" + clock($0.upperBound) }.joined(separator: " ")
    }

    /// Draws a place on a single page, because `#` calls the place and cannot turn pages. Details that find no room are
    /// on the page with the map.
    private mutating func drawPlace(_ place: Place) {
        let body = title()
        var details: [Block] = []
        let today = state.life.hours(of: place, at: state.wall).map(hours)
        // If today may be a holiday, the word "today" would promise too much.
        let ordinary = state.life.ordinaryHours(of: place, at: state.wall).flatMap { $0.isEmpty ? nil : hours($0) }
        let note = state.life.mayDiffer(place, at: state.wall) ? text(.placesMayDiffer) : nil
        let lines: [(MessageKey, String?)] = [
            (.placesAddress, place.address.text(in: language)),
            (
                today == nil ? .placesHours : .placesToday,
                [today ?? ordinary ?? place.hours, note].compactMap { $0 }.joined(separator: "  ")
            ),
            (.placesPhone, place.telephone.map(number)),
        ]
        for (key, value) in lines {
            if let value, !value.isEmpty { details.append(field(key, value, theme.page)) }
        }
        if state.number(toCall: place) == nil, place.freeNumber(in: language) != nil {
            details.append(words(.placesCalled, theme.strong))
        }
        let map = line(.digit(PlacesScreen.mapKey), theme.information)
        while details.count > 1, !fits([way(to: place)] + details + map, in: body, foot: sourceLine) {
            details.removeFirst()
        }
        flow([way(to: place)] + details + map, in: body, foot: sourceLine, turning: false)
    }

    /// A number in groups, with its extension. A number without a certain reading is shown as its source wrote it.
    private func number(_ phone: PlacePhone) -> String {
        guard let number = phone.number else { return phone.written }
        let groups = number.groups.joined(separator: " ")
        return number.ext.map { text(.placesExtension, ["number": groups, "extension": $0]) } ?? groups
    }

    /// The walking time to a place, and whether it is open.
    private func way(to place: Place) -> Block {
        let isOpen = state.life.isOpen(place, at: state.wall).map { $0 ? MessageKey.placesOpen : .placesClosed }
        let values = ["minutes": String(place.minutes)]
        let line = [text(.placesMinutes, values), isOpen.map { text($0) }].compactMap { $0 }
        let second = [secondText(.placesMinutes, values), isOpen.map { secondText($0) }].compactMap { $0 }
        return .words(line.joined(separator: "  "), second: second.joined(separator: "  "), theme.strong)
    }

    /// Draws the address, the hours of the week, and a QR code of a map. The address is also in Chinese, so that
    /// passers-by who are asked for the way can read it.
    private mutating func drawMap(_ place: Place) {
        let body = title(atMost: 2)
        var blocks: [Block] = []
        let (own, other) = (place.address.text(in: language), place.address.text(in: second))
        if !own.isEmpty { blocks.append(.words(own, theme.strong)) }
        if second == .chinese, other != own, !other.isEmpty { blocks.append(.words(other, theme.page)) }
        if let hours = place.hours, !hours.isEmpty { blocks.append(field(.placesHours, hours, theme.page)) }
        if blocks.isEmpty { blocks.append(way(to: place)) }
        flow(blocks, in: body, foot: sourceLine, code: place.link.map { Code(text: $0, caption: text(.placesMap)) })
    }
}
