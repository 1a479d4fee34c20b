/// Places around the booth: kinds, then the nearest of a kind, then one place.
public struct PlacesScreen: Equatable, Sendable {
    /// The kind chosen; none shows the kinds.
    public var kind: PlaceKind?
    /// The page of the list, from 0.
    public var page = 0
    /// The index of the place chosen within its kind; none shows the list.
    public var place: Int?
    /// Whether where that place is has a page of its own: address and map.
    public var isMap = false

    /// Places on one page of the list.
    public static let pageSize = 4
    /// The key that shows where a place is: no emergency number has this digit, so that each of theirs proves dialling here.
    public static let mapKey = 7
}

extension Life {
    /// Places of a kind, nearest first.
    public func places(of kind: PlaceKind) -> [Place] {
        (places?.places ?? []).filter { $0.kind == kind }
    }

    /// The place whose page this is, if it is one.
    func place(on screen: PlacesScreen) -> Place? {
        guard let kind = screen.kind, let index = screen.place else { return nil }
        let places = places(of: kind)
        return places.indices.contains(index) ? places[index] : nil
    }
}

extension Place {
    /// The number that may be called for free, where there is one.
    public func freeNumber(in language: LanguageCode) -> String? {
        phone.flatMap { NumberPolicy(digits: $0, language: language) == .allowed ? $0 : nil }
    }
}

extension State {
    /// The number that `#` calls on a place's page, where there is one and this session may call it.
    public func number(toCall place: Place) -> String? {
        place.freeNumber(in: language).flatMap { mayCallOffered($0) ? $0 : nil }
    }
}

extension Turn {
    mutating func pressOnPlaces(_ key: Key, _ screen: PlacesScreen) {
        guard let kind = screen.kind else { return pressOnKinds(key) }
        let places = state.life.places(of: kind)
        guard let index = screen.place, places.indices.contains(index) else {
            return pressOnList(key, screen, places)
        }
        var screen = screen
        switch key {
        case .star where screen.isMap:
            screen.isMap = false
            showPlaces(screen)
        case _ where screen.isMap: pressCommon(key)
        case .hash:
            let place = places[index]
            guard let phone = state.number(toCall: place) else { return sayAgain() }
            startCall(number: phone, name: place.name, callClass: .free)
        case .digit(PlacesScreen.mapKey):
            screen.isMap = true
            showPlaces(screen)
        case .star: showPlaces(PlacesScreen(kind: kind, page: screen.page))
        default: pressCommon(key)
        }
    }

    /// A list that comes while a page is read may be shorter than the one that was there.
    mutating func keepPlacesInRange() {
        guard case .places(var screen) = state.screen, let kind = screen.kind else { return }
        let count = state.life.places(of: kind).count
        screen.page = min(screen.page, max(0, count - 1) / PlacesScreen.pageSize)
        if let place = screen.place, place >= count { (screen.place, screen.isMap) = (nil, false) }
        state.screen = .places(screen)
    }

    private mutating func pressOnKinds(_ key: Key) {
        switch key {
        case .digit(let digit) where digit >= 1 && digit <= PlaceKind.allCases.count:
            let kind = PlaceKind.allCases[digit - 1]
            record(.information(topic: kind.rawValue, ageSeconds: nil))
            showPlaces(PlacesScreen(kind: kind))
        case .star: back()
        default: pressCommon(key)
        }
    }

    private mutating func pressOnList(_ key: Key, _ screen: PlacesScreen, _ places: [Place]) {
        var screen = screen
        let size = PlacesScreen.pageSize
        switch key {
        case .digit(let digit) where digit >= 1 && digit <= size && screen.page * size + digit <= places.count:
            screen.place = screen.page * size + digit - 1
            showPlaces(screen)
        case .hash where places.count > size:
            screen.page = (screen.page + 1) % ((places.count + size - 1) / size)
            showPlaces(screen)
        case .star:
            state.session?.findings.backs += 1
            state.screenSince = now
            enterStep()
        default: pressCommon(key)
        }
    }

    private mutating func showPlaces(_ screen: PlacesScreen) {
        state.screenSince = now
        show(.places(screen))
        speakPage()
    }

    /// Whether `#` does something else here than to say it again.
    func hashGoesForward(on screen: PlacesScreen) -> Bool {
        guard let kind = screen.kind, !screen.isMap else { return false }
        if let place = state.life.place(on: screen) { return state.number(toCall: place) != nil }
        return state.life.places(of: kind).count > PlacesScreen.pageSize
    }

    /// What the pages of a kind say: places by number and minutes, as their names are on the screen, then the keys.
    func words(of screen: PlacesScreen, _ kind: PlaceKind) -> [Speech.Part] {
        let places = state.life.places(of: kind)
        if places.isEmpty {
            let absence = state.absence(of: kind)
            return [.prompt(absence == .none ? .placesNone : absence.prompt)]
        }
        if let index = screen.place, places.indices.contains(index) {
            if screen.isMap { return [.prompt(.placesWhere)] }
            let place = places[index]
            let keys: PromptKey =
                state.number(toCall: place) != nil
                ? .placesDetailCall : place.freeNumber(in: state.language) == nil ? .placesDetail : .placesDetailLater
            return [.sentence(.place(kind, index: index)), .prompt(keys)]
        }
        let list: [Speech.Part] = [.prompt(.placesList), .sentence(.places(kind, page: screen.page))]
        return places.count > PlacesScreen.pageSize ? list + [.prompt(.pageNext)] : list
    }
}
