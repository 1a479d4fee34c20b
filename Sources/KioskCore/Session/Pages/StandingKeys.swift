import Prompts
import Reporting
import Vocabulary

/// The keys that mean the same on every page (back, a person, say it again), and other things that pages share.
extension Turn {
    /// Builds a page from its own keys, which come first, and the keys that mean the same on every page.
    /// - Parameters:
    ///   - offers: the page's own keys. If `*`, `0` or `#` is not among them, it means what it always does.
    ///   - hasPerson: whether `0` is for a person if the page has no other use for it.
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

    /// The offer of `*`: back.
    func backOffer(_ words: MessageKey = .keyBack, said: Offer.Said = .onHome, act: @escaping Offer.Act) -> Offer {
        Offer(.star, words, at: .legend, said: said, act: act)
    }

    /// The offer of `0`: a person.
    var personOffer: Offer? {
        context.catalogue.function(onKey: 0).map { person in
            personOffer(person) { turn in
                turn.leaveFunction(.abandoned)
                turn.open(person)
            }
        }
    }

    /// Whether the function in use already calls a person.
    private var isWithPerson: Bool {
        state.run.map { $0.function == context.catalogue.function(onKey: 0)?.id } ?? false
    }

    /// The offer of `0` with the words of its function, whatever the key does here.
    func personOffer(_ person: Function, act: @escaping Offer.Act) -> Offer {
        Offer(
            .digit(0), .text(person.label), short: .text(person.short), at: .legend, mark: mark(of: person),
            said: .onHome, act: act)
    }

    /// The offer of `#`: say it again.
    var againOffer: Offer { Offer(.hash, .keyAgain, at: .legend, said: .onHome) { $0.sayAgain() } }

    /// The offers of all digits on a page with a field into which they are typed.
    func typing(_ act: @escaping (inout Turn, Int) -> Void) -> [Offer] {
        (0...9).map { digit in
            Offer(.digit(digit), .plain(String(digit)), at: .field, said: .nowhere) { act(&$0, digit) }
        }
    }

    /// The offers of a page on which every key does the same.
    func anyKey(_ words: MessageKey, said: PromptKey, _ act: @escaping Offer.Act) -> [Offer] {
        ([.hash, .star] + (0...9).map(Key.digit)).map { key in
            Offer(key, words, at: .field, isForward: true, said: .prompt(said), act: act)
        }
    }

    /// The offers of the emergency services on their digits, as on home.
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

    /// What a function's tile says in place of its name in the other language: that it is paused, or why it has nothing
    /// to show, as its pages say it.
    func mark(of function: Function) -> MessageKey? {
        if isPaused(function) { return .markPaused }
        guard let absence = state.absence(of: function, context.settings.local) else { return nil }
        return function.steps.contains(.places) ? absence.markNear : absence.mark
    }

    /// Whether an outage affects a function. Emergency tiles never say so, since they keep trying.
    private func isPaused(_ function: Function) -> Bool {
        if context.settings.booth.outOfOrder, !function.worksOutOfOrder { return true }
        switch function.steps.first(where: { $0.name != .choice && $0.name != .confirm && $0.name != .number }) {
        case .request?: return !state.health.online
        case .call?: return !(canCall && state.health.routes.agentConnected)
        default: return false
        }
    }

    /// What a list says if none of its items has anything to show; nil if one has. Nobody has to open item after item
    /// to hear the same of each.
    var wordsOfNothing: [Speech.Part]? {
        guard let run = state.run, let function = context.catalogue.function(run.function),
            let absence = state.absence(of: function, context.settings.local)
        else { return nil }
        return [.prompt(absence == .none && function.steps.contains(.places) ? .placesNone : absence.prompt)]
    }
}
