import Prompts
import Reporting
import Vocabulary

/// The list of languages, each with its name in that language.
public struct LanguagePicker: Equatable, Sendable {
    /// The screen that was there before and comes back.
    public var before: Screen
    var speech: Speech?
}

extension Turn {
    /// Handles the language key. It shows the list of languages. In the list, and wherever a list would hide something
    /// urgent, it switches to the next language.
    mutating func pressLanguage() {
        let isListed = if case .languages = state.screen { true } else { false }
        guard page.listsLanguages, !isListed else { return choose(context.catalogue.language(after: state.language)) }
        showPage(.languages(LanguagePicker(before: state.screen, speech: state.speech)))
    }

    /// The page with the languages, each named in itself, so that somebody who reads no other finds it. The digits 1 to
    /// 9 choose one; the language key itself reaches any further ones.
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

    /// Returns to what was there before, with everything that was entered.
    private mutating func leaveLanguages(_ picker: LanguagePicker, speaking: Bool = true) {
        show(picker.before)
        state.speech = picker.speech ?? (picker.before == .home ? Speech(parts: homeWords) : nil)
        state.speech?.repeated = false
        guard speaking else { return }
        if let speech = state.speech { speak(speech) } else { beSilent() }
    }

    /// Switches everything to another language at once, and repeats in it what was being said.
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
