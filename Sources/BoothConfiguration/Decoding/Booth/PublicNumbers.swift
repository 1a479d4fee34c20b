import Vocabulary

/// Knows the numbers that everybody in China can dial, and judges whether a service may be reached by one of them.
///
/// Nobody notices a wrong number for a service until somebody needs it, so every number is checked.
enum PublicNumbers {
    /// Numbers answered by an emergency service, here or where visitors come from.
    private static let emergencies = [
        "110": "the police", "119": "the fire brigade", "120": "the ambulance", "122": "the traffic police",
        "112": "the emergency number of mobile telephones", "911": "the emergency number of North America",
        "999": "an emergency number of Hong Kong and other places",
    ]

    /// Other numbers that are the same all over the country and might be written where an emergency service belongs.
    private static let others = [
        "114": "directory enquiries", "10000": "China Telecom", "10010": "China Unicom", "10086": "China Mobile",
        "12110": "the police by text message", "12119": "the forest fire service", "12122": "the motorway service",
        "12320": "the health line", "12333": "the pension line", "12345": "the city's hotline",
        "12348": "the legal advice line", "12356": "the mental health line", "12395": "the rescue service at sea",
    ]

    /// The number of digits in the line of a dispatch centre, with or without an area or country code (ITU-T E.164).
    private static let wholeNumber = 7...15

    /// What is wrong with a number, and what to do about it.
    struct Finding: Equatable {
        var severity: Problem.Severity
        var message: String
        var remedy: String
    }

    /// The emergency service that a number belongs to, with or without an area or country code; nil for any other
    /// number.
    static func emergency(_ number: String) -> String? { emergencies[withoutCodes(number)] }

    /// Judges one number of a service; nil if nothing is wrong with it.
    static func judge(_ number: String, of service: ServiceID) -> Finding? {
        if let emergency = EmergencyService(rawValue: service.rawValue) { return judge(number, of: emergency) }
        let name = service.rawValue
        if let meaning = emergency(number) {
            return Finding(
                severity: .error, message: "the number of '\(name)' is \(number): \(meaning)",
                remedy: "write the number of '\(name)' itself")
        }
        if service == .hotline, withoutCodes(number) != "12345" {
            return Finding(
                severity: .warning,
                message: "the number of 'hotline' is \(number), which is not known as the city's hotline",
                remedy: "write \"12345\", or make sure of it with a call")
        }
        return nil
    }

    private static func judge(_ number: String, of service: EmergencyService) -> Finding? {
        let (name, right) = (service.rawValue, service.publicNumber)
        if number == right { return nil }
        let short = withoutCodes(number)
        if short == right {
            return Finding(
                severity: .warning,
                message: "the number of '\(name)' is \(number): \(right) of the place with that code",
                remedy: "write \"\(right)\", or make sure that the booth stands there")
        }
        if let meaning = emergencies[short] ?? others[short] {
            return Finding(
                severity: .error, message: "the number of '\(name)' is \(number): \(meaning)",
                remedy: "write \"\(right)\"")
        }
        guard wholeNumber.contains(number.count) else {
            return Finding(
                severity: .error, message: "the number of '\(name)' is \(number), at which nobody answers for it",
                remedy: "write \"\(right)\", or the whole number of the place that does")
        }
        return Finding(
            severity: .warning, message: "the number of '\(name)' is \(number), which is not known",
            remedy: "write \"\(right)\", or make sure with the service itself that it answers there")
    }

    /// A short number without the codes before it: 021110 and 008621110 are 110 in Shanghai. Any other number is
    /// returned unchanged.
    private static func withoutCodes(_ number: String) -> String {
        var national = number
        if number.hasPrefix("0086") {
            let rest = String(number.dropFirst(4))
            if emergencies[rest] != nil || others[rest] != nil { return rest }
            // After the country code, an area code loses its leading zero.
            national = rest.hasPrefix("0") ? rest : "0" + rest
        }
        // 010 and 02x have three digits, the other area codes four.
        guard national.hasPrefix("0"), !national.hasPrefix("00") else { return number }
        let rest = national.dropFirst(national.hasPrefix("01") || national.hasPrefix("02") ? 3 : 4)
        return (3...5).contains(rest.count) ? String(rest) : number
    }
}
