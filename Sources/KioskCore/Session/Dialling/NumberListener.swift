import Vocabulary

/// Hears an emergency number in digits that pages may have taken for answers. Decided from digits and their times alone;
/// the rule is written down in docs/TELEPHONY.md.
///
/// A number begins with the first digit of a session or after a while without a key, never as the tail of other digits.
/// Several beginnings may be open at once: after 3 s a number may begin, but one that was begun goes on for 4 s.
struct NumberListener: Equatable, Sendable {
    /// Where the first digit was pressed.
    enum Start: Equatable {
        /// On attract, home, the rating, "still there?": where somebody who dials begins.
        case open
        /// There too, but right behind another key than a digit.
        case hurried
        /// In the chooser, where nobody asks again.
        case chooser
        /// On a page that was left alone.
        case page
    }

    /// One digit of a number.
    struct Digit: Equatable {
        var value: Int
        var at: Moment
        /// Whether its page offered it.
        var isOffered: Bool
    }

    /// Digits that are, or may become, an emergency number.
    struct Number: Equatable {
        var start: Start
        var digits: [Digit]

        /// As on a telephone's display.
        var text: String { digits.map { String($0.value) }.joined() }
        /// Whether it may yet become a number, or another one.
        var isOpen: Bool { EmergencyNumber.isOpen(text) }
        /// Whether no digit had the time to be an answer to the page that came between.
        func isFast(_ timings: Timings) -> Bool {
            zip(digits, digits.dropFirst()).allSatisfy { $1.at - $0.at < timings.dialGap }
        }
        /// Whether a later digit means nothing where it was pressed. One key pressed again and again means nothing but
        /// that nothing happened: 9 9 9 on a page proves no dialling.
        var isProven: Bool { digits.dropFirst().contains { !$0.isOffered } && isMoreThanOneKey }
        /// The same, the first digit included.
        var isProvenAnywhere: Bool { digits.contains { !$0.isOffered } && isMoreThanOneKey }
        private var isMoreThanOneKey: Bool { Set(digits.map(\.value)).count > 1 }
        /// Whether every digit but the first is an answer as well.
        var isAllAnswers: Bool { digits.dropFirst().allSatisfy(\.isOffered) }
        /// The same but for a last digit that is the one before it, struck twice.
        func isAnswersAndOneMore(_ timings: Timings) -> Bool {
            guard digits.count > 2, let last = digits.last, let before = digits.dropLast().last else { return false }
            return last.value == before.value && last.at - before.at < timings.doubleStrikeMenu && !last.isOffered
                && digits.dropFirst().dropLast().allSatisfy(\.isOffered)
        }
        /// Whether it is the number that a service in China is known by.
        var isOwnNumber: Bool {
            EmergencyNumber.numbers(text).isSubset(of: EmergencyService.allCases.map(\.publicNumber))
        }
    }

    /// What a digit is.
    enum Hearing: Equatable {
        /// A bounce of the key; nothing at all.
        case bounce
        /// Nothing but its page's.
        case page
        /// A digit behind others of what may become a number; whether it came too fast to be an answer to its page.
        case continues(isFast: Bool)
    }

    private(set) var numbers: [Number] = []
    private var last: Digit?
    /// Whether a digit was pressed in this session.
    private(set) var hasDigits = false
    /// Whether the last key was another than a digit.
    private(set) var followsOtherKey = false

    /// Takes a digit in.
    /// - Parameters:
    ///   - isOffered: whether the page offers it.
    ///   - start: what it begins, if it may begin a number.
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
            // Only where somebody begins may a number be slow.
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

    /// Whether this digit, now, would go on with a number that is being dialled fast.
    func isContinued(by value: Int, at now: Moment, timings: Timings) -> Bool {
        guard let last, now - last.at < timings.dialGap else { return false }
        return numbers.contains { number in
            number.isFast(timings) && number.digits.last?.at == last.at
                && EmergencyNumber.isBegun(number.text + String(value))
        }
    }

    /// Another key: whatever was begun is over.
    mutating func noteOtherKey() {
        numbers = []
        followsOtherKey = true
    }

    /// A digit where nobody dials in this way: in a field, in a call.
    mutating func noteOtherDigit() {
        numbers = []
        last = nil
        hasDigits = true
        followsOtherKey = false
    }

    /// A number was understood, or its digits were answers.
    mutating func drop(_ number: Number) { numbers.removeAll { $0 == number } }

    /// Nothing is being dialled any more.
    mutating func dropAll() { numbers = [] }

    /// The session is over.
    mutating func reset() { self = NumberListener() }
}
