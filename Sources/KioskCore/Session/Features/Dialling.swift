import Reporting
import Vocabulary

/// Digits that came too fast to be answers to their page. They wait until they can no longer be part of a number.
struct HeldDigits: Equatable, Sendable {
    struct Digit: Equatable, Sendable {
        /// What it means to the page; nothing where a finger met no key of it.
        var key: Key?
        /// Whether it is a double strike, which answers no page.
        var isDouble: Bool
    }

    var digits: [Digit] = []
    /// The page that they were pressed on.
    var page: Screen?

    /// What they answer there.
    var answers: [Key] { digits.filter { !$0.isDouble }.compactMap(\.key) }

    static func + (held: HeldDigits, digit: Digit) -> HeldDigits {
        HeldDigits(digits: held.digits + [digit], page: held.page)
    }
}

/// The booth is a telephone: an emergency number is heard in digits wherever somebody may begin to dial, and digits that
/// answered pages are never dialled. The rule is in docs/TELEPHONY.md.
extension Turn {
    /// Hears a press before anything is done about it.
    mutating func listen(_ digit: Int?, answering key: Key?) -> NumberListener.Hearing {
        guard let digit else {
            state.listener.noteOtherKey()
            return .page
        }
        guard isDiallingHeard(digit) else {
            state.listener.noteOtherDigit()
            return .page
        }
        return state.listener.take(
            digit, at: struckAt ?? now, isOffered: offers(key), start: numberStart, timings: timings)
    }

    /// Whether a digit may be dialled on this page: not into a call, and not where digits are waited for that an emergency
    /// depends on; into a field only if that was left by somebody and its number began on "still there?".
    private func isDiallingHeard(_ digit: Int) -> Bool {
        switch state.screen {
        case .call, .countdown, .meaning, .incoming, .cannotCall: false
        case _ where !digitsAreEntered || state.idleEnds != nil: true
        default: state.listener.isContinued(by: digit, at: struckAt ?? now, timings: timings)
        }
    }

    /// What a digit pressed now would begin.
    private var numberStart: NumberListener.Start? {
        let isQuiet = state.filter.lastKeyAt.map { (struckAt ?? now) - $0 >= timings.dialQuiet } ?? true
        let isBeginning = isQuiet || state.session == nil || !state.listener.hasDigits
        let isBehindOtherKey = state.listener.followsOtherKey
        switch state.screen {
        case .chooser: return isBeginning || isBehindOtherKey ? .chooser : nil
        case _ where state.idleEnds != nil: return .open
        case .home, .rating: return isBeginning ? .open : isBehindOtherKey ? .hurried : nil
        default: return isQuiet ? .page : nil
        }
    }

    /// Whether the page would do something with a key, the digits that wait answered before.
    private func offers(_ key: Key?) -> Bool {
        guard let key else { return false }
        var trial = self
        for held in state.held.answers { trial.pressOnScreen(held) }
        trial.wasWrongKey = false
        trial.pressOnScreen(key)
        return !trial.wasWrongKey
    }

    /// A digit behind others of what may become a number.
    /// - Returns: whether nothing more is to be done about it now.
    mutating func goOnDialling(
        _ digit: Int, answering key: Key?, _ hearing: NumberListener.Hearing, isDouble: Bool
    ) -> Bool {
        let digit = HeldDigits.Digit(key: key, isDouble: isDouble)
        let closed = fastestFirst(state.listener.numbers.filter { !$0.isOpen })
        for number in closed {
            if let meaning = understood(number) {
                carryOut(meaning, number, answers: (state.held + digit).answers)
                return true
            }
            state.listener.drop(number)
        }
        let open = state.listener.numbers.filter { $0.digits.count > 1 }
        // What may be complete waits as well, lest its last digit answer the page just before the question comes.
        guard hearing == .continues(isFast: true) && !open.isEmpty || open.contains(where: { understood($0) != nil })
        else { return false }
        if state.held.digits.isEmpty { state.held.page = state.screen }
        state.held = state.held + digit
        start(.heldDigits, after: timings.dialGap)
        return true
    }

