import Prompts
import Reporting
import Vocabulary

/// The page of an order: how it stands, what may be done about it, and the number to call back.
extension Turn {
    func requestPage(_ screen: RequestScreen) -> Page {
        guard let order = order(screen.handle) else { return gonePage }
        if let entry = screen.contact { return contactPage(entry, screen, order) }
        if screen.confirmingCancel { return cancelPage(screen, order) }
        var offers: [Offer] = []
        if order.isClosed {
            let again = order.hasFailed
            offers.append(
                Offer(
                    .hash, again ? .requestAgain : .keyConfirm, at: .legend, isForward: true,
                    said: again ? .part(of: status(of: order)) : .prompt(.requestDone)
                ) { again ? $0.orderAgain(order) : $0.closeAndRate(order) })
        } else if order.trouble != .cancelling {
            // While it is being cancelled nothing more is asked about it.
            let said = Offer.Said.part(of: keys(of: order))
            if order.takesContact, order.contact == nil {
                offers.append(
                    Offer(.digit(1), .requestContact, said: said) { $0.askContact(screen) })
            }
            offers.append(Offer(.digit(2), .requestCancel, said: said) { $0.askCancel(screen) })
        }
        // Leaving the page must not look like giving up the car.
        let leave =
            order.isClosed
            ? backOffer { $0.leave(order) }
            : backOffer(.requestLeave, said: .earlier(.requestSent)) { turn in
                turn.leaveFunction(.completed)
                turn.goHome()
            }
        return page(
            Page.Title(words: .message(order.title), tone: tone(of: order.function)), offers, words: words(of: screen),
            waits: timings.reading, back: leave)
    }

    private mutating func askContact(_ screen: RequestScreen) {
        var screen = screen
        screen.contact = NumberEntry()
        change(to: screen)
    }

    private mutating func askCancel(_ screen: RequestScreen) {
        var screen = screen
        screen.confirmingCancel = true
        change(to: screen)
    }

    /// Shows the same order's page in another form, at the same place.
    private mutating func change(to screen: RequestScreen) {
        state.screen = .request(screen)
        speakPage()
    }

    // MARK: Really cancel?

    private func cancelPage(_ screen: RequestScreen, _ order: Order) -> Page {
        var answered = screen
        answered.confirmingCancel = false
        let keep = { [answered] (turn: inout Turn) in turn.change(to: answered) }
        let said = Offer.Said.prompt(.requestCancelAsk)
        return page(
            Page.Title(words: .message(.requestCancelAsk), tone: tone(of: order.function)),
            [
                Offer(.digit(1), .requestCancelYes, said: said) { [answered] in $0.cancelOrder(answered) },
                Offer(.digit(2), .requestCancelNo, said: said, act: keep),
            ], words: words(of: screen), waits: timings.reading, back: backOffer(act: keep))
    }

    private mutating func cancelOrder(_ screen: RequestScreen) {
        state.screen = .request(screen)
        change(screen.handle) { order, _ in order.trouble = .cancelling }
        emit(.cancel(screen.handle))
        say(.requestCancelling, then: screen.handle)
    }

    // MARK: The number to call back

    /// The page for the number to call back. The number goes to the platform with this order and is not kept here.
    private func contactPage(_ entry: NumberEntry, _ screen: RequestScreen, _ order: Order) -> Page {
        entryPage(
            entry, title: Page.Title(words: .message(.requestContactTitle), tone: tone(of: order.function)),
            done: .keyConfirm, said: .prompt(.requestContact),
            typed: { turn, digit in
                var screen = screen
                screen.contact?.append(digit)
                turn.state.screen = .request(screen)
            },
            erased: { turn in
                var screen = screen
                if screen.contact?.erase() == true {
                    turn.state.screen = .request(screen)
                } else {
                    screen.contact = nil
                    turn.change(to: screen)
                }
            }, confirmed: { $0.confirmContact(entry, screen) })
    }

    private mutating func confirmContact(_ entry: NumberEntry, _ screen: RequestScreen) {
        var screen = screen
        screen.contact = nil
        // The order ended while the number was being typed, so nobody would call back. What became of it is shown and
        // said.
        if order(screen.handle)?.isClosed == true { return change(to: screen) }
        switch NumberPolicy(digits: entry.digits, language: state.language) {
        case .allowed:
            giveContact(entry.digits, to: screen.handle)
            say(.requestContactSending, then: screen.handle)
            state.screen = .request(screen)
        case .emergency(let service): dialled(.service(service), entry.digits, by: .entered)
        case .chooser: dialled(.chooser, entry.digits, by: .entered)
        case let refusal:
            var entry = entry
            entry.problem = NumberEntry.Problem(refusal)
            screen.contact = entry
            state.screen = .request(screen)
            speakProblem(of: entry)
        }
    }

    // MARK: The end of an order

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
