/// The page of an order.
public struct RequestScreen: Equatable, Sendable {
    /// Which order.
    public var handle: RequestHandle
    /// Whether "really cancel?" is being asked.
    public var confirmingCancel = false
    /// The call-back number being typed.
    public var contact: NumberEntry?
}

extension Turn {
    func order(_ handle: RequestHandle) -> Order? { state.orders.first { $0.handle == handle } }

    mutating func change(_ handle: RequestHandle, _ change: (inout Order, Moment) -> Void) {
        guard let index = state.orders.firstIndex(where: { $0.handle == handle }) else { return }
        var order = state.orders[index]
        change(&order, now)
        state.orders[index] = order
    }

    // MARK: Ordering

    /// The request step of the function in use.
    mutating func order(_ step: RequestStep) {
        guard let run = state.run else { return goHome() }
        // One who was asked for a number before may be asked again, should the order have to be made again.
        let takesContact = step.contact || !run.number.isEmpty
        state.run?.number = ""
        place(
            kind: step.kind, choices: run.answers, function: run.function, takesContact: takesContact,
            number: run.number)
    }

    private mutating func place(
        kind: String, choices: [String: String], function: FunctionID, takesContact: Bool, number: String = ""
    ) {
        let handle = RequestHandle(state.nextRequest)
        state.nextRequest += 1
        state.orders.append(
            Order(
                handle: handle, function: function, kind: kind, choices: choices, takesContact: takesContact,
                orderedAt: now, answerDue: now + timings.requestAnswer, session: state.session?.handle))
        emit(
            .order(
                handle,
                RequestOrder(
                    function: function, kind: kind,
                    name: context.catalogue.function(function)?.label.text(in: .chinese), choices: choices,
                    words: words(choices, of: function), language: state.language)))
        record(.request(kind: kind, phase: .requested))
        // One timer for all: it looks after the oldest first and starts itself again for the next.
        if state.timers[.order] == nil { start(.order, after: timings.requestAnswer) }
        if !number.isEmpty { giveContact(number, to: handle) }
        showPage(.request(RequestScreen(handle: handle)))
    }

    /// An order moves on when it does: the record is of the function that made it, and of the session only while that lasts.
    /// Whoever uses the booth meanwhile has nothing to do with it.
    private mutating func record(_ order: Order, _ outcome: RequestOutcome) {
        let session = order.session.flatMap { $0 == state.session?.handle ? state.session : nil }
        emit(
            .record(
                UsageEvent(
                    .request(kind: order.kind, phase: outcome), session: session?.handle, function: order.function,
                    official: context.catalogue.function(order.function)?.official, language: state.language,
                    input: session?.lastInput, duration: now - order.orderedAt, offline: !state.health.online)))
    }

    /// What was chosen, for people: in Chinese, in the order of the questions.
    private func words(_ choices: [String: String], of function: FunctionID) -> [ChoiceWords] {
        (context.catalogue.function(function)?.steps ?? []).compactMap { step in
            guard case .choice(let choice) = step, let chosen = choices[choice.id],
                let option = choice.options.first(where: { $0.id == chosen })
            else { return nil }
            return ChoiceWords(
                id: choice.id, question: choice.title.text(in: .chinese), answer: option.label.text(in: .chinese))
        }
    }

    /// No answer in time: failed, cancelled at the platform, and never ordered later by itself.
    mutating func orderUnanswered() {
        var next: Duration?
        for order in state.orders where !order.isClosed && order.answer?.phase != .assigned {
            let left = order.answerDue - now
            if left > .zero {
                next = min(next ?? left, left)
                continue
            }
            change(order.handle) { order, now in
                order.mayStand = order.trouble == .cancelUnconfirmed || order.trouble == .cancelling
                order.trouble = .unanswered
                order.closedAt = now
                order.closeContact()
            }
            emit(.cancel(order.handle))
            record(order, .unanswered)
            announce(order.handle, .failed)
        }
        if let next { start(.order, after: next) }
    }

    // MARK: What the platform answers

