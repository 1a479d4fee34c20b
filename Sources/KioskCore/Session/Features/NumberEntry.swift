import Prompts
import Reporting
public import Vocabulary

/// A telephone number being typed.
public struct NumberEntry: Equatable, Sendable {
    /// What was wrong with it when `#` was pressed.
    public enum Problem: Hashable, Sendable {
        /// There is no such number.
        case invalid
        /// Digits are missing.
        case tooShort
        /// There are more digits than a number has.
        case tooLong
        /// A service number.
        case service
        /// A number abroad.
        case abroad
        /// It may not be called now, but from then on.
        case later(until: Moment)

        /// What is wrong with a number; nil if it may be dialled.
        init?(_ policy: NumberPolicy) {
            switch policy {
            case .allowed, .emergency, .chooser: return nil
            case .incomplete: self = .tooShort
            case .tooLong: self = .tooLong
            case .service: self = .service
            case .abroad: self = .abroad
            case .refused: self = .invalid
            }
        }
    }

    /// The digits so far, at most 13: one more than any number has.
    public internal(set) var digits = ""
    /// What was wrong at the last `#`.
    public internal(set) var problem: Problem?

    static let longest = 13

    /// An empty field.
    public init() {}

    mutating func append(_ digit: Int) {
        problem = nil
        if digits.count < Self.longest { digits += String(digit) }
    }

    /// - Returns: false if there was nothing to erase.
    mutating func erase() -> Bool {
        problem = nil
        return digits.popLast() != nil
    }
}

extension Turn {
    func numberPage(_ entry: NumberEntry) -> Page {
        let isContact =
            state.run.flatMap { run in
                context.catalogue.function(run.function)?.numberIsContact(at: run.step)
            } ?? false
        return entryPage(
            entry, title: Page.Title(words: .message(isContact ? .requestContactTitle : .numberTitle), tone: runTone),
            done: isContact ? .keyConfirm : .numberDial, said: .prompt(opening),
            typed: { turn, digit in
                var entry = entry
                entry.append(digit)
                turn.state.screen = .number(entry)
            },
            erased: { turn in
                var entry = entry
                guard entry.erase() else { return turn.goBack() }
                turn.state.session?.findings.erasures += 1
                turn.state.screen = .number(entry)
                turn.emit(.click(turn.sink))
            }, confirmed: { $0.dialNumber(entry) })
    }

    /// A page with a field. Digits go into it; `*` erases the last one, and goes back when the field is empty; `#`
    /// confirms.
    func entryPage(
        _ entry: NumberEntry, title: Page.Title, done: MessageKey, said: Speech.Part,
        typed: @escaping (inout Turn, Int) -> Void, erased: @escaping Offer.Act, confirmed: @escaping Offer.Act
    ) -> Page {
        let digits = typing { turn, digit in
            turn.silenceWhileTyping()
            typed(&turn, digit)
            turn.emit(.click(turn.sink))
        }
        let erase = backOffer(
            entry.digits.isEmpty ? .keyBack : .keyErase, said: entry.digits.isEmpty ? .onHome : .nowhere, act: erased)
        let confirm = Offer(
            .hash, done, at: .legend, isForward: !entry.digits.isEmpty, said: .part(said), act: confirmed)
        var page = page(title, digits + [erase, confirm], words: [said], waits: timings.reading)
        page.takesDigits = true
        return page
    }

    private mutating func dialNumber(_ entry: NumberEntry) {
        switch NumberPolicy(digits: entry.digits, language: state.language) {
        case .allowed:
            state.run?.number = entry.digits
            advance()
        case .emergency(let service): dialled(.service(service), entry.digits, by: .entered)
        case .chooser: dialled(.chooser, entry.digits, by: .entered)
        case let refusal:
            var entry = entry
            entry.problem = NumberEntry.Problem(refusal)
            state.screen = .number(entry)
            speakProblem(of: entry)
        }
    }

    /// Says what is wrong with what was typed, and which keys correct it.
    mutating func speakProblem(of entry: NumberEntry) {
        switch entry.problem {
        case nil: break
        case .invalid?: speak(.numberInvalid)
        case .tooShort?: speak(.numberTooShort)
        case .tooLong?: speak(.numberTooLong)
        case .service?: speak(.numberService)
        case .abroad?: speak(.numberNotAllowed)
        case .later?: speak(.numberLater)
        }
    }

    mutating func silenceWhileTyping() {
        if state.speech != nil { beSilent() }
    }
}
