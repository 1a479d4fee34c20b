/// Kinds of places, in the order of their digits.
public enum PlaceKind: String, CaseIterable, Hashable, Sendable {
    case pharmacy, hospital, toilet, canteen, bank, market, police, library, metro
}

/// A place near the booth.
public struct Place: Equatable, Sendable {
    /// What it is.
    public var kind: PlaceKind
    /// Its name.
    public var name: LocalizedText
    /// Its address.
    public var address: LocalizedText
    /// Opening hours as written by the source, in OpenStreetMap's syntax.
    public let hours: String?
    /// The parsed hours; nil if there are none or if they use more than the common part of the syntax.
    public let opening: OpeningHours?
    /// Its telephone number, as written and as dialled.
    public var telephone: PlacePhone?
    /// Walking minutes at the list's pace.
    public var minutes: Int
    /// A link to a map.
    public var link: String?

    /// A place.
    public init(
        kind: PlaceKind, name: LocalizedText, address: LocalizedText, hours: String? = nil, phone: String? = nil,
        minutes: Int, link: String? = nil
    ) {
        self.init(
            kind: kind, name: name, address: address, hours: hours, opening: hours.flatMap(OpeningHours.init),
            phone: phone.flatMap(PlacePhone.init), minutes: minutes, link: link)
    }

    /// A place whose hours and telephone number are already parsed.
    public init(
        kind: PlaceKind, name: LocalizedText, address: LocalizedText, hours: String?, opening: OpeningHours?,
        phone: PlacePhone?, minutes: Int, link: String?
    ) {
        self.kind = kind
        self.name = name
        self.address = address
        self.hours = hours
        self.opening = opening
        telephone = phone
        self.minutes = minutes
        self.link = link
    }

    /// The digits to dial to call it; nil if they are not certain.
    public var phone: String? { telephone?.number?.digits }

    /// Whether it is open at a time at the booth; nil if that is unknown.
    public func isOpen(at wall: WallTime?, holidays: Holidays = Holidays()) -> Bool? {
        guard let wall else { return nil }
        return opening?.isOpen(at: wall, holidays: holidays)
    }
}

/// A list of packaged places with their date.
public struct PlaceList: Equatable, Sendable {
    /// The places, nearest first.
    public var places: [Place] { didSet { placesByKind = Self.byKind(places) } }
    /// The date of the data as written by its source, such as `2026-10-01`.
    public var dated: String
    /// Whether they are made up for a demonstration.
    public var sample: Bool
    /// The walking pace behind the minutes, in metres of street per minute: that of an old person.
    public var pace: Int
    /// The kinds of which a nearby place may be missing because it could not be read; nil if the kinds are not known.
    public var unread: Set<PlaceKind>?
    /// The same places by kind. Each key press asks for all kinds several times, and a district has thousands of
    /// places.
    private var placesByKind: [PlaceKind: [Place]]

    /// A list of packaged places.
    public init(places: [Place], dated: String, sample: Bool, pace: Int = 48, unread: Set<PlaceKind>? = nil) {
        self.places = places
        placesByKind = Self.byKind(places)
        self.dated = dated
        self.sample = sample
        self.pace = pace
        self.unread = unread
    }

    /// The places of a kind, nearest first.
    public func places(of kind: PlaceKind) -> [Place] { placesByKind[kind] ?? [] }

    private static func byKind(_ places: [Place]) -> [PlaceKind: [Place]] { Dictionary(grouping: places) { $0.kind } }
}