    mutating func request(_ handle: RequestHandle, _ fact: RequestFact) {
        guard let order = order(handle) else { return }
        switch fact {
        case .answer(let answer): answered(order, answer)
        case .unreachable:
            guard !order.isClosed else { return }
            change(handle) { order, now in
                order.trouble = .unreachable
                order.closedAt = now
                order.closeContact()
            }
            record(order, .offline)
            announce(handle, .failed)
        case .tooLateToCancel: trouble(handle, .tooLate, say: .requestTooLate)
        case .cancelUnconfirmed: trouble(handle, .cancelUnconfirmed, say: .requestCancelUnconfirmed)
        case .contactDelivered: contactDelivered(order)
        }
    }

    private mutating func trouble(_ handle: RequestHandle, _ trouble: Order.Trouble, say prompt: PromptKey) {
        guard let order = order(handle) else { return }
        if order.isGivenUp {
            // Failed it has; whether it was also called off is another matter, and the resident's to know.
            guard trouble == .cancelUnconfirmed else { return }
            change(handle) { order, _ in order.mayStand = true }
        } else {
            change(handle) { order, _ in order.trouble = trouble }
        }
        if isShowing(handle) { say(prompt, then: handle, priority: .safety) }
    }

    private mutating func answered(_ order: Order, _ answer: RequestAnswer) {
        // What was said to be final is not opened again, whatever comes late.
        if order.answer?.phase.isFinal == true, !answer.phase.isFinal { return }
        if order.isGivenUp {
            // Too late for everything but the truth: what was done all the same is shown, the rest is called off.
            guard answer.phase == .completed else {
                if answer.phase.isFinal { change(order.handle) { order, _ in order.mayStand = false } }
                return
            }
            change(order.handle) { order, _ in (order.trouble, order.mayStand) = (nil, false) }
        }
        let before = order.answer
        change(order.handle) { order, now in
            order.answer = answer
            guard answer.phase.isFinal else { return }
            if order.closedAt == nil { order.closedAt = now }
            // What came of it says more than that it could not be cancelled.
            if !order.isGivenUp { order.trouble = nil }
            order.closeContact()
        }
        if answer.phase != before?.phase {
            if let outcome = answer.phase.outcome {
                record(order, outcome)
            }
            announce(order.handle, answer.phase)
        } else if answer.phase == .assigned, answer.assignment != before?.assignment {
            // Another car: the plate heard before is not the one to look for.
            announce(order.handle, .assigned)
        }
    }

    /// Says what came of it, to somebody who is looking at it.
    private mutating func announce(_ handle: RequestHandle, _ phase: RequestPhase) {
        guard isShowing(handle), let order = order(handle), case .request(var screen) = state.screen else { return }
        if screen.confirmingCancel, order.isClosed {
            screen.confirmingCancel = false
            state.screen = .request(screen)
        }
        let isNewsOnly = phase == .submitted || phase == .accepted
        // With its end it is also certain that nobody will call back.
        let contact = order.isClosed ? contactWords(of: order) : []
        tell(status(of: order) + contact, of: order, priority: isNewsOnly ? .guidance : .safety)
    }

    /// Says news of an order to somebody who is looking at it.
    mutating func tell(_ news: [Speech.Part], of order: Order, priority: SpeechPriority) {
        guard case .request(let screen) = state.screen, screen.handle == order.handle else { return }
        // Whoever types a number hears the news and goes on typing; and a question stays, with what 1 and 2 mean: a
        // digit must not come to mean something else under a finger.
        let after: [Speech.Part] =
            screen.contact != nil
            ? [] : screen.confirmingCancel ? [.prompt(.requestCancelAsk)] : keys(of: order)
        speak(Speech(parts: news + after, priority: priority))
    }

    private mutating func say(_ prompt: PromptKey, then handle: RequestHandle, priority: SpeechPriority = .guidance) {
        let after = order(handle).map { $0.hasFailed ? status(of: $0) : keys(of: $0) } ?? []
        speak(Speech(parts: [.prompt(prompt)] + after, priority: priority))
    }

    func isShowing(_ handle: RequestHandle) -> Bool {
        if case .request(let screen) = state.screen { return screen.handle == handle }
        return false
    }

