import Reporting
import Vocabulary

/// Digits that came too fast to be answers to their page. They wait until they can no longer be part of a number.
struct HeldDigits: Equatable, Sendable {
    struct Digit: Equatable, Sendable {
        /// The key that it is to the page; nil if the finger met none of its keys.
        var key: Key?
        /// Whether it is a double strike, which answers no page.
        var isDouble: Bool
    }

    var digits: [Digit] = []
    /// The page on which they were pressed.
    var page: Screen?

    /// The keys with which they answer that page.
    var answers: [Key] { digits.filter { !$0.isDouble }.compactMap(\.key) }

    static func + (held: HeldDigits, digit: Digit) -> HeldDigits {
        HeldDigits(digits: held.digits + [digit], page: held.page)
    }
}

/// Dialling an emergency number, as on any telephone. The booth recognises a number in the digits wherever somebody may
/// begin to dial. Digits that answered pages are never dialled. The rule is in docs/TELEPHONY.md.
extension Turn {
    /// Passes a press to the number listener before anything else is done about it.
    mutating func listen(_ digit: Int?, answering key: Key?, on page: Page) -> NumberListener.Hearing {
        guard let digit else {
            state.listener.noteOtherKey()
            return .page
        }
        guard isDiallingHeard(digit, on: page) else {
            state.listener.noteOtherDigit()
            return .page
        }
        return state.listener.take(
            digit, at: struckAt ?? now, isOffered: offers(key, on: page), start: numberStart, timings: timings)
    }

    /// Whether a digit on this page may be part of a dialled number. It may not be in a call, nor where an emergency
    /// depends on the digits that are awaited. In a field it may be only if somebody had left the field and the number
    /// began on "still there?".
    private func isDiallingHeard(_ digit: Int, on page: Page) -> Bool {
        switch state.screen {
        case .call, .countdown, .meaning, .incoming, .cannotCall: false
        case _ where !page.takesDigits || state.idleEnds != nil: true
        default: state.listener.isContinued(by: digit, at: struckAt ?? now, timings: timings)
        }
    }

    /// Where a number would begin with a digit pressed now; nil if none may begin.
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

    /// Whether the page would do something with a key, once the digits that wait have answered it.
    private func offers(_ key: Key?, on page: Page) -> Bool {
        guard let key else { return false }
        // What is offered does something, but for the functions of a booth that is out of order.
        if state.held.answers.isEmpty, !context.settings.booth.outOfOrder {
            if page.isDeaf || page.offer(for: key) != nil { return true }
            if page.otherwise == nil { return false }
        }
        var trial = self
        trial.isTrial = true
        for held in state.held.answers { trial.pressOnScreen(held) }
        trial.wasWrongKey = false
        trial.press(key, on: state.held.answers.isEmpty ? page : trial.page)
        return !trial.wasWrongKey
    }

    /// Takes a further digit of what may become a number.
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
        // A number that may be complete waits as well, or its last digit would answer the page just before the
        // question.
        guard hearing == .continues(isFast: true) && !open.isEmpty || open.contains(where: { understood($0) != nil })
        else { return false }
        if state.held.digits.isEmpty { state.held.page = state.screen }
        state.held = state.held + digit
        start(.heldDigits, after: timings.dialGap)
        return true
    }

    /// Decides when no further digit came: either the number is complete, or its digits are answers.
    mutating func heldDigitsEnded() {
        guard state.held.page == state.screen else { return dropHeldDigits() }
        for number in fastestFirst(state.listener.numbers) {
            if let meaning = understood(number) { return carryOut(meaning, number, answers: state.held.answers) }
        }
        answerHeldDigits()
        restartIdle()
    }

    /// Gives the digits that waited to their page, since they are answers after all.
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

    /// Forgets everything that was being dialled.
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
        /// The question of which was meant. Unanswered, it calls a person or goes back.
        case ask(MeaningQuestion.Silence)
    }

    /// What a number means, by the table in docs/TELEPHONY.md; nil if it is not complete or its digits are answers.
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
            // If all digits are answers about an order, a last one struck twice may come from a trembling finger.
            case .service(let service):
                return isOrders && number.isAnswersAndOneMore(timings) ? .ask(.page) : .dial(service)
            case .chooser: return isOrders && number.isAllAnswers ? .ask(.page) : .chooser
            }
        case (_, true): return .ask(number.isAllAnswers ? .page : .person)
        }
    }

    /// The numbers that were dialled in one go, before those that may have been begun earlier.
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

    /// Acts on an emergency number that somebody dialled without a doubt.
    mutating func dialled(_ emergency: DialledEmergency, _ number: String, by origin: EmergencyOrigin) {
        state.session?.findings.rescues += 1
        switch emergency {
        case .service(let service): startCountdown(service, origin: origin, dialled: otherNumber(number, of: service))
        case .chooser: showChooser(origin: origin)
        }
    }

    /// The number that was dialled, if it is not the one by which its service is known.
    func otherNumber(_ dialled: String, of service: EmergencyService) -> String? {
        EmergencyNumber.numbers(dialled).first {
            $0 != service.publicNumber && DialledEmergency(number: $0, language: state.language) == .service(service)
        }
    }
}
