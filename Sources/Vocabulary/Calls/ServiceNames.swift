/// The words that name services on pages.
extension EmergencyService {
    /// The service's name with its number; never the number alone.
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
