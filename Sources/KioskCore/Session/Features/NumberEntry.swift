/// A telephone number being typed.
public struct NumberEntry: Equatable, Sendable {
    /// What was wrong with it when `#` was pressed.
    public enum Problem: Hashable, Sendable {
        /// Too short, or no number at all.
        case invalid
        /// Not offered here.
        case refused
        /// Not now, but later.
        case later
    }

    /// The digits so far, at most 12.
    public internal(set) var digits = ""
    /// What was wrong at the last `#`.
    public internal(set) var problem: Problem?

    static let longest = 12

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
    mutating func pressOnNumber(_ key: Key, _ entry: NumberEntry) {
        var entry = entry
        switch key {
        case .digit(let digit):
            entry.append(digit)
            silenceWhileTyping()
            state.screen = .number(entry)
            emit(.click(sink))
        case .star:
            guard entry.erase() else { return back() }
            state.session?.findings.erasures += 1
            state.screen = .number(entry)
            emit(.click(sink))
        case .hash: dialNumber(entry)
        default: wrongKey()
        }
    }

    private mutating func dialNumber(_ entry: NumberEntry) {
        switch NumberPolicy(digits: entry.digits, language: state.language) {
        case .allowed:
            state.run?.number = entry.digits
            advance()
        case .emergency(let service): dialled(.service(service), entry.digits, by: .entered)
        case .chooser: dialled(.chooser, entry.digits, by: .entered)
        case .incomplete: refuse(entry, .invalid, .numberInvalid)
        case .refused: refuse(entry, .refused, .numberNotAllowed)
        }
    }

    private mutating func refuse(_ entry: NumberEntry, _ problem: NumberEntry.Problem, _ prompt: PromptKey) {
        var entry = entry
        entry.problem = problem
        state.screen = .number(entry)
        speak(prompt)
    }

    mutating func silenceWhileTyping() {
        if state.speech != nil { beSilent() }
    }
}
