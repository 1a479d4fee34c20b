/// The languages by name, each in itself.
public struct LanguagePicker: Equatable, Sendable {
    /// The screen that was there before and comes back.
    public var before: Screen
    var speech: Speech?
}

extension Turn {
    /// The language key: the list of languages; in the list, and wherever a list would hide what is urgent, the next one.
    mutating func pressLanguage() {
        switch state.screen {
        case .home, .kept, .choice, .confirm, .number, .request, .places, .information, .pension, .callEnded:
            let picker = LanguagePicker(before: state.screen, speech: state.speech)
            showPage(.languages(picker))
        case .languages: choose(context.catalogue.language(after: state.language))
        case .countdown, .chooser, .meaning, .call, .incoming, .cannotCall, .rating:
            choose(context.catalogue.language(after: state.language))
        }
    }

    mutating func pressOnLanguages(_ key: Key, _ picker: LanguagePicker) {
        switch key {
        case .digit(let digit) where context.catalogue.languages.indices.contains(digit - 1):
            let chosen = context.catalogue.languages[digit - 1].code
            let isOther = chosen != state.language
            leaveLanguages(picker, speaking: !isOther)
            choose(chosen)
        case .star: leaveLanguages(picker)
        default: pressCommon(key)
        }
    }

    /// Back to what was there, with everything entered.
    private mutating func leaveLanguages(_ picker: LanguagePicker, speaking: Bool = true) {
        show(picker.before)
        state.speech = picker.speech ?? (picker.before == .home ? Speech(parts: homeWords) : nil)
        state.speech?.repeated = false
        guard speaking else { return }
        if let speech = state.speech { speak(speech) } else { beSilent() }
    }

    /// Everything in another language at once; what was being said is said again in it.
    private mutating func choose(_ language: LanguageCode) {
        let before = state.language
        guard language != before else { return }
        state.language = language
        if var session = state.session {
            if let change = session.lastLanguageChange, change.from == language, now - change.at < .seconds(10) {
                session.findings.languageReturns += 1
            }
            session.lastLanguageChange = LanguageChange(from: before, at: now)
            state.session = session
        }
        record(.language(from: before))
        guard state.call == nil else { return }
        if case .meaning = state.screen { return askMeaningInOtherLanguage() }
        switch state.speech {
        case var speech?:
            speech.repeated = false
            state.speech = speech
            cancel(.promptRepeat)
            if speech.priority == .emergency { return utter(speech) }
            utter(Speech(parts: [.prompt(.languageChanged)] + speech.parts, priority: speech.priority))
        case nil: speak(Speech(parts: [.prompt(.languageChanged)] + (pageWords ?? [])))
        }
    }
}
