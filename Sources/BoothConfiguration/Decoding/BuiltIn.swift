import Vocabulary

/// What a booth falls back on if no file can be used: the emergency keys and a person, with compiled-in texts.
///
/// It has no trunk and no number. Whom a booth calls is only ever taken from a file that a person wrote.
enum BuiltIn {
    /// A booth that does not know where it is.
    static let booth = Booth(number: "", address: [:])

    /// Settings that can call nobody.
    static let settings = Settings(booth: booth)

    /// The emergency services on keys 4, 5 and 6, and a person on 0.
    static let functions: [Function] = EmergencyService.allCases.map(emergency) + [person]

    /// Chinese without a file: the emergency texts come from the program.
    static let chinese = Language(code: .chinese, name: "中文", texts: [:])

    /// The sources of a configuration: those that it names, and the packaged places unless it names others.
    static func sources(directory: String, beside named: [LifeSource] = []) -> [LifeSource] {
        guard !named.contains(where: { $0.topic == .places }) else { return named }
        let places = Paths.resolve("places.geojson", in: directory)
        return named + [LifeSource(id: LifeSource.packagedPlaces, format: .geojson, origin: .file(places))]
    }

    /// The languages that emergency texts are compiled in for.
    static let codes: [LanguageCode] = [.chinese, .english, .japanese, .korean]

    private static func emergency(_ service: EmergencyService) -> Function {
        let key: MessageKey =
            switch service {
            case .police: .emergencyPolice
            case .ambulance: .emergencyAmbulance
            case .fire: .emergencyFire
            }
        return Function(
            id: FunctionID(rawValue: service.rawValue), key: service.key, category: .emergency, official: .emergency,
            label: text(key), short: short(text(key)), steps: [.emergency(service)])
    }

    private static let person = Function(
        id: FunctionID(rawValue: "person"), key: 0, category: .person, official: .services,
        label: text(.emergencyHelpCentre), short: short(text(.emergencyHelpCentre)),
        steps: [.call(CallStep(callClass: .assistance, services: [.helpCentre, .hotline]))])

    private static func text(_ key: MessageKey) -> LocalizedText {
        let words = Catalogue(functions: [], languages: [])
        return LocalizedText(Dictionary(uniqueKeysWithValues: codes.map { ($0, words.text(key, in: $0)) }))
    }

    /// A short label such as `Ambulance` for `Ambulance 120`, if the whole label is too wide.
    private static func short(_ label: LocalizedText) -> LocalizedText {
        LocalizedText(
            label.values.mapValues { text in
                let fits = DisplayWidth.columns(of: text) <= FunctionsDecoder.shortColumns
                return fits ? text : text.split(separator: " ").first.map(String.init) ?? text
            })
    }
}
