public import Vocabulary

/// The recordings from which sentences with numbers and names are assembled. Their texts are under `fragments:` in a
/// language's file.
public enum Fragments {
    /// The characters for provinces on licence plates (GA 36-2018), with their ISO 3166-2:CN codes.
    static let provinces: [Character: String] = [
        "京": "BJ", "津": "TJ", "冀": "HE", "晋": "SX", "蒙": "NM", "辽": "LN", "吉": "JL", "黑": "HL", "沪": "SH",
        "苏": "JS", "浙": "ZJ", "皖": "AH", "闽": "FJ", "赣": "JX", "鲁": "SD", "豫": "HA", "鄂": "HB", "湘": "HN",
        "粤": "GD", "桂": "GX", "琼": "HI", "渝": "CQ", "川": "SC", "贵": "GZ", "云": "YN", "藏": "XZ", "陕": "SN",
        "甘": "GS", "青": "QH", "宁": "NX", "新": "XJ",
    ]

    /// Phrases around a value. One of NAME and NAME.after is enough, whichever the language's word order requires.
    static let phrases = [
        "left", "walk", "clock.now", "weather.now", "weather.high", "weather.low", "weather.tonight",
        "weather.tomorrow",
        "bus.line", "bus.in", "bus.then", "bus.first", "bus.last", "taxi.plate", "taxi.in", "activities.count",
        "notices.count",
    ]

    /// Single recordings that every language needs.
    static var words: [String] {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map { "letter.\($0)" }
        let skies = Sky.allCases.map { "sky.\($0.rawValue)" }
        let advice = [WeatherHint.umbrella, .heat, .coat].map { "weather.\($0.rawValue)" }
        let air = AirGrade.Word.allCases.map { "weather.air.\($0.rawValue)" }
        return (0...99).map { "number.\($0)" } + letters + provinces.values.sorted().map { "province.\($0)" }
            + (1...12).map { "month.\($0)" } + (1...31).map { "day.\($0)" } + (0...6).map { "weekday.\($0)" }
            + (1...9).map { "press.\($0)" } + (1...InformationTopic.pageSize).map { "bus.other.\($0)" } + skies
            + advice
            + air + [
                "weather.warning", "service.other", "bus.arriving", "bus.none", "taxi.here", "place.open",
                "place.closed",
                "degrees.below", "point", "yuan",
            ]
    }

    /// The recordings that the rules of a language require in addition.
    private static func words(_ rules: SpeechRules) -> [String] {
        guard rules != .plain else { return [] }
        let large = (1...9).map { "hundred.\($0)" } + (1...9).map { "thousand.\($0)" }
        let parts = DayPart.allCases.map { "clock.\($0.rawValue)" }
        switch rules {
        case .chinese: return large + parts + ["hundred.inner.2", "digit.1"]
        case .english: return large + parts + ["and", "clock.full", "clock.zero"]
        default: return large + parts
        }
    }

    /// The recordings that a language still needs to say everything, in the order of use. A unit is complete if it is
    /// recorded alone or with every number. A phrase is complete with one of its halves.
    public static func missing(in language: LanguageCode, from recorded: Set<PromptKey>) -> [PromptKey] {
        let rules = SpeechRules(language)
        let missing = (words + words(rules)).map { PromptKey($0) }.filter { !recorded.contains($0) }
        let units = Set(CountUnit.allCases.compactMap(rules.unit)).filter { unit in
            if rules.mayDoWithout(unit) { return false }
            let numbers = unit == .clockHour ? Set((0...23).map(rules.hour)) : Set(unit.range)
            return !recorded.contains(unit.alone) && !numbers.allSatisfy { recorded.contains(unit.whole($0)) }
        }
        let phrases = phrases.map { PromptKey($0) }.filter { phrase in
            !recorded.contains(phrase) && !recorded.contains(PromptKey(phrase.rawValue + ".after"))
        }
        return missing + CountUnit.allCases.filter(units.contains).map(\.alone) + phrases
    }

    /// Whether some sentence may use this fragment, to detect a misspelt name. The names of service numbers depend on
    /// the booth: `service.12345`.
    public static func isKnown(_ key: PromptKey) -> Bool {
        if known.contains(key) { return true }
        let number = key.rawValue.dropFirst("service.".count)
        return key.rawValue.hasPrefix("service.") && !number.isEmpty && number.allSatisfy { ("0"..."9").contains($0) }
    }

    /// Fragments whose names do not depend on the booth.
    public static let known: Set<PromptKey> = {
        var names = Set(words)
        for rules in [SpeechRules.chinese, .english, .japanese, .korean] { names.formUnion(words(rules)) }
        names.formUnion((0...9).map { "digit.\($0)" })
        for phrase in phrases { names.formUnion([phrase, phrase + ".after"]) }
        var keys = Set(names.map { PromptKey($0) })
        for unit in CountUnit.allCases {
            keys.insert(unit.alone)
            keys.formUnion(unit.range.map(unit.whole))
        }
        return keys
    }()
}
