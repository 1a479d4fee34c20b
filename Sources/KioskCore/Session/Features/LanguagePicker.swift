import Prompts
import Reporting
import Vocabulary

/// The languages by name, each in itself.
public struct LanguagePicker: Equatable, Sendable {
    /// The screen that was there before and comes back.
    public var before: Screen
    var speech: Speech?
}

extension Turn {
    /// The language key: the list of languages; in the list, and wherever a list would hide what is urgent, the next one.
    mutating func pressLanguage() {
        let isListed = if case .languages = state.screen { true } else { false }
        guard page.listsLanguages, !isListed else { return choose(context.catalogue.language(after: state.language)) }
        showPage(.languages(LanguagePicker(before: state.screen, speech: state.speech)))
    }

    /// Each language in itself, so that who reads none of the others finds it. The digits 1 to 9; whatever is behind them
    /// the language key itself comes to.
    func languagesPage(_ picker: LanguagePicker) -> Page {
        let said = Speech.Part.sentence(.languages, otherwise: .languageChoose)
        let languages = context.catalogue.languages.prefix(9).enumerated().map { index, language in
            Offer(
                .digit(index + 1), .plain(language.name), isForward: language.code == state.language, said: .part(said)
            ) { turn in
                let isOther = language.code != turn.state.language
                turn.leaveLanguages(picker, speaking: !isOther)
                turn.choose(language.code)
            }
        }
        return page(
            Page.Title(words: .plain("语言 Language"), tone: .plain), languages, words: [said], waits: timings.idle,
            back: backOffer { $0.leaveLanguages(picker) })
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
        case nil: speak(Speech(parts: [.prompt(.languageChanged)] + (page.words ?? [])))
        }
    }
}
