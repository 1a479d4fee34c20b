import KioskCore
public import Vocabulary

/// A small, complete catalogue for tests: the ten functions with made-up words. It does not come from the shipped
/// files, so that a change of wording there breaks no test of behaviour.
public enum Sample {
    /// The ten functions.
    public static let catalogue = Catalogue(functions: functions, languages: [chinese, english])

    /// A booth in demonstration mode with two trunks.
    public static let settings = Settings(
        booth: Booth(
            number: "PT-0042", address: [.chinese: "兰溪路 123 号", .english: "123 Lanxi Road"],
            sayThis: ["我在兰溪路 123 号"], sayThisLatin: ["Wo zai Lanxi Lu 123 hao"],
            nearestPhone: [.chinese: "便利店", .english: "Shop"], latitude: 31.2404, longitude: 121.4208),
        telephony: TelephonySettings(
            trunks: [
                Trunk(id: TrunkID(rawValue: "first"), host: "127.0.0.1", port: 5070, user: "booth"),
                Trunk(id: TrunkID(rawValue: "second"), host: "127.0.0.1", port: 5071, user: "booth"),
            ],
            services: [
                EmergencyService.police.service: "110", EmergencyService.ambulance.service: "120",
                EmergencyService.fire.service: "119", .helpCentre: "9990001", .hotline: "12345",
            ]),
        local: LocalInformation(
            numbers: [ServiceNumber(label: [.chinese: "市民热线", .english: "Hotline"], number: "12345")]))

    private static let chinese = Language(code: .chinese, name: "中文", texts: [:])
    private static let english = Language(code: .english, name: "English", texts: [:])

    private static func function(
        _ id: String, _ key: Int, _ category: Category, _ official: OfficialCategory, _ steps: [Step]
    ) -> Function {
        Function(
            id: FunctionID(rawValue: id), key: key, category: category, official: official,
            label: [.chinese: "功能\(key)", .english: "Function \(key)"], short: [.english: "F\(key)"], steps: steps)
    }

    private static let functions = [
        function(
            "taxi", 1, .services, .services,
            [
                .confirm(ConfirmStep(title: [.english: "Call a taxi here"], action: [.english: "Order"])),
                .request(RequestStep(kind: "taxi", contact: true)), .rating,
            ]),
        function(
            "clinic", 2, .services, .services,
            [
                .choice(choice("hospital", ["central", "people", "tongji"])), .choice(choice("slot", ["am", "pm"])),
                .confirm(ConfirmStep(title: [.english: "Check"], action: [.english: "Book"])),
                .request(RequestStep(kind: "clinic")), .rating,
            ]),
        function(
            "free-call", 3, .services, .emergency,
            [.number, .call(CallStep(callClass: .free, services: [])), .rating]),
        function("police", 4, .emergency, .emergency, [.emergency(.police)]),
        function("ambulance", 5, .emergency, .emergency, [.emergency(.ambulance)]),
        function("fire", 6, .emergency, .emergency, [.emergency(.fire)]),
        function("places", 7, .information, .information, [.places]),
        function("information", 8, .information, .information, [.information(InformationTopic.allCases)]),
        function("pension", 9, .information, .information, [.card]),
        function(
            "person", 0, .person, .services,
            [.call(CallStep(callClass: .assistance, services: [.helpCentre, .hotline])), .rating]),
    ]

    private static func choice(_ id: String, _ options: [String]) -> ChoiceStep {
        ChoiceStep(
            id: id, title: [.english: id], options: options.map { ChoiceOption(id: $0, label: [.english: $0]) })
    }
}
