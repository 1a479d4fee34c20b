import Prompts
import Reporting
import Vocabulary

/// The pages on which a function asks something: a choice or a confirmation.
extension Turn {
    func choicePage(_ step: ChoiceStep) -> Page {
        let sentence = Speech.Part.sentence(.own(step.prompt ?? opening, plain: .choice))
        let options = step.options.prefix(9).enumerated().map { index, option in
            Offer(.digit(index + 1), .text(option.label), said: .part(sentence)) { turn in
                turn.state.run?.answers[step.id] = option.id
                turn.advance()
            }
        }
        return page(
            Page.Title(words: .text(step.title), tone: runTone),
            options + functionsHere(besides: options), words: [sentence] + wordsOfFunctionsHere, waits: timings.idle,
            back: backOffer { $0.goBack() })
    }

    func confirmPage(_ step: ConfirmStep) -> Page {
        let sentence = Speech.Part.sentence(.own(step.prompt ?? opening, plain: .requestDone))
        let confirm = Offer(.hash, .text(step.action), at: .legend, isForward: true, said: .part(sentence)) {
            $0.advance()
        }
        return page(
            Page.Title(words: .text(step.title), tone: runTone), [confirm], words: [sentence], waits: timings.idle,
            back: backOffer { $0.goBack() })
    }

    /// The sentence for the present step: the function's opening sentence for the first, a plain one for those after
    /// it.
    var opening: PromptKey {
        guard let run = state.run, let function = context.catalogue.function(run.function) else { return .choice }
        if run.step == 0 { return function.firstPrompt }
        if case .number? = currentStep, function.numberIsContact(at: run.step) { return .requestContact }
        return .choice
    }

    // MARK: Functions on another's page

    /// The offers of further functions on the page of the one in use, after its own keys.
    func functionsHere(besides own: [Offer]) -> [Offer] {
        guard let run = state.run, run.step == 0 else { return [] }
        let taken = Set(own.map(\.key))
        return context.catalogue.functions(onPageOf: run.function).filter { !taken.contains(.digit($0.digit)) }.map {
            chosen in
            Offer(
                .digit(chosen.digit), .text(chosen.function.label), mark: mark(of: chosen.function),
                said: .part(saidOfFunctions(onPageOf: run.function))
            ) { turn in
                turn.leaveFunction(.completed)
                turn.enter(chosen.function)
            }
        }
    }

    /// What is said of these functions, after the sentence of the function in use.
    var wordsOfFunctionsHere: [Speech.Part] {
        guard let run = state.run, run.step == 0, !context.catalogue.functions(onPageOf: run.function).isEmpty else {
            return []
        }
        return [saidOfFunctions(onPageOf: run.function)]
    }

    private func saidOfFunctions(onPageOf function: FunctionID) -> Speech.Part {
        .sentence(.functions(onPageOf: function), otherwise: .choice)
    }
}
