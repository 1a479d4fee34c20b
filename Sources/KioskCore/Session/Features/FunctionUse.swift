import Reporting
import Vocabulary

/// A function in use: its steps one after the other, and its end.
extension Turn {
    /// Opens a function, or its order if one is under way.
    mutating func enter(_ function: Function) {
        if let order = state.orders.last(where: { $0.function == function.id }) { return showKept(order) }
        open(function)
    }

    mutating func open(_ function: Function) {
        state.run = FunctionRun(function: function.id, startedAt: now)
        enterStep()
    }

    /// The present step of the function in use.
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

    /// Goes back one step if the one before was a question. Otherwise leaves the function. From its first step this opens
    /// the function whose page offers it, if there is one; in all other cases it goes home.
    mutating func goBack() {
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

    /// Ends the use of the present function with an outcome.
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

    /// Records the end of the present step, only once however often it is called.
    private mutating func leaveStep(_ outcome: StepOutcome) {
        guard let run = state.run, let visit = run.visit, let step = currentStep else { return }
        let left = StepRecord(
            step: step.name, position: run.step + 1, outcome: outcome, firstKeyLatency: visit.firstKeyLatency,
            wrongKeys: visit.wrongKeys, repeats: visit.repeats)
        record(.step(left), duration: now - visit.startedAt)
        state.run?.visit = nil
    }
}
