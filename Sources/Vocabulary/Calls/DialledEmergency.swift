/// What an emergency number dialled as on a telephone means.
public enum DialledEmergency: Hashable {
    /// 110, 120, 119 and 122 (traffic police: 110 takes it).
    case service(EmergencyService)
    /// 112, 911, 999, and 119 where it means another service than in China.
    case chooser

    /// What a complete number means in a language.
    public init?(number: String, language: LanguageCode) {
        switch number {
        case "110", "122": self = .service(.police)
        case "120": self = .service(.ambulance)
        case "119": self = language == .japanese || language == .korean ? .chooser : .service(.fire)
        case "112", "911", "999": self = .chooser
        default: return nil
        }
    }
}
