import Prompts
import Reporting
public import Vocabulary

/// The screen of information by topic.
public struct InformationScreen: Equatable, Sendable {
    /// The topics offered, the first on 1.
    public var topics: [InformationTopic]
    /// The topic opened; nil shows the list of topics.
    public var topic: InformationTopic?
    /// The page of a long topic, from 0.
    public var page = 0
    /// The index of the service number or activity chosen.
    public var item: Int?

    /// The topics.
    public init(topics: [InformationTopic]) { self.topics = topics }
}

extension LifeContent {
    /// How many pages a topic has. A page says exactly the items that it shows.
    public func pages(of topic: InformationTopic, _ local: LocalInformation) -> Int {
        let items: Int
        switch topic {
        case .weather, .connectivity: items = 1
        case .buses: items = buses?.value.lines.count ?? 1
        case .activities: items = activities?.value.count ?? 1
        case .numbers: items = local.numbers.count
        case .notices: return max(1, notices?.value.count ?? 1)
        }
        return ListPart(0, of: items, InformationTopic.pageSize).count
    }
}

extension State {
    /// Whether there is something to show of a topic; otherwise `absence(of:)` says why not.
    public func shows(_ topic: InformationTopic, _ local: LocalInformation) -> Bool {
        let content = life.content
        return switch topic {
        case .weather: content.weather?.isValid(at: wall) == true
        case .buses: content.buses.map { $0.isValid(at: wall) && !$0.value.lines.isEmpty } == true
        case .activities: content.activities.map { $0.isValid(at: wall) && !$0.value.isEmpty } == true
        case .notices: content.notices.map { $0.isValid(at: wall) && !$0.value.isEmpty } == true
        case .numbers: !local.numbers.isEmpty
        case .connectivity: local.wifi != nil || !local.charging.values.isEmpty
        }
    }
}

extension Turn {
    func informationPage(_ screen: InformationScreen) -> Page {
        guard let topic = screen.topic else { return topicsPage(screen) }
        let title = Page.Title(words: .message(topic.message), tone: .category(.information))
        let offers = screen.item == nil ? listOffers(topic, screen) : itemOffers(topic, screen)
        return page(
            title, offers, words: words(of: screen, topic), waits: timings.reading,
            back: backOffer { turn in
                turn.state.session?.findings.backs += 1
                guard screen.item == nil else {
                    var screen = screen
                    screen.item = nil
                    return turn.showInformation(screen)
                }
                turn.state.screenSince = turn.now
                turn.enterStep()
            })
    }

    private func topicsPage(_ screen: InformationScreen) -> Page {
        let sentence = Speech.Part.sentence(.own(opening, plain: .choice))
        let nothing = wordsOfNothing
        let topics = screen.topics.prefix(9).enumerated().map { index, topic in
            Offer(
                .digit(index + 1), .message(topic.message),
                mark: state.shows(topic, context.settings.local) ? nil : state.absence(of: topic).mark,
                said: nothing == nil ? .part(sentence) : .nowhere
            ) { turn in
                var screen = screen
                screen.topic = topic
                turn.record(.information(topic: topic.rawValue, ageSeconds: turn.age(of: topic)))
                turn.showInformation(screen)
            }
        }
        return page(
            runTitle, topics + functionsHere(besides: topics), words: (nothing ?? [sentence]) + wordsOfFunctionsHere,
            waits: timings.reading, back: backOffer { $0.goBack() })
    }

    /// The items of a list, four at a time, and `#` for the next four.
    private func listOffers(_ topic: InformationTopic, _ screen: InformationScreen) -> [Offer] {
        let names: [Words]
        let said: PromptKey
        switch topic {
        case .numbers: (names, said) = (context.settings.local.numbers.map { .text($0.label) }, .infoNumbers)
        case .activities: (names, said) = (activities.map { .text($0.title) }, .infoActivities)
        case .weather, .buses, .connectivity, .notices: (names, said) = ([], .choice)
        }
        let part = ListPart(screen.page, of: names.count, InformationTopic.pageSize)
        let items = part.indices.map { index in
            Offer(.digit(index - part.start + 1), names[index], said: .prompt(said)) { turn in
                var screen = screen
                screen.item = index
                turn.showInformation(screen)
            }
        }
        let pages = pages(of: topic)
        // A page that only says why there is nothing has no pages after it.
        guard pages > 1, state.shows(topic, context.settings.local) else { return items }
        let next = Offer.next { turn in
            var screen = screen
            screen.page = (screen.page + 1) % pages
            turn.showInformation(screen)
        }
        return items + [next]
    }

