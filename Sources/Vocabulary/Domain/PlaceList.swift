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
    /// The same, read; nil if there are none or they use more than the common part of the syntax.
    public let opening: OpeningHours?
    /// Its telephone, as written and as it is dialled.
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

    /// A place whose hours have been read already.
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

    /// What is dialled to call it: digits; nil if that is not certain.
    public var phone: String? { telephone?.number?.digits }

    /// Whether it is open at a time at the booth; nil if nobody can tell.
    public func isOpen(at wall: WallTime?, holidays: Holidays = Holidays()) -> Bool? {
        guard let wall else { return nil }
        return opening?.isOpen(at: wall, holidays: holidays)
    }
}

/// Packaged places with their date.
public struct PlaceList: Equatable, Sendable {
    /// The places, nearest first.
    public var places: [Place]
    /// The date of the data as written by its source, such as `2026-10-01`.
    public var dated: String
    /// Whether they are made up for a demonstration.
    public var sample: Bool
    /// The pace that the minutes are counted at, in metres of street a minute: an old person's.
    public var pace: Int
    /// The kinds of which a place near here may be missing because it could not be read; nil if that is not known by kind.
    public var unread: Set<PlaceKind>?

    /// Packaged places.
    public init(places: [Place], dated: String, sample: Bool, pace: Int = 48, unread: Set<PlaceKind>? = nil) {
        self.places = places
        self.dated = dated
        self.sample = sample
        self.pace = pace
        self.unread = unread
    }
}
