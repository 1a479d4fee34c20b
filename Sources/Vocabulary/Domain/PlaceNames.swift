/// The words that name places, and why there is nothing to show.
extension Absence {
    /// Why there is nothing in a word or two, where a tile or a list has no room for more.
    public var mark: MessageKey {
        switch self {
        case .none: .markNone
        case .notSetUp: .markNotSetUp
        case .unreadable: .markUnreadable
        case .outdated: .markOutdated
        case .unknown: .markWaiting
        }
    }

    /// The same of places.
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