    /// The offers on the page of one item: a service number can be called, an activity is only read.
    private func itemOffers(_ topic: InformationTopic, _ screen: InformationScreen) -> [Offer] {
        let numbers = context.settings.local.numbers
        guard topic == .numbers, let index = screen.item, numbers.indices.contains(index) else { return [] }
        let number = numbers[index]
        return [
            Offer(.hash, .infoCall, at: .legend, isForward: true, said: .prompt(.infoCall)) {
                $0.startCall(number: number.number, name: number.label, callClass: .assistance)
            }
        ]
    }

    /// Keeps the page within contents that came while it was being read and may be shorter than before.
    mutating func keepInformationInRange() {
        guard case .information(var screen) = state.screen, let topic = screen.topic else { return }
        screen.page = min(screen.page, pages(of: topic) - 1)
        if topic == .activities, let item = screen.item, item >= activities.count { screen.item = nil }
        state.screen = .information(screen)
    }

    /// The activities that may be shown.
    private var activities: [Activity] {
        state.life.content.activities.flatMap { $0.isValid(at: context.wall) ? $0.value : nil } ?? []
    }

    private mutating func showInformation(_ screen: InformationScreen) {
        state.screenSince = now
        show(.information(screen))
        speakPage()
    }

    /// What a topic's page says: its contents, as far as they can be said, then the keys.
    func words(of screen: InformationScreen, _ topic: InformationTopic) -> [Speech.Part] {
        switch (screen.item, topic) {
        case (let item?, .numbers): return [.sentence(.service(index: item)), .prompt(.infoCall)]
        case (let item?, .activities) where activities.indices.contains(item):
            return [.sentence(.activity(index: item)), .prompt(.infoActivity)]
        default: break
        }
        guard let fixed = prompt(for: topic) else { return [.prompt(state.absence(of: topic).prompt)] }
        var words: [Speech.Part]
        switch topic {
        case .weather: words = [.sentence(.weather, otherwise: fixed)]
        case .buses: words = [.sentence(.buses(page: screen.page), otherwise: fixed)]
        case .activities: words = [.prompt(fixed), .sentence(.activities(page: screen.page))]
        case .numbers: words = [.prompt(fixed), .sentence(.services(page: screen.page))]
        case .connectivity: words = [.prompt(fixed)]
        case .notices: words = [.prompt(fixed), .sentence(.notices)]
        }
        if pages(of: topic) > 1 { words.append(.prompt(.pageNext)) }
        return words
    }

    func pages(of topic: InformationTopic) -> Int { state.life.content.pages(of: topic, context.settings.local) }

    /// The sentence about what a topic's page shows; nil if it has nothing to show.
    private func prompt(for topic: InformationTopic) -> PromptKey? {
        guard state.shows(topic, context.settings.local) else { return nil }
        return switch topic {
        case .weather: .infoWeather
        case .buses: .infoBuses
        case .activities: .infoActivities
        case .numbers: .infoNumbers
        case .connectivity: .infoConnectivity
        case .notices: .infoNotices
        }
    }

    private func age(of topic: InformationTopic) -> Int64? {
        let content = state.life.content
        let asOf: Int64?
        switch topic {
        case .weather: asOf = content.weather?.asOf
        case .buses: asOf = content.buses?.asOf
        case .activities: asOf = content.activities?.asOf
        case .notices: asOf = content.notices?.asOf
        case .numbers, .connectivity: asOf = nil
        }
        guard let asOf, let wall = context.wall else { return nil }
        return max(0, (wall.unixMilliseconds - asOf) / 1000)
    }
}
