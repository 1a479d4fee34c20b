import Prompts
import Reporting
import Vocabulary

/// The keys that mean the same on every page: back, a person, say it again; and what pages have in common.
extension Turn {
    /// A page of a function: it waits as long as it takes to read, and begins with its own keys.
    /// - Parameters:
    ///   - offers: the page's own keys; where it has none of its own on `*`, `0` and `#`, those mean what they always do.
    ///   - hasPerson: whether `0` is for a person where the page has no other use for it.
    func page(
        _ title: Page.Title?, _ offers: [Offer], words: [Speech.Part]? = nil, waits: Duration?, hasPerson: Bool = true,
        back: Offer? = nil
    ) -> Page {
        var all = offers
        let isFree = { (key: Key) in !offers.contains { $0.key == key } }
        if let back, isFree(.star) { all.append(back) }
        if hasPerson, isFree(.digit(0)), !isWithPerson, let person = personOffer { all.append(person) }
        if isFree(.hash) { all.append(againOffer) }
        return Page(title: title, offers: all, words: words, waits: waits, lastWait: timings.idleCountdown)
    }

    /// `*`: back.
    func backOffer(_ words: MessageKey = .keyBack, said: Offer.Said = .onHome, act: @escaping Offer.Act) -> Offer {
        Offer(.star, words, at: .legend, said: said, act: act)
    }

    /// `0`: a person.
    var personOffer: Offer? {
        context.catalogue.function(onKey: 0).map { person in
            personOffer(person) { turn in
                turn.leaveFunction(.abandoned)
                turn.open(person)
            }
        }
    }

    /// Whether the function in use is a person already.
    private var isWithPerson: Bool {
        state.run.map { $0.function == context.catalogue.function(onKey: 0)?.id } ?? false
    }

    /// `0` with the words of its function, whatever it does.
    func personOffer(_ person: Function, act: @escaping Offer.Act) -> Offer {
        Offer(
            .digit(0), .text(person.label), short: .text(person.short), at: .legend, mark: mark(of: person),
            said: .onHome, act: act)
    }

    /// `#`: say it again.
    var againOffer: Offer { Offer(.hash, .keyAgain, at: .legend, said: .onHome) { $0.sayAgain() } }

    /// Every digit typed into a field.
    func typing(_ act: @escaping (inout Turn, Int) -> Void) -> [Offer] {
        (0...9).map { digit in
            Offer(.digit(digit), .plain(String(digit)), at: .field, said: .nowhere) { act(&$0, digit) }
        }
    }

    /// Whatever key is pressed does the same.
    func anyKey(_ words: MessageKey, said: PromptKey, _ act: @escaping Offer.Act) -> [Offer] {
        ([.hash, .star] + (0...9).map(Key.digit)).map { key in
            Offer(key, words, at: .field, isForward: true, said: .prompt(said), act: act)
        }
    }

    /// The emergency services on their digits, as on home.
    func emergencyOffers(
        at place: Offer.Place, said: Offer.Said, act: @escaping (inout Turn, EmergencyService) -> Void
    ) -> [Offer] {
        EmergencyService.allCases.map { service in
            let function = context.catalogue.function(for: service)
            return Offer(
                .digit(service.key), function.map { .text($0.label) } ?? .message(service.message),
                short: function.map { .text($0.short) }, at: place, said: said
            ) { act(&$0, service) }
        }
    }

    // MARK: Titles

    /// The function in use as a title.
    var runTitle: Page.Title {
        Page.Title(words: runFunction.map { .text($0.label) } ?? .plain(""), tone: runTone)
    }

    /// The colour of the function in use.
    var runTone: Page.Title.Tone { tone(of: state.run?.function) }

    /// The colour of a function.
    func tone(of function: FunctionID?) -> Page.Title.Tone {
        function.flatMap(context.catalogue.function).map { .category($0.category) } ?? .plain
    }

    private var runFunction: Function? { state.run.flatMap { context.catalogue.function($0.function) } }

    /// What a function's tile says in the place of its name in the other language: that it is paused, or why there is nothing
    /// behind it, as its pages say it.
    func mark(of function: Function) -> MessageKey? {
        if isPaused(function) { return .markPaused }
        guard let absence = state.absence(of: function, context.settings.local) else { return nil }
        return function.steps.contains(.places) ? absence.markNear : absence.mark
    }

    /// Whether an outage concerns a function; emergency tiles never say so, since they keep trying.
    private func isPaused(_ function: Function) -> Bool {
        if context.settings.booth.outOfOrder, !function.worksOutOfOrder { return true }
        switch function.steps.first(where: { $0.name != .choice && $0.name != .confirm && $0.name != .number }) {
        case .request?: return !state.health.online
        case .call?: return !(canCall && state.health.routes.agentConnected)
        default: return false
        }
    }

    /// Why nothing of a list has anything, where that is so; nobody is led through it to hear the same of each.
    var wordsOfNothing: [Speech.Part]? {
        guard let run = state.run, let function = context.catalogue.function(run.function),
            let absence = state.absence(of: function, context.settings.local)
        else { return nil }
        return [.prompt(absence == .none && function.steps.contains(.places) ? .placesNone : absence.prompt)]
    }
}
