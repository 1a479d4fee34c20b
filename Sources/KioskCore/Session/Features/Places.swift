import Prompts
import Reporting
public import Vocabulary

/// Places around the booth: kinds, then the nearest of a kind, then one place.
public struct PlacesScreen: Equatable, Sendable {
    /// The kind chosen; nil shows the kinds.
    public var kind: PlaceKind?
    /// The page of the list, from 0.
    public var page = 0
    /// The index of the place chosen within its kind; nil shows the list.
    public var place: Int?
    /// Whether the page with the address and the map of that place is shown.
    public var isMap = false

    /// Places on one page of the list.
    public static let pageSize = 4
    /// The key that shows where a place is. No emergency number contains this digit, so this key never makes a
    /// digit of such a number look like an answer.
    public static let mapKey = 7
}

extension Life {
    /// Places of a kind, nearest first.
    public func places(of kind: PlaceKind) -> [Place] { places?.places(of: kind) ?? [] }

    /// The place whose page this is, if it is one.
    func place(on screen: PlacesScreen) -> Place? {
        guard let kind = screen.kind, let index = screen.place else { return nil }
        let places = places(of: kind)
        return places.indices.contains(index) ? places[index] : nil
    }
}

extension Place {
    /// The number that may be called for free, if there is one.
    public func freeNumber(in language: LanguageCode) -> String? {
        phone.flatMap { NumberPolicy(digits: $0, language: language) == .allowed ? $0 : nil }
    }
}

extension State {
    /// The number that `#` calls on a place's page, if there is one and this session may call it.
    public func number(toCall place: Place) -> String? {
        place.freeNumber(in: language).flatMap { mayCallOffered($0) ? $0 : nil }
    }
}

extension Turn {
    func placesPage(_ screen: PlacesScreen) -> Page {
        guard let kind = screen.kind else { return kindsPage }
        if let place = state.life.place(on: screen) { return placePage(screen, place) }
        let places = state.life.places(of: kind)
        let shown = ListPart(screen.page, of: places.count, PlacesScreen.pageSize)
        let offers = shown.indices.map { index in
            Offer(.digit(index - shown.start + 1), .text(places[index].name), said: .prompt(.placesList)) { turn in
                var screen = screen
                screen.place = index
                turn.showPlaces(screen)
            }
        }
        let next = shown.nextOffer { turn in
            var screen = screen
            screen.page = shown.next
            turn.showPlaces(screen)
        }
        return page(
            Page.Title(words: .message(kind.message), tone: .category(.information)), offers + next,
            words: words(of: screen, kind), waits: timings.reading,
            back: backOffer { turn in
                turn.state.session?.findings.backs += 1
                turn.state.screenSince = turn.now
                turn.enterStep()
            })
    }

    /// The page with nine kinds, where home has its tiles.
    private var kindsPage: Page {
        let nothing = wordsOfNothing
        let kinds = PlaceKind.allCases.prefix(9).enumerated().map { index, kind in
            let absence = state.life.places(of: kind).isEmpty ? state.absence(of: kind) : nil
            return Offer(
                .digit(index + 1), .message(kind.message), at: .tile, mark: absence?.markNear,
                said: nothing == nil ? .prompt(.placesKinds) : .nowhere
            ) { turn in
                turn.record(.information(topic: kind.rawValue, ageSeconds: nil))
                turn.showPlaces(PlacesScreen(kind: kind))
            }
        }
        return page(
            Page.Title(words: .message(.placesTitle), tone: .category(.information)), kinds,
            words: nothing ?? [.prompt(opening), .prompt(.placesKinds)], waits: timings.reading,
            back: backOffer { $0.goBack() })
    }

    /// The page of one place: the way there and its telephone, or the address and the map.
    private func placePage(_ screen: PlacesScreen, _ place: Place) -> Page {
        let said = keys(of: place)
        var offers: [Offer] = []
        if !screen.isMap {
            offers.append(
                Offer(.digit(PlacesScreen.mapKey), .placesWhere, said: .prompt(said)) { turn in
                    var screen = screen
                    screen.isMap = true
                    turn.showPlaces(screen)
                })
            if let phone = state.number(toCall: place) {
                offers.append(
                    Offer(.hash, .placesCall, at: .legend, isForward: true, said: .prompt(said)) {
                        $0.startCall(number: phone, name: place.name, callClass: .free)
                    })
            }
        }
        let back = backOffer { turn in
            var before = screen
            if screen.isMap { before.isMap = false } else { before.place = nil }
            turn.showPlaces(before)
        }
        return page(
            Page.Title(words: .text(place.name), tone: .category(.information)), offers,
            words: screen.kind.map { words(of: screen, $0) }, waits: timings.reading, back: back)
    }

    /// Keeps the page within a list that came while it was being read and may be shorter than the one before.
    mutating func keepPlacesInRange() {
        guard case .places(var screen) = state.screen, let kind = screen.kind else { return }
        let count = state.life.places(of: kind).count
        screen.page = min(screen.page, ListPart(0, of: count, PlacesScreen.pageSize).count - 1)
        if let place = screen.place, place >= count { (screen.place, screen.isMap) = (nil, false) }
        state.screen = .places(screen)
    }

    private mutating func showPlaces(_ screen: PlacesScreen) {
        state.screenSince = now
        show(.places(screen))
        speakPage()
    }

    /// The prompt about the keys of a place's page.
    private func keys(of place: Place) -> PromptKey {
        if state.number(toCall: place) != nil { return .placesDetailCall }
        return place.freeNumber(in: state.language) == nil ? .placesDetail : .placesDetailLater
    }

    /// What the pages of a kind say: places by number and minutes, because their names are on the screen, then the
    /// keys.
    func words(of screen: PlacesScreen, _ kind: PlaceKind) -> [Speech.Part] {
        let places = state.life.places(of: kind)
        if places.isEmpty {
            let absence = state.absence(of: kind)
            return [.prompt(absence == .none ? .placesNone : absence.prompt)]
        }
        if let index = screen.place, places.indices.contains(index) {
            if screen.isMap { return [.prompt(.placesWhere)] }
            return [.sentence(.place(kind, index: index)), .prompt(keys(of: places[index]))]
        }
        let list: [Speech.Part] = [.prompt(.placesList), .sentence(.places(kind, page: screen.page))]
        return places.count > PlacesScreen.pageSize ? list + [.prompt(.pageNext)] : list
    }
}
