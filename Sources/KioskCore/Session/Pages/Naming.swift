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

extension Order {
    /// Whether a technician made up what was ordered; its name then has to be said, since no text of ours says it.
    public var isOfOwnKind: Bool { kind != "taxi" && kind != "clinic" }

    /// How it stands, in words.
    public var title: MessageKey {
        switch trouble {
        case .unreachable, .unanswered: failure
        case .cancelling: .requestCancelling
        case .tooLate: .requestTooLate
        case .cancelUnconfirmed: .requestCancelUnconfirmed
        case nil:
            switch answer?.phase {
            case nil: .requestSending
            case .submitted: .requestSubmitted
            case .accepted: .requestAccepted
            case .assigned: kind == "taxi" ? .requestAssignedTaxi : .requestAssigned
            case .completed: kind == "clinic" ? .requestCompletedClinic : .requestCompleted
            case .failed: failure
            case .cancelled: .requestCancelled
            }
        }
    }

    private var failure: MessageKey {
        switch kind {
        case "taxi": .requestFailedTaxi
        case "clinic": .requestFailedClinic
        default: .requestFailed
        }
    }
}