    // MARK: Keys

    mutating func pressOnRequest(_ key: Key, _ screen: RequestScreen) {
        guard let order = order(screen.handle) else { return goHome() }
        if let entry = screen.contact { return pressOnContact(key, entry, screen) }
        if screen.confirmingCancel { return pressOnCancel(key, screen) }
        var screen = screen
        switch key {
        case .star where order.isClosed: leave(order)
        case .star:
            leaveFunction(.completed)
            goHome()
        case .hash where order.hasFailed: orderAgain(order)
        case .hash where order.isClosed: closeAndRate(order)
        // While it is being cancelled nothing more is asked about it.
        case .digit(1...2) where !order.isClosed && order.trouble == .cancelling: wrongKey()
        case .digit(1) where order.takesContact && order.contact == nil && !order.isClosed:
            screen.contact = NumberEntry()
            state.screen = .request(screen)
            speakPage()
        case .digit(2) where !order.isClosed:
            screen.confirmingCancel = true
            state.screen = .request(screen)
            speakPage()
        default: pressCommon(key)
        }
    }

    private mutating func pressOnCancel(_ key: Key, _ screen: RequestScreen) {
        var screen = screen
        screen.confirmingCancel = false
        switch key {
        case .digit(1):
            state.screen = .request(screen)
            change(screen.handle) { order, _ in order.trouble = .cancelling }
            emit(.cancel(screen.handle))
            say(.requestCancelling, then: screen.handle)
        case .digit(2), .star:
            state.screen = .request(screen)
            speakPage()
        default: pressCommon(key)
        }
    }

    /// The number goes to the platform with this order and stays nowhere here.
    private mutating func pressOnContact(_ key: Key, _ entry: NumberEntry, _ screen: RequestScreen) {
        var entry = entry
        var screen = screen
        switch key {
        case .digit(let digit):
            entry.append(digit)
            silenceWhileTyping()
            emit(.click(sink))
            screen.contact = entry
        case .star:
            screen.contact = entry.erase() ? entry : nil
            if screen.contact == nil {
                state.screen = .request(screen)
                return speakPage()
            }
        case .hash where order(screen.handle)?.isClosed == true:
            // It ended while the number was being typed: nobody would call back. What became of it is shown and said.
            screen.contact = nil
            state.screen = .request(screen)
            return speakPage()
        case .hash:
            switch NumberPolicy(digits: entry.digits, language: state.language) {
            case .allowed:
                giveContact(entry.digits, to: screen.handle)
                screen.contact = nil
                say(.requestContactSending, then: screen.handle)
            case .emergency(let service): return dialled(.service(service), entry.digits, by: .entered)
            case .chooser: return dialled(.chooser, entry.digits, by: .entered)
            case let refusal:
                entry.problem = NumberEntry.Problem(refusal)
                screen.contact = entry
                speakProblem(of: entry)
            }
        default: return wrongKey()
        }
        state.screen = .request(screen)
    }

    private mutating func orderAgain(_ order: Order) {
        forget(order.handle)
        guard let function = context.catalogue.function(order.function) else { return goHome() }
        if state.run == nil { state.run = FunctionRun(function: function.id, startedAt: now) }
        place(
            kind: order.kind, choices: order.choices, function: order.function, takesContact: order.takesContact)
    }

    private mutating func leave(_ order: Order) {
        let outcome: FunctionOutcome = order.hasFailed ? .failed : .completed
        forget(order.handle)
        leaveFunction(outcome)
        goHome()
    }

    private mutating func closeAndRate(_ order: Order) {
        forget(order.handle)
        if state.run == nil { return goHome() }
        advance()
    }

    mutating func forget(_ handle: RequestHandle) {
        state.orders.removeAll { $0.handle == handle }
        emit(.forget(handle))
    }
}

extension RequestPhase {
    fileprivate var outcome: RequestOutcome? {
        switch self {
        case .submitted: nil
        case .accepted: .accepted
        case .assigned: .assigned
        case .completed: .confirmed
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }
}
