extension Turn {
    // MARK: Session

    /// The first key starts a session.
    mutating func begin(by input: InputMethod) {
        if state.session != nil {
            noteKey(by: input)
            return
        }
        stopSelfTest()
        let handle = SessionHandle(state.nextSession)
        state.nextSession += 1
        state.session = Session(handle: handle, startedAt: now, lastInput: input)
        setVolume(usualVolume)
    }

    private mutating func noteKey(by input: InputMethod) {
        guard var session = state.session else { return }
        session.lastInput = input
        if session.findings.firstKeyLatency == nil { session.findings.firstKeyLatency = now - session.startedAt }
        state.session = session
        if var visit = state.run?.visit, visit.firstKeyLatency == nil {
            visit.firstKeyLatency = now - visit.startedAt
            state.run?.visit = visit
        }
    }

    /// Ends the session and wipes everything that it left: language, volume, what was entered.
    mutating func endSession(_ end: SessionEnd) {
        leaveFunction(end == .idle ? .idle : .abandoned)
        if let session = state.session {
            record(.session(end, session.findings), duration: now - session.startedAt)
        }
        state.session = nil
        state.idleEnds = nil
        state.highContrast = false
        state.screen = .home
        state.banner = nil
        cancel(.idle, .idleCountdown, .idleReminder, .handsetReplaced, .banner, .rating, .meaning)
        dropHeldDigits()
        state.listener.reset()
        leaveCardBehind()
        beSilent(atMost: .safety)
        useBoothsOwn()
        // A handset left hanging is at nobody's ear: the next resident must hear the booth.
        if end == .idle { state.isHandsetLifted = false }
        emit(.sessionEnded)
    }

    /// Language and volume as the booth is set up.
    mutating func useBoothsOwn() {
        state.language = context.settings.booth.language
        setVolume(usualVolume)
    }

    // MARK: Home

    mutating func pressOnHome(_ key: Key) {
        switch key {
        case .digit(let digit):
            guard let function = context.catalogue.function(onKey: digit) else { return wrongKey() }
            choose(function)
        case .star: endSession(.left)
        case .hash where state.speech == nil: speakHome()
        case .hash:
            // Asked again: the time as well, which is nowhere else to be heard.
            if state.speech?.parts.last != .sentence(.clock) {
                state.speech?.parts += [.pause(.seconds(1)), .sentence(.clock)]
            }
            sayAgain()
        default: pressCommon(key)
        }
    }

    /// What a key of home means; or a card put in there.
    mutating func choose(_ function: Function) {
        guard function.worksOutOfOrder || !context.settings.booth.outOfOrder else {
            // Nothing is offered there, though it is no mistake of the resident's.
            wasWrongKey = true
            goHome(with: .outOfOrder)
            return speak(.homeOutOfOrder)
        }
        enter(function)
    }

    mutating func goHome(speaking: Bool = true) {
        show(.home)
        if speaking { speakHome() }
    }

    mutating func speakHome() {
        speak(Speech(parts: homeWords))
    }

    /// Two sentences, and the list after a while.
    var homeWords: [Speech.Part] {
        if context.settings.booth.outOfOrder { return [.prompt(.homeOutOfOrder)] }
        return [.prompt(.home), .pause(.seconds(2)), .prompt(.homeList)]
    }

    mutating func goHome(with banner: Banner) {
        show(.home)
        state.banner = banner
        start(.banner, after: .seconds(10))
    }

    // MARK: Functions

    /// Opens a function, or what is left of it: an order that is under way.
    mutating func enter(_ function: Function) {
        if let order = state.orders.last(where: { $0.function == function.id }) { return showKept(order) }
        open(function)
    }

    /// A digit beyond a page's own options may be a function that stands there.
    /// - Returns: whether it is.
    mutating func openFromPage(_ digit: Int) -> Bool {
        guard let run = state.run, run.step == 0,
            let chosen = context.catalogue.functions(onPageOf: run.function).first(where: { $0.digit == digit })
        else { return false }
        leaveFunction(.completed)
        enter(chosen.function)
        return true
    }

    mutating func open(_ function: Function) {
        state.run = FunctionRun(function: function.id, startedAt: now)
        enterStep()
    }

    /// The step of the function in use.
    var currentStep: Step? {
        guard let run = state.run, let function = context.catalogue.function(run.function),
            function.steps.indices.contains(run.step)
        else { return nil }
        return function.steps[run.step]
    }

    mutating func enterStep() {
        guard let run = state.run, let function = context.catalogue.function(run.function) else { return goHome() }
        guard let step = currentStep else { return finishFunction() }
        let visit = StepVisit(startedAt: now)
        state.run?.visit = visit
        let first = run.step == 0 ? function.firstPrompt : nil
        switch step {
        case .emergency(let service):
            startCountdown(service, origin: .tile)
        case .call(let step): startCall(step, prompt: first)
        case .number: showPage(.number(NumberEntry()))
        case .choice(let choice): showPage(.choice(choice))
        case .confirm(let confirm): showPage(.confirm(confirm))
        case .request(let request): order(request)
        case .information(let topics): showPage(.information(InformationScreen(topics: topics)))
        case .places: showPage(.places(PlacesScreen()))
        case .card: showPage(.pension(.consent))
        case .rating: askRating()
        }
    }

    mutating func advance() {
        leaveStep(.forward)
        state.run?.step += 1
        enterStep()
    }

    /// One step back if the one before was a question; home otherwise.
    mutating func back() {
        state.session?.findings.backs += 1
        if let run = state.run, run.step > 0, let function = context.catalogue.function(run.function) {
            switch function.steps[run.step - 1] {
            case .choice, .confirm:
                leaveStep(.back)
                state.run?.step -= 1
                return enterStep()
            default: break
            }
        }
        leaveStep(.back)
        let page = state.run.flatMap { run in
            run.step == 0 ? context.catalogue.function(run.function)?.page : nil
        }
        leaveFunction(.abandoned)
        if let page = page.flatMap(context.catalogue.function) { open(page) } else { goHome() }
    }

    mutating func finishFunction() {
        leaveFunction(.completed)
        goHome()
    }

    /// The function in use is over, however.
    mutating func leaveFunction(_ outcome: FunctionOutcome) {
        switch outcome {
        case .completed: leaveStep(.forward)
        case .idle: leaveStep(.idle)
        case .abandoned, .failed, .unavailable: leaveStep(.abandoned)
        }
        guard let run = state.run else { return }
        record(.function(outcome, lastStep: currentStep?.name), duration: now - run.startedAt)
        state.run = nil
    }

    /// The present step is over; once, however many words say so.
    private mutating func leaveStep(_ outcome: StepOutcome) {
        guard let run = state.run, let visit = run.visit, let step = currentStep else { return }
        let left = StepRecord(
            step: step.name, position: run.step + 1, outcome: outcome, firstKeyLatency: visit.firstKeyLatency,
            wrongKeys: visit.wrongKeys, repeats: visit.repeats)
        record(.step(left), duration: now - visit.startedAt)
        state.run?.visit = nil
    }

    // MARK: Choice and confirmation

    mutating func pressOnChoice(_ key: Key, _ step: ChoiceStep) {
        switch key {
        case .digit(let digit) where digit >= 1 && digit <= step.options.count:
            state.run?.answers[step.id] = step.options[digit - 1].id
            advance()
        case .digit(let digit) where openFromPage(digit): break
        case .star: back()
        default: pressCommon(key)
        }
    }

    mutating func pressOnConfirm(_ key: Key) {
        switch key {
        case .hash: advance()
        case .star: back()
        default: pressCommon(key)
        }
    }
}
