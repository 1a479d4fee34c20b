/// The words for kinds of places, and for why there is nothing to show.
extension Absence {
    /// The reason in a word or two, where a tile or a list has no room for more.
    public var mark: MessageKey {
        switch self {
        case .none: .markNone
        case .notSetUp: .markNotSetUp
        case .unreadable: .markUnreadable
        case .outdated: .markOutdated
        case .unknown: .markWaiting
        }
    }

    /// The same for places: "none" reads "none near here".
    public var markNear: MessageKey { self == .none ? .markNoneNear : mark }
}

extension PlaceKind {
    /// The kind's name.
    public var message: MessageKey {
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
