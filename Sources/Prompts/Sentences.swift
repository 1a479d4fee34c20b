package import Vocabulary

/// Sentences with numbers and names in one language, assembled from recorded fragments; nil if a fragment is missing.
extension Diction {
    /// The pause between two clauses.
    package static let comma: Duration = .milliseconds(250)
    /// The pause between two characters of a plate, so that a resident can write it down.
    package static let slow: Duration = .milliseconds(350)

    /// Clauses with a pause between them; nil if one is nil or if there are none.
    package func clauses(_ clauses: [[PromptKey]?], pause: Duration = Diction.comma) -> [Utterance.Part]? {
        var parts: [Utterance.Part] = []
        for clause in clauses {
            guard let clause else { return nil }
            if !parts.isEmpty { parts.append(.pause(pause)) }
            parts += clause.map { .prompt($0) }
        }
        return parts.isEmpty ? nil : parts
    }

    /// The time left in a countdown.
    package func left(seconds: Int) -> [Utterance.Part]? { clauses([phrase("left", count(seconds, .seconds))]) }

    /// Date and time of day.
    package func now(_ time: CivilTime) -> [Utterance.Part]? {
        clauses([phrase("clock.now", join(date(time), clock(time)))])
    }

    /// Sky and temperatures, then the advice that follows from them. If there is a warning, the sentence says so but
    /// does not read it out.
    package func weather(_ weather: Weather) -> [Utterance.Part]? {
        var said: [[PromptKey]?] = []
        let now = [weather.sky.map { word("sky.\($0.rawValue)") }, weather.temperature.map { temperature($0) }]
            .compactMap { $0 }
        if now.count == 2 { said.append(phrase("weather.now", join(now[0], now[1]))) }
        if now.count == 1 { said.append(phrase("weather.now", now[0])) }
        if let high = weather.high { said.append(phrase("weather.high", temperature(high))) }
        if let low = weather.low { said.append(phrase("weather.low", temperature(low))) }
        if weather.warning != nil { said.insert(word("weather.warning"), at: 0) }
        if let sky = weather.tonight { said.append(phrase("weather.tonight", word("sky.\(sky.rawValue)"))) }
        if let sky = weather.tomorrow { said.append(phrase("weather.tomorrow", word("sky.\(sky.rawValue)"))) }
        if let air = weather.air { said.append(word("weather.air.\(air.word.rawValue)")) }
        if let advice = weather.advice { said.append(word("weather.\(advice.rawValue)")) }
        return clauses(said)
    }

    /// The lines on one page, each with its next two buses. A line whose name is in words is called by its position on
    /// the screen.
    package func buses(_ lines: some Sequence<BusLine>, at wall: WallTime) -> [Utterance.Part]? {
        clauses(
            lines.enumerated().flatMap { index, line -> [[PromptKey]?] in
                let name = phrase("bus.line", self.line(line.line)) ?? word("bus.other.\(index + 1)")
                let minutes = line.minutes(at: wall)
                guard let first = minutes.first else {
                    let ends = [
                        line.first.map { phrase("bus.first", clock($0)) },
                        line.last.map { phrase("bus.last", clock($0)) },
                    ]
                    return [name, word("bus.none")] + ends.compactMap { $0 }
                }
                let next = first == 0 ? word("bus.arriving") : phrase("bus.in", span(minutes: first))
                let later = minutes.dropFirst().filter { $0 > 0 }
                return [name, next] + later.map { phrase("bus.then", span(minutes: $0)) }
            })
    }

