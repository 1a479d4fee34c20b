/// Information by topic.
public struct InformationScreen: Equatable, Sendable {
    /// The topics offered, the first on 1.
    public var topics: [InformationTopic]
    /// The topic opened; none shows the topics.
    public var topic: InformationTopic?
    /// The page of a long topic, from 0.
    public var page = 0
    /// The index of the service number chosen.
    public var number: Int?

    /// Items on one page of a topic.
    public static let pageSize = 4

    /// The topics.
    public init(topics: [InformationTopic]) { self.topics = topics }
}

extension Turn {
    mutating func pressOnInformation(_ key: Key, _ screen: InformationScreen) {
        guard let topic = screen.topic else { return pressOnTopics(key, screen) }
        var screen = screen
        switch (key, topic) {
        case (.star, _):
            state.session?.findings.backs += 1
            if screen.number != nil {
                screen.number = nil
                return showInformation(screen)
            }
            state.screenSince = now
            enterStep()
        case (.hash, .numbers) where screen.number != nil: callServiceNumber(screen)
        case (.digit(let digit), .numbers) where screen.number == nil: chooseNumber(digit, screen)
        case (.hash, _):
            let pages = pages(of: topic)
            guard pages > 1 else { return sayAgain() }
            screen.page = (screen.page + 1) % pages
            showInformation(screen)
        default: pressCommon(key)
        }
    }

    private mutating func pressOnTopics(_ key: Key, _ screen: InformationScreen) {
        switch key {
        case .digit(let digit) where digit >= 1 && digit <= screen.topics.count:
            var screen = screen
            let topic = screen.topics[digit - 1]
            screen.topic = topic
            record(.information(topic: topic.rawValue, ageSeconds: age(of: topic)))
            showInformation(screen)
        case .star: back()
        default: pressCommon(key)
        }
    }

    private mutating func chooseNumber(_ digit: Int, _ screen: InformationScreen) {
        let index = screen.page * InformationScreen.pageSize + digit - 1
        guard (1...InformationScreen.pageSize).contains(digit),
            context.settings.local.numbers.indices.contains(index)
        else { return pressCommon(.digit(digit)) }
        var screen = screen
        screen.number = index
        showInformation(screen)
    }

    private mutating func callServiceNumber(_ screen: InformationScreen) {
        let numbers = context.settings.local.numbers
        guard let index = screen.number, numbers.indices.contains(index) else { return sayAgain() }
        startCall(number: numbers[index].number, callClass: .assistance)
    }

    private mutating func showInformation(_ screen: InformationScreen) {
        state.screenSince = now
        show(.information(screen))
        speakPage()
    }

    /// What a topic's page says: what it shows as far as it can be said, then the keys.
    func words(of screen: InformationScreen, _ topic: InformationTopic) -> [Speech.Part] {
        if let number = screen.number { return [.sentence(.service(index: number)), .prompt(.infoCall)] }
        let fixed = prompt(for: topic)
        guard fixed != .infoUnavailable else { return [.prompt(fixed)] }
        var words: [Speech.Part]
        switch topic {
        case .weather: words = [.sentence(.weather, otherwise: fixed)]
        case .buses: words = [.sentence(.buses(page: screen.page), otherwise: fixed)]
        case .activities: words = [.prompt(fixed), .sentence(.activities)]
        case .numbers: words = [.prompt(fixed), .sentence(.services(page: screen.page))]
        case .connectivity: words = [.prompt(fixed)]
        case .notices: words = [.prompt(fixed), .sentence(.notices)]
        }
        if pages(of: topic) > 1 { words.append(.prompt(.pageNext)) }
        return words
    }

    private func pages(of topic: InformationTopic) -> Int {
        let items: Int
        switch topic {
        case .weather, .connectivity: items = 1
        case .buses: items = state.life.content.buses?.value.lines.count ?? 1
        case .activities: items = state.life.content.activities?.value.count ?? 1
        case .numbers: items = context.settings.local.numbers.count
        case .notices: return max(1, state.life.content.notices?.value.count ?? 1)
        }
        return max(1, (items + InformationScreen.pageSize - 1) / InformationScreen.pageSize)
    }

    private func prompt(for topic: InformationTopic) -> PromptKey {
        let content = state.life.content
        switch topic {
        case .weather: return content.weather?.isValid(at: context.wall) == true ? .infoWeather : .infoUnavailable
        case .buses: return content.buses?.isValid(at: context.wall) == true ? .infoBuses : .infoUnavailable
        case .activities:
            return content.activities?.isValid(at: context.wall) == true ? .infoActivities : .infoUnavailable
        case .numbers: return .infoNumbers
        case .connectivity: return .infoConnectivity
        case .notices: return content.notices?.isValid(at: context.wall) == true ? .infoNotices : .infoUnavailable
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
