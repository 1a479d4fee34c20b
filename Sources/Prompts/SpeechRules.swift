import Vocabulary

/// How languages differ in the way they say numbers, times and names. All other differences are in the fragments.
///
/// `plain` is for a language that the program does not know. It says numbers up to 99 as recorded and longer ones digit
/// by digit, a unit after its number, the time by the 24-hour clock, and a date as month, day, weekday.
enum SpeechRules: Hashable, Sendable {
    case chinese, english, japanese, korean, plain

    /// The rules for a BCP 47 tag. All Chinese languages count alike, so Shanghainese (`wuu`) and Cantonese (`yue`)
    /// need recordings but no rules of their own.
    init(_ language: LanguageCode) {
        switch language.rawValue.prefix(while: { $0 != "-" }).lowercased() {
        case "zh", "cmn", "wuu", "yue", "hak", "nan", "gan", "hsn": self = .chinese
        case "en": self = .english
        case "ja": self = .japanese
        case "ko": self = .korean
        default: self = .plain
        }
    }

    /// The number that is said for an hour of the day, 0 to 23.
    func hour(_ hour: Int) -> Int {
        switch self {
        // 零点, 中午十二点, 下午一点.
        case .chinese: hour <= 12 ? hour : hour - 12
        case .english, .korean: (hour + 11) % 12 + 1
        // 午前0時, 午後0時.
        case .japanese: hour % 12
        case .plain: hour
        }
    }

    /// The unit whose recordings the language uses for this unit; nil if the number alone is said.
    func unit(_ unit: CountUnit) -> CountUnit? {
        switch (self, unit) {
        case (.english, .clockHour), (.english, .clockMinute), (.english, .items): nil
        // いっぷん, にふん: the same words as for a span.
        case (.japanese, .clockMinute): .minutes
        default: unit
        }
    }

    /// Whether a language may lack a word for a unit, so that the number alone is said, as in English. This is allowed
    /// only for languages that the program does not know.
    func mayDoWithout(_ unit: CountUnit) -> Bool {
        self == .plain && [.items, .clockHour, .clockMinute].contains(unit)
    }

    /// Whether a bus line's number is read digit by digit: 939 as 九三九, 71 as 七十一.
    func spellsLine(_ number: Int) -> Bool {
        switch self {
        case .chinese, .english, .plain: number >= 100
        case .japanese, .korean: false
        }
    }
}

/// The part of the day that a clock time is in.
enum DayPart: String, CaseIterable, Hashable, Sendable {
    case night, morning, noon, afternoon, evening

    /// The part that an hour, 0 to 23, belongs to.
    init(hour: Int) {
        switch hour {
        case ..<5: self = .night
        case ..<12: self = .morning
        case 12: self = .noon
        case ..<18: self = .afternoon
        default: self = .evening
        }
    }
}

/// The unit of a number. A number with its unit is one recording if that exists (`minutes.2`: 两分钟). Otherwise it is the
/// number followed by the unit (`number.5`, `minutes`: 五, 分钟). In this way irregular forms need no rules.
enum CountUnit: String, CaseIterable, Hashable, Sendable {
    case minutes, seconds, hours, degrees
    /// Things in general: 个, 件, 개.
    case items
    /// The hour on the clock: 点, 時, 시.
    case clockHour = "clock.hour"
    /// The minute on the clock, as opposed to a span of minutes: 分, 분.
    case clockMinute = "clock.minute"

    /// The numbers that occur with this unit.
    var range: ClosedRange<Int> {
        switch self {
        case .minutes, .clockMinute: 1...59
        case .seconds: 1...60
        case .hours: 1...12
        case .degrees: 0...50
        case .items: 1...10
        case .clockHour: 0...23
        }
    }

    /// The recording of a number with this unit.
    func whole(_ number: Int) -> PromptKey { PromptKey("\(rawValue).\(number)") }

    /// The recording of the unit alone.
    var alone: PromptKey { PromptKey(rawValue) }
}
