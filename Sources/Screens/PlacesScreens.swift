import KioskCore

extension PlaceKind {
    /// The word for it.
    var message: MessageKey {
        switch self {
        case .pharmacy: .placePharmacy
        case .hospital: .placeHospital
        case .toilet: .placeToilet
        case .canteen: .placeCanteen
        case .bank: .placeBank
        case .market: .placeMarket
        case .police: .placePolice
        case .library: .placeLibrary
        case .metro: .placeMetro
        }
    }
}

extension Painter {
    mutating func drawPlaces(_ screen: PlacesScreen) {
        guard let kind = screen.kind else { return drawKinds() }
        let places = state.life.places(of: kind)
        if let index = screen.place, places.indices.contains(index) { return drawPlace(places[index]) }
        let body = title(text(kind.message), second: secondText(kind.message), theme.information)
        if places.isEmpty {
            paragraph(text(.placesNone), body, row: 0, theme.strong)
            return keys()
        }
        let first = screen.page * PlacesScreen.pageSize
        let shown = places[first..<min(places.count, first + PlacesScreen.pageSize)]
        let list = Rect(x: body.x, y: body.y, width: body.width, height: body.height - 1)
        options(
            shown.map {
                Option(
                    label: $0.name.text(in: language), second: $0.name.text(in: second),
                    detail: text(.placesMinutes, ["minutes": String($0.minutes)]))
            }, in: list)
        left(sourceLine, body, row: body.height - 1, theme.quiet)
        if places.count > PlacesScreen.pageSize { keys(hash: .keyNext, forward: true) } else { keys() }
    }

    /// The date of the data, and whether it is made up.
    private var sourceLine: String {
        guard let list = state.life.places else { return "" }
        return [text(.placesDated, ["date": list.dated]), list.sample ? text(.markSample) : nil].compactMap { $0 }
            .fitting(frame.size.columns - 2)
    }

    private mutating func drawKinds() {
        let bar = title(text(.placesTitle), second: secondText(.placesTitle), theme.information)
        _ = bar
        for (index, kind) in PlaceKind.allCases.enumerated() {
            let area = pageTile(index)
            tile(
                .digit(index + 1), area, label: text(kind.message), second: secondText(kind.message),
                theme.information)
        }
        keys()
    }

    /// Nine tiles below the title in the keypad's picture.
    func pageTile(_ index: Int) -> Rect {
        var area = layout.tileArea(row: index / 3, column: index % 3)
        // The title takes the first heading's row; where there are no headings it takes a row from the first tiles.
        if !layout.headings, index < 3 {
            area.y += 1
            area.height -= 1
        }
        return area
    }

    private mutating func drawPlace(_ place: Place) {
        let body = title(place.name.text(in: language), second: place.name.text(in: second), theme.information)
        let code = place.link.flatMap { QR.code($0, fitting: body) }
        let beside = frame.size.columns >= 60
        var area = body
        if let code, beside { area.width -= code.columns + 2 }
        var row = 0
        row += paragraph(
            text(.placesMinutes, ["minutes": String(place.minutes)]), area, row: row, theme.strong)
        let lines: [(MessageKey, String?)] = [
            (.placesAddress, place.address.text(in: language)), (.placesHours, place.hours),
            (.placesPhone, place.phone.map { NumberPolicy.groups($0).joined(separator: " ") }),
        ]
        for (key, value) in lines where row < area.height {
            guard let value, !value.isEmpty else { continue }
            let name = text(key) + "  "
            left(name, area, row: row, theme.quiet)
            let room = Rect(
                x: area.x + name.columns, y: area.y, width: area.width - name.columns, height: area.height)
            row += max(1, paragraph(value, room, row: row, theme.page))
        }
        if row < area.height { left(sourceLine, area, row: row, theme.quiet) }
        row += 1
        if let code {
            let space =
                beside
                ? Rect(x: body.x + body.width - code.columns, y: body.y, width: code.columns, height: body.height)
                : Rect(x: body.x, y: body.y + row, width: body.width, height: body.height - row)
            draw(code, in: space)
        }
        if place.phone != nil { keys(hash: .placesCall, forward: true) } else { keys() }
    }
}
