/// A telephone number being typed.
public struct NumberEntry: Equatable, Sendable {
    /// What was wrong with it when `#` was pressed.
    public enum Problem: Hashable, Sendable {
        /// No number that there is.
        case invalid
        /// Digits are missing.
        case tooShort
        /// There are more digits than a number has.
        case tooLong
        /// A service number.
        case service
        /// A number abroad.
        case abroad
        /// Not now, but from then on.
        case later(until: Moment)

        /// What is wrong with a number; nothing if it may be dialled.
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
        case let refusal:
            var entry = entry
            entry.problem = NumberEntry.Problem(refusal)
            state.screen = .number(entry)
            speakProblem(of: entry)
        }
    }

    /// What is wrong with what was typed, and which keys mend it.
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
