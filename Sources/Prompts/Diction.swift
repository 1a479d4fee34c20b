package import Vocabulary

/// Assembles recorded fragments by the rules of one language. Every result is nil if a recording is missing, so that a
/// sentence is said whole or not at all.
package struct Diction: Sendable {
    let rules: SpeechRules
    /// The available recordings with their texts.
    package let fragments: [PromptKey: String]
    /// Whole sentences without a recording.
    private let silent: Set<PromptKey>

    package init(_ language: LanguageCode, fragments: [PromptKey: String], silent: Set<PromptKey> = []) {
        rules = SpeechRules(language)
        self.fragments = fragments
        self.silent = silent
    }

    /// Whether a whole sentence has no recording.
    package func isSilent(_ key: PromptKey) -> Bool { silent.contains(key) }

    /// One recording.
    package func word(_ key: PromptKey) -> [PromptKey]? { fragments[key] == nil ? nil : [key] }

    /// One recording.
    package func word(_ name: String) -> [PromptKey]? { word(PromptKey(name)) }

    /// The parts one after the other; nil if one of them is nil.
    package func join(_ parts: [PromptKey]?...) -> [PromptKey]? {
        var joined: [PromptKey] = []
        for part in parts {
            guard let part else { return nil }
            joined += part
        }
        return joined
    }

    /// A value in its phrase: the fragment `name` before it, `name.after` after it, or both, as the language's word
    /// order requires.
    package func phrase(_ name: String, _ value: [PromptKey]?) -> [PromptKey]? {
        let before = word(name)
        let after = word(name + ".after")
        guard let value, before != nil || after != nil else { return nil }
        return (before ?? []) + value + (after ?? [])
    }

    // MARK: Numbers

    /// 0 to 9999 as a cardinal number.
    package func cardinal(_ number: Int) -> [PromptKey]? {
        guard (0...9999).contains(number) else { return nil }
        if let whole = word("number.\(number)") { return whole }
        guard number >= 100, rules != .plain else { return number < 100 ? nil : digits(String(number)) }
        let (thousands, hundreds, rest) = (number / 1000, number / 100 % 10, number % 100)
        let thousand = thousands == 0 ? [] : word("thousand.\(thousands)")
        // 两百, but 一千二百.
        let two = rules == .chinese && hundreds == 2 && thousands > 0 ? "hundred.inner.2" : "hundred.\(hundreds)"
        let hundred = hundreds == 0 ? [] : word(two)
        switch rules {
        case .chinese: return join(thousand, hundred, chineseRest(rest, below: hundreds > 0 ? 100 : 1000))
        case .english: return join(thousand, hundred, rest == 0 ? [] : join(word("and"), word("number.\(rest)")))
        default: return join(thousand, hundred, rest == 0 ? [] : word("number.\(rest)"))
        }
    }

    /// The rest after the hundreds or thousands. An empty place is said as 零, and a ten is said as 一十.
    private func chineseRest(_ rest: Int, below place: Int) -> [PromptKey]? {
        guard rest > 0 else { return [] }
        let zero = rest < 10 || place == 1000 ? word("number.0") : []
        let one = (10...19).contains(rest) ? word("number.1") : []
        return join(zero, one, word("number.\(rest)"))
    }

    /// Digits one by one, as a number is dialled. `digit.1` is for a language that has another word for one there (幺).
    package func digits(_ text: some StringProtocol) -> [PromptKey]? {
        var said: [PromptKey] = []
        for character in text {
            guard let digit = digit(character) else { return nil }
            said += digit
        }
        return said
    }

    private func digit(_ character: Character) -> [PromptKey]? {
        guard character.isASCII, let digit = character.wholeNumberValue else { return nil }
        return word("digit.\(digit)") ?? word("number.\(digit)")
    }

    /// A number with its unit.
    func count(_ number: Int, _ unit: CountUnit) -> [PromptKey]? {
        guard let unit = rules.unit(unit) else { return cardinal(number) }
        if let whole = word(unit.whole(number)) { return whole }
        if rules.mayDoWithout(unit), word(unit.alone) == nil { return cardinal(number) }
        return join(cardinal(number), word(unit.alone))
    }

    /// Degrees Celsius, below zero as well.
    package func temperature(_ degrees: Int) -> [PromptKey]? {
        degrees < 0 ? join(word("degrees.below"), count(-degrees, .degrees)) : count(degrees, .degrees)
    }

    /// A span of at least 1 minute. From an hour on it is said in hours and minutes.
    package func span(minutes: Int) -> [PromptKey]? {
        guard minutes >= 60 else { return count(minutes, .minutes) }
        return join(count(minutes / 60, .hours), minutes % 60 == 0 ? [] : count(minutes % 60, .minutes))
    }

    // MARK: Names

    /// A licence plate of mainland China (GA 36-2018), spelled character by character.
    package func plate(_ text: String) -> [PromptKey]? {
        var said: [PromptKey] = []
        for character in text where !Self.separators.contains(character) {
            guard let sign = province(character) ?? letter(character) ?? digit(character) else { return nil }
            said += sign
        }
        return said.isEmpty ? nil : said
    }

    /// A bus line by its name: `71路`, `K11`, `939`; nil for a name in words.
    package func line(_ name: String) -> [PromptKey]? {
        let name = name.hasSuffix("路") ? name.dropLast() : name[...]
        let letters = name.prefix { !$0.isWholeNumber }
        let number = name[letters.endIndex...]
        guard (1...4).contains(number.count), number.allSatisfy(\.isASCII), let value = Int(number) else { return nil }
        var said: [PromptKey] = []
        for character in letters {
            guard let letter = letter(character) else { return nil }
            said += letter
        }
        let spelled = number.first == "0" || rules.spellsLine(value)
        return join(said, spelled ? digits(number) : cardinal(value))
    }

    private static let separators: Set<Character> = ["·", "・", "•", ".", "-", " "]

    private func letter(_ character: Character) -> [PromptKey]? {
        guard character.isASCII, character.isLetter else { return nil }
        return word("letter.\(character.uppercased())")
    }

    private func province(_ character: Character) -> [PromptKey]? {
        Fragments.provinces[character].flatMap { word("province.\($0)") }
    }

    // MARK: Time

    /// The time of day. Some languages have a word for the full hour (整, o'clock) and one for the zero of a
    /// single-digit minute (零五分, oh five).
    package func clock(_ time: CivilTime) -> [PromptKey]? { clock(hour: time.hour, minute: time.minute) }

    /// The same for a time in a timetable.
    package func clock(_ time: TimeOfDay) -> [PromptKey]? {
        clock(hour: time.minutes / 60 % 24, minute: time.minutes % 60)
    }

    private func clock(hour number: Int, minute: Int) -> [PromptKey]? {
        let hour = count(rules.hour(number), .clockHour)
        let zero = minute < 10 ? word("clock.zero") ?? [] : []
        let minutes = minute == 0 ? word("clock.full") ?? [] : count(minute, .clockMinute).map { zero + $0 }
        guard rules != .plain else { return join(hour, minutes) }
        let part = word("clock.\(DayPart(hour: number).rawValue)")
        return rules == .english ? join(hour, minutes, part) : join(part, hour, minutes)
    }

    /// Month, day and weekday.
    package func date(_ time: CivilTime) -> [PromptKey]? {
        let month = word("month.\(time.month)")
        let day = word("day.\(time.day)")
        let weekday = word("weekday.\(time.weekday)")
        return rules == .english ? join(weekday, day, month) : join(month, day, weekday)
    }
}
