/// The meaning of an emergency number that a resident dials as on a telephone.
public enum DialledEmergency: Hashable {
    /// 110, 120, 119, and 122 (traffic police, which 110 handles).
    case service(EmergencyService)
    /// 112, 911, 999, and 119 in languages of countries where it means a different service than in China.
    case chooser

    /// The meaning of a complete number for a speaker of a language; nil if it is no emergency number.
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
