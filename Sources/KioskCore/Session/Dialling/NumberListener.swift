import Vocabulary

/// Detects an emergency number in digits that pages may have taken for answers. It decides from the digits and their
/// times alone; the rule is in docs/TELEPHONY.md.
///
/// A number begins with the first digit of a session or after a while without a key, never at the end of other digits.
/// Several numbers may be open at once: a new one may begin after 3 s without a key, and one that began where
/// people begin to dial may continue after a gap of up to 4 s.
struct NumberListener: Equatable, Sendable {
    /// Where the first digit was pressed.
    enum Start: Equatable {
        /// On attract, home, the rating or "still there?", where people begin to dial.
        case open
        /// On one of these, but right after a key that is not a digit.
        case hurried
        /// In the SOS chooser, where no further question is asked.
        case chooser
        /// On another page, on which no key was pressed for a while.
        case page
    }

    /// One digit of a number.
    struct Digit: Equatable {
        var value: Int
        var at: Moment
        /// Whether the page offered it.
        var isOffered: Bool
    }

    /// Digits that are, or may become, an emergency number.
    struct Number: Equatable {
        var start: Start
        var digits: [Digit]

        /// The digits as a telephone displays them.
        var text: String { digits.map { String($0.value) }.joined() }
        /// Whether further digits may make it a number, or another one.
        var isOpen: Bool { EmergencyNumber.isOpen(text) }
        /// Whether the digits came too fast for any of them to answer a page that appeared in between.
        func isFast(_ timings: Timings) -> Bool {
            zip(digits, digits.dropFirst()).allSatisfy { $1.at - $0.at < timings.dialGap }
        }
        /// Whether a digit after the first means nothing where it was pressed, which proves dialling. One key pressed
        /// again and again proves only that nothing happened: 9 9 9 on a page need not be dialling.
        var isProven: Bool { digits.dropFirst().contains { !$0.isOffered } && isMoreThanOneKey }
        /// The same, including the first digit.
        var isProvenAnywhere: Bool { digits.contains { !$0.isOffered } && isMoreThanOneKey }
        private var isMoreThanOneKey: Bool { Set(digits.map(\.value)).count > 1 }
        /// Whether every digit after the first is also an answer.
        var isAllAnswers: Bool { digits.dropFirst().allSatisfy(\.isOffered) }
        /// The same, except for a last digit that is the one before it struck twice.
        func isAnswersAndOneMore(_ timings: Timings) -> Bool {
            guard digits.count > 2, let last = digits.last, let before = digits.dropLast().last else { return false }
            return last.value == before.value && last.at - before.at < timings.doubleStrikeMenu && !last.isOffered
                && digits.dropFirst().dropLast().allSatisfy(\.isOffered)
        }
        /// Whether it is the number by which a service in China is known.
        var isOwnNumber: Bool {
            EmergencyNumber.numbers(text).isSubset(of: EmergencyService.allCases.map(\.publicNumber))
        }
    }

    /// How a digit is taken.
    enum Hearing: Equatable {
        /// A bounce of the key, which is ignored.
        case bounce
        /// A digit for its page and nothing else.
        case page
        /// A further digit of what may become a number. `isFast` tells whether it came too fast to answer its page.
        case continues(isFast: Bool)
    }

    private(set) var numbers: [Number] = []
    private var last: Digit?
    /// Whether a digit was pressed in this session.
    private(set) var hasDigits = false
    /// Whether the last key was not a digit.
    private(set) var followsOtherKey = false

    /// Takes a digit.
    /// - Parameters:
    ///   - isOffered: whether the page offers it.
    ///   - start: where a number would begin with it; nil if none may begin here.
    mutating func take(_ value: Int, at now: Moment, isOffered: Bool, start: Start?, timings: Timings) -> Hearing {
        if let last, last.value == value, now - last.at < timings.doubleStrikeEntry { return .bounce }
        let digit = Digit(value: value, at: now, isOffered: isOffered)
        defer {
            last = digit
            hasDigits = true
            followsOtherKey = false
        }
        let isFast = last.map { now - $0.at < timings.dialGap } ?? false
        numbers = numbers.compactMap { number in
            // A number may be slow only if it began where people begin to dial.
            let longest = number.start == .open ? timings.dialLongestGap : timings.dialGap
            guard let previous = number.digits.last, now - previous.at <= longest else { return nil }
            var longer = number
            longer.digits.append(digit)
            return EmergencyNumber.isBegun(longer.text) ? longer : nil
        }
        let goesOn = !numbers.isEmpty
        if let start, EmergencyNumber.isOpen(String(value)) { numbers.append(Number(start: start, digits: [digit])) }
        return goesOn ? .continues(isFast: isFast) : .page
    }

    /// Whether this digit would now continue a number that is being dialled fast.
    func isContinued(by value: Int, at now: Moment, timings: Timings) -> Bool {
        guard let last, now - last.at < timings.dialGap else { return false }
        return numbers.contains { number in
            number.isFast(timings) && number.digits.last?.at == last.at
                && EmergencyNumber.isBegun(number.text + String(value))
        }
    }

    /// Notes a key that is not a digit: every number that was begun is over.
    mutating func noteOtherKey() {
        numbers = []
        followsOtherKey = true
    }

    /// Notes a digit where nobody dials in this way, such as in a field or in a call.
    mutating func noteOtherDigit() {
        numbers = []
        last = nil
        hasDigits = true
        followsOtherKey = false
    }

    /// Drops a number that was understood, or whose digits were answers.
    mutating func drop(_ number: Number) { numbers.removeAll { $0 == number } }

    /// Drops every number that was begun.
    mutating func dropAll() { numbers = [] }

    /// Forgets everything, as at the end of a session.
    mutating func reset() { self = NumberListener() }
}
