import Prompts
import Reporting
public import Vocabulary

/// The question of which of two things was meant by digits that are both an emergency number and answers. It never
/// dials an emergency by itself.
public struct MeaningQuestion: Equatable, Sendable {
    /// What `#` does: what the page would have done with the digits.
    public enum Answer: Equatable, Sendable {
        /// A person is called.
        case person
        /// The order is shown.
        case order
        /// The order may be cancelled.
        case cancelOrder
        /// A page of this function comes, or one of home if there is no function.
        case page(FunctionID?)
        /// Nothing: the page that was there comes back.
        case back
    }

    /// What happens when no key comes.
    public enum Silence: Equatable, Sendable {
        /// A person is called.
        case person
        /// The page that was there comes back.
        case page
    }

    /// The services that may be meant; their keys open their confirmations.
    public var services: [EmergencyService]
    /// The number as it was dialled.
    public var number: String
    /// What `#` does.
    public var answer: Answer
    /// What happens when no key comes.
    public var silence: Silence
    /// When the wait for a key ends.
    public var until: Moment
    var before: Screen
    var answers: [Key]

    /// The title of its page.
    var title: MessageKey {
        switch services.count == 1 ? services.first : nil {
        case .police: .meaningPolice
        case .ambulance: .meaningAmbulance
        case .fire: .meaningFire
        case nil: .meaningHelp
        }
    }

    /// What is said: each meaning with its key.
    var prompts: [PromptKey] {
        let own: [PromptKey] =
            services.count == EmergencyService.allCases.count
            ? [.chooser]
            : services.map { service in
                switch service {
                case .police: .meaningPolice
                case .ambulance: .meaningAmbulance
                case .fire: .meaningFire
                }
            }
        let other: PromptKey =
            switch answer {
            case .person: .meaningPerson
            case .order: .meaningOrder
            case .cancelOrder: .meaningCancelOrder
            case .page, .back: .meaningBack
            }
        // What happens without a key is on the page, and is said when it happens. All the words here have to fit into
        // ten seconds.
        return own + [other]
    }
}

extension Turn {
    mutating func askMeaning(of number: String, answers: [Key], _ silence: MeaningQuestion.Silence) {
        dropIdleCountdown()
        let question = MeaningQuestion(
            services: services(meantBy: number), number: number, answer: meaning(of: answers), silence: silence,
            until: now + timings.dialQuestion, before: state.screen, answers: answers)
        state.screenSince = now
        show(.meaning(question))
        start(.meaning, after: timings.dialQuestion)
        speakPage()
    }

    private func services(meantBy number: String) -> [EmergencyService] {
        let emergencies = emergencies(in: number)
        return EmergencyService.allCases.filter {
            emergencies.contains(.chooser) || emergencies.contains(.service($0))
        }
    }

    /// Asks the question in another language, in which the number may mean another service: 119 is the ambulance of
    /// Japan and Korea.
    mutating func askMeaningInOtherLanguage() {
        guard case .meaning(var question) = state.screen else { return }
        question.services = services(meantBy: question.number)
        state.screen = .meaning(question)
        speakPage()
    }

    /// What the page would do with the digits.
    private func meaning(of answers: [Key]) -> MeaningQuestion.Answer {
        var trial = self
        for key in answers { trial.pressOnScreen(key) }
        if trial.state.screen == state.screen { return .back }
        let function = trial.state.run?.function
        if let function, function == context.catalogue.function(onKey: 0)?.id { return .person }
        guard case .request(let screen) = trial.state.screen else { return .page(function) }
        return screen.confirmingCancel ? .cancelOrder : .order
    }

    /// The page of the question. It offers the emergency and what the page would have done, and nothing else for which
    /// a digit could be taken. A key that was on its way when the question came (an answer to the page, or the end of a
    /// number) does not answer the question.
    func meaningPage(_ question: MeaningQuestion) -> Page {
        let words = emergencyWords(.meaning(question))
        let services = question.services.enumerated().map { index, service in
            // One sentence names all three.
            let isOwn = question.prompts.count > question.services.count
            return Offer(.digit(service.key), service.message, said: .part(isOwn ? index : 0, of: words)) { turn in
                turn.startCountdown(
                    service, origin: .asked, dialled: turn.otherNumber(question.number, of: service))
            }
        }
        let answer = Offer(
            .hash, self.words(for: question.answer), isForward: true,
            said: .part(question.prompts.count - 1, of: words)
        ) { turn in
            turn.recordDeclined(question)
            turn.takeAnswers(question)
        }
        let person = Offer(.digit(0), .serviceHelpCentre, at: .unseen, said: .onHome) { turn in
            turn.recordDeclined(question)
            turn.callPerson(from: question)
        }
        let back = backOffer { turn in
            turn.recordDeclined(question)
            turn.goBack(from: question)
        }
        return Page(
            title: Page.Title(words: .message(question.title), tone: .emergency),
            offers: services + [answer, person, back], words: words, priority: .emergency,
            lastWait: timings.idleCountdown, endsOnHook: false, listsLanguages: false,
            isDeaf: now - state.screenSince < timings.confirmQuiet)
    }

    /// The words for what `#` does.
    private func words(for answer: MeaningQuestion.Answer) -> Words {
        switch answer {
        case .person: context.catalogue.function(onKey: 0).map { .text($0.label) } ?? .message(.serviceHelpCentre)
        case .order: .message(.requestLook)
        case .cancelOrder: .message(.meaningCancelOrder)
        case .page(let id): id.flatMap(context.catalogue.function).map { .text($0.label) } ?? .message(.meaningBack)
        case .back: .message(.meaningBack)
        }
    }

    /// Does what happens when no key came.
    mutating func meaningUnanswered() {
        guard case .meaning(let question) = state.screen else { return }
        recordDeclined(question)
        switch question.silence {
        case .person: callPerson(from: question)
        case .page: goBack(from: question)
        }
    }

    /// Does what the page would have done with the digits.
    private mutating func takeAnswers(_ question: MeaningQuestion) {
        if case .back = question.answer { return goBack(from: question) }
        beSilent(atMost: .emergency)
        show(question.before)
        // The order may be gone by now, and the digits would then answer another page.
        guard meaning(of: question.answers) == question.answer else { return goBack(from: question) }
        for key in question.answers { pressOnScreen(key) }
    }

    private mutating func goBack(from question: MeaningQuestion) {
        beSilent(atMost: .emergency)
        resume(question.before)
    }

    /// Returns to a page that another one covered, unless what it was about is gone.
    mutating func resume(_ page: Screen) {
        let isGone: Bool =
            switch page {
            case .kept(let handle): order(handle) == nil
            case .request(let screen): order(screen.handle) == nil
            case .rating: true
            default: false
            }
        // Attract is silent.
        if page == .home, state.session == nil { return show(page) }
        guard isGone else { return showPage(page) }
        leaveFunction(.abandoned)
        goHome()
    }

    private mutating func callPerson(from question: MeaningQuestion) {
        guard let person = context.catalogue.function(onKey: 0) else { return goBack(from: question) }
        beSilent(atMost: .emergency)
        leaveFunction(.abandoned)
        open(person)
    }

    mutating func recordDeclined(_ question: MeaningQuestion) {
        record(
            .emergency(
                EmergencyRecord(
                    service: question.services.count == 1 ? question.services.first : nil, origin: .asked,
                    outcome: .declined, cancelledAfter: now - (question.until - timings.dialQuestion),
                    demonstration: isDemonstration)))
    }
}