    /// The plate of a coming car and the minutes until it comes, said twice and slowly. If one is unknown, it is left
    /// out.
    package func car(plate: String?, minutes: Int?) -> [Utterance.Part]? {
        var said: [Utterance.Part] = []
        if let signs = plate.flatMap(self.plate), let last = signs.last {
            let spelled = signs.dropLast().flatMap { [.prompt($0), .pause(Self.slow)] } + [Utterance.Part.prompt(last)]
            let frame = [word("taxi.plate"), word("taxi.plate.after")].map {
                ($0 ?? []).map { Utterance.Part.prompt($0) }
            }
            if frame != [[], []] { said += frame[0] + spelled + frame[1] }
        }
        let time = minutes.flatMap { $0 == 0 ? word("taxi.here") : phrase("taxi.in", span(minutes: $0)) }
        if let time {
            if !said.isEmpty { said.append(.pause(Self.comma)) }
            said += time.map { .prompt($0) }
        }
        return said.isEmpty ? nil : said + [.pause(.seconds(1))] + said
    }

    /// The walking time to a place and, if known, whether it is open.
    package func place(minutes: Int, isOpen: Bool?) -> [Utterance.Part]? {
        clauses([walkTime(minutes)] + (isOpen.map { [word($0 ? "place.open" : "place.closed")] } ?? []))
    }

    /// A page of places by number, each with its walking time. Their names are only on the screen.
    package func places(_ minutes: some Sequence<Int>) -> [Utterance.Part]? {
        clauses(minutes.enumerated().flatMap { index, minutes in [word("press.\(index + 1)"), walkTime(minutes)] })
    }

    private func walkTime(_ minutes: Int) -> [PromptKey]? { phrase("walk", span(minutes: max(1, minutes))) }

    /// A page of service numbers by their recorded names; the numbers themselves are never said.
    package func services(_ numbers: some Sequence<ServiceNumber>) -> [Utterance.Part]? {
        clauses(
            numbers.enumerated().flatMap { index, number in [word("press.\(index + 1)"), serviceName(number)] })
    }

    /// A service number by its recorded name.
    package func service(_ number: ServiceNumber) -> [Utterance.Part]? { clauses([serviceName(number)]) }

    private func serviceName(_ number: ServiceNumber) -> [PromptKey]? {
        word("service.\(number.number)") ?? word("service.other")
    }

    /// The functions on a page by digit and name. A function without a recorded name is only on the screen.
    package func functions(_ functions: [(digit: Int, function: Function)]) -> [Utterance.Part]? {
        clauses(
            functions.filter { !isSilent($0.function.namePrompt) }.flatMap { digit, function in
                [word("press.\(digit)"), [function.namePrompt]]
            })
    }

    /// How many activities there are, and when those on one page begin, by number. Their names are only on the screen.
    package func activities(count number: Int, _ page: [(start: CivilTime, isAllDay: Bool)]) -> [Utterance.Part]? {
        clauses(
            [phrase("activities.count", count(number, .items))]
                + page.enumerated().flatMap { index, time in [word("press.\(index + 1)"), beginning(time)] })
    }

    /// When an activity begins.
    package func activity(_ time: (start: CivilTime, isAllDay: Bool)) -> [Utterance.Part]? {
        clauses([beginning(time)])
    }

    private func beginning(_ time: (start: CivilTime, isAllDay: Bool)) -> [PromptKey]? {
        time.isAllDay ? date(time.start) : join(date(time.start), clock(time.start))
    }

    /// How many notices there are.
    package func notices(count number: Int) -> [Utterance.Part]? {
        clauses([phrase("notices.count", count(number, .items))])
    }

    /// An amount of money, 0 to 9999.99 yuan. It is said only in a lifted handset, never where a passer-by can hear it.
    /// - Parameter inHandset: whether the handset is lifted and speech goes there; if not, the result is nil.
    package func amount(cents: Int, inHandset: Bool) -> [Utterance.Part]? {
        guard inHandset, cents >= 0 else { return nil }
        let rest = cents % 100
        let fraction = rest == 0 ? [] : join(word("point"), digits(rest < 10 ? "0\(rest)" : "\(rest)"))
        return clauses([join(cardinal(cents / 100), fraction, word("yuan"))])
    }
}