    /// No further digit came: the number is complete, or its digits are answers.
    mutating func heldDigitsEnded() {
        guard state.held.page == state.screen else { return dropHeldDigits() }
        for number in fastestFirst(state.listener.numbers) {
            if let meaning = understood(number) { return carryOut(meaning, number, answers: state.held.answers) }
        }
        answerHeldDigits()
        restartIdle()
    }

    /// The digits that waited are answers to their page after all.
    mutating func answerHeldDigits() {
        let held = state.held
        dropHeldDigits()
        guard held.page == state.screen else { return }
        for key in held.answers { pressOnScreen(key) }
    }

    mutating func dropHeldDigits() {
        guard !state.held.digits.isEmpty else { return }
        state.held = HeldDigits()
        cancel(.heldDigits)
    }

    /// Nobody is dialling any more.
    mutating func stopDialling() {
        dropHeldDigits()
        state.listener.dropAll()
    }

    // MARK: What was meant

    /// What a complete number leads to.
    private enum Understanding {
        /// The service's ordinary confirmation.
        case dial(EmergencyService)
        /// The chooser.
        case chooser
        /// The question which was meant; unanswered, it leads on or back.
        case ask(MeaningQuestion.Silence)
    }

    /// What a number means, by the table in docs/TELEPHONY.md; none if it is none yet, or if its digits are answers.
    private func understood(_ number: NumberListener.Number) -> Understanding? {
        let emergencies = emergencies(in: number)
        guard let emergency = emergencies.first else { return nil }
        let isFast = number.isFast(timings)
        switch (number.start, isFast) {
        case (.chooser, _):
            guard isFast, emergencies.count == 1, case .service(let service) = emergency else { return nil }
            return .dial(service)
        case (.page, _): return isFast && number.isOwnNumber && number.isProvenAnywhere ? .ask(.page) : nil
        case (.hurried, false): return nil
        case (_, false): return number.isProven ? .ask(.person) : nil
        case (.open, true) where emergencies.count == 1:
            let isOrders = state.screen.kind == .kept
            switch emergency {
            // Where all digits are answers about an order, a last one struck twice may be a trembling finger's.
            case .service(let service):
                return isOrders && number.isAnswersAndOneMore(timings) ? .ask(.page) : .dial(service)
            case .chooser: return isOrders && number.isAllAnswers ? .ask(.page) : .chooser
            }
        case (_, true): return .ask(number.isAllAnswers ? .page : .person)
        }
    }

    /// What was dialled in one go comes before what may have been begun earlier.
    private func fastestFirst(_ numbers: [NumberListener.Number]) -> [NumberListener.Number] {
        numbers.filter { $0.isFast(timings) } + numbers.filter { !$0.isFast(timings) }
    }

    private func emergencies(in number: NumberListener.Number) -> Set<DialledEmergency> { emergencies(in: number.text) }

    /// What dialled digits may mean in the language shown.
    func emergencies(in dialled: String) -> Set<DialledEmergency> {
        Set(EmergencyNumber.numbers(dialled).compactMap { DialledEmergency(number: $0, language: state.language) })
    }

    private mutating func carryOut(_ meaning: Understanding, _ number: NumberListener.Number, answers: [Key]) {
        stopDialling()
        switch meaning {
        case .dial(let service): dialled(.service(service), number.text, by: .dialled)
        case .chooser: dialled(.chooser, number.text, by: .dialled)
        case .ask(let silence):
            state.session?.findings.rescues += 1
            askMeaning(of: number.text, answers: answers, silence)
        }
    }

    /// Somebody dialled an emergency number, without a doubt.
    mutating func dialled(_ emergency: DialledEmergency, _ number: String, by origin: EmergencyOrigin) {
        state.session?.findings.rescues += 1
        switch emergency {
        case .service(let service): startCountdown(service, origin: origin, dialled: otherNumber(number, of: service))
        case .chooser: showChooser(origin: origin)
        }
    }

    /// The number that was dialled, where it is not the one that its service is known by.
    func otherNumber(_ dialled: String, of service: EmergencyService) -> String? {
        EmergencyNumber.numbers(dialled).first {
            $0 != service.publicNumber && DialledEmergency(number: $0, language: state.language) == .service(service)
        }
    }
}
