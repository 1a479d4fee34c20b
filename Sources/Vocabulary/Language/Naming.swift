/// The words that name things on pages.
extension EmergencyService {
    /// Name and number; never the number alone.
    public var message: MessageKey {
        switch self {
        case .police: .emergencyPolice
        case .ambulance: .emergencyAmbulance
        case .fire: .emergencyFire
        }
    }
}

extension ServiceID {
    /// The service's name.
    public var message: MessageKey {
        switch self {
        case .helpCentre: .serviceHelpCentre
        case .hotline: .serviceHotline
        default: EmergencyService(rawValue: rawValue)?.message ?? .serviceOther
        }
    }
}

extension InformationTopic {
    /// The topic's name.
    public var message: MessageKey {
        switch self {
        case .weather: .infoWeather
        case .buses: .infoBuses
        case .activities: .infoActivities
        case .numbers: .infoNumbers
        case .connectivity: .infoConnectivity
        case .notices: .infoNotices
        }
    }
}

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
