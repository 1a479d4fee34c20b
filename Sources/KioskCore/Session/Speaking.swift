import Prompts
import Vocabulary

/// Something to say, independent of language.
struct Speech: Equatable, Sendable {
    /// One part of a speech.
    enum Part: Hashable, Sendable {
        /// A fixed sentence.
        case prompt(PromptKey)
        /// Silence.
        case pause(Duration)
        /// A sentence with numbers or names. `otherwise` is the fixed one for a language that cannot say it.
        case sentence(Sentence, otherwise: PromptKey? = nil)
    }

    var parts: [Part]
    var priority: SpeechPriority = .guidance
    /// How often it was asked for again; each time it is said a step louder.
    var louder = 0
    var repeated = false
}

/// A sentence with numbers or names. It is put together when it is said, so that "say it again" gives current values.
enum Sentence: Hashable, Sendable {
    case clock
    case weather
    case buses(page: Int)
    case activities(page: Int)
    case activity(index: Int)
    case notices
    case services(page: Int)
    case service(index: Int)
    case car(RequestHandle)
    case places(PlaceKind, page: Int)
    case place(PlaceKind, index: Int)
    case timeLeft
    /// An amount in fen, said in the handset only.
    case amount(cents: Int)
    /// Each language and its key, said in that language.
    case languages
    /// A function's own sentence, or the plainer one if only that was recorded.
    case own(PromptKey, plain: PromptKey)
    /// The functions offered on another function's page, by name and digit.
    case functions(onPageOf: FunctionID)
}

/// The speech that sounds now, as far as the core can know.
struct Sounding: Equatable, Sendable {
    /// The longest that a sentence is taken to sound. If the report of its end is lost, the booth must not stay silent.
    static let longest: Duration = .seconds(20)
    var speech: Speech
    var until: Moment

    var priority: SpeechPriority { speech.priority }
}

extension Turn {
    /// Says something now, or after a more important sentence, which must not be cut off.
    mutating func utter(_ speech: Speech) {
        if let sounding = state.sounding, now < sounding.until, speech.priority < sounding.priority {
            state.waitingSpeech = speech
            return
        }
        state.waitingSpeech = nil
        var utterance = Utterance(
            [], language: state.language, priority: speech.priority, sink: sink, volume: volume(of: speech))
        utterance.parts = parts(of: speech, in: state.language)
        guard !utterance.parts.isEmpty else { return }
        if speech.priority == .emergency { utterance.parts += translation(of: speech, after: utterance) }
        state.sounding = Sounding(speech: speech, until: now + Sounding.longest)
        emit(.speak(utterance))
    }

    /// Cuts off the emergency speech of a page that is left. Whoever leaves it has heard enough, and the next page
    /// speaks at once.
    mutating func cutEmergencySpeech(for priority: SpeechPriority) {
        guard state.sounding?.priority == .emergency, priority < .emergency else { return }
        state.sounding = nil
        emit(.stop(atMost: .emergency))
    }

    /// The English words to add after a sentence that has only a provisional recording, so that an emergency is
    /// understood.
    private func translation(of speech: Speech, after utterance: Utterance) -> [Utterance.Part] {
        let language = context.catalogue.languages.first { $0.code == utterance.language }
        let isProvisional = utterance.parts.contains { part in
            if case .prompt(let key) = part { language?.provisional.contains(key) == true } else { false }
        }
        guard isProvisional, utterance.language != .english else { return [] }
        let english = parts(of: speech, in: .english).map { part -> Utterance.Part in
            if case .prompt(let key) = part { .foreign(key, .english) } else { part }
        }
        return [.pause(Diction.comma)] + english
    }

    // MARK: Pages

    /// Says what the present page is for and which keys work there. Pages that begin with an event, such as a call,
    /// speak for themselves.
    mutating func speakPage() {
        if !isTrial { say(page) }
    }

    mutating func say(_ page: Page) {
        if let words = page.words { speak(Speech(parts: words, priority: page.priority)) }
    }

    // MARK: Sentences

    private func parts(of speech: Speech, in language: LanguageCode) -> [Utterance.Part] {
        speech.parts.flatMap { part -> [Utterance.Part] in
            switch part {
            case .prompt(let key): [.prompt(key)]
            case .pause(let duration): [.pause(duration)]
            case .sentence(let sentence, let otherwise):
                said(sentence, by: context.catalogue.diction(of: language)) ?? otherwise.map { [.prompt($0)] } ?? []
            }
        }
    }

    private func said(_ sentence: Sentence, by diction: Diction) -> [Utterance.Part]? {
        let content = state.life.content
        switch sentence {
        case .clock: return context.wall.flatMap { diction.now($0.civil) }
        case .weather: return content.weather.flatMap { diction.weather($0.value) }
        case .buses(let page):
            guard let stop = content.buses?.value, let wall = context.wall else { return nil }
            return diction.buses(stop.lines.part(page, InformationTopic.pageSize), at: wall)
        case .activities(let page):
            let activities = content.activities?.value ?? []
            return diction.activities(
                count: activities.count, activities.part(page, InformationTopic.pageSize).map(time(of:)))
        case .activity(let index):
            let activities = content.activities?.value ?? []
            return activities.indices.contains(index) ? diction.activity(time(of: activities[index])) : nil
        case .notices: return diction.notices(count: content.notices?.value.count ?? 0)
        case .services(let page):
            return diction.services(context.settings.local.numbers.part(page, InformationTopic.pageSize))
        case .service(let index):
            let numbers = context.settings.local.numbers
            return numbers.indices.contains(index) ? diction.service(numbers[index]) : nil
        case .car(let handle):
            return order(handle).flatMap {
                diction.car(plate: $0.answer?.assignment?.plate, minutes: $0.minutesLeft(at: context.wall))
            }
        case .places(let kind, let page):
            return diction.places(
                state.life.places(of: kind).part(page, PlacesScreen.pageSize).map(\.minutes))
        case .place(let kind, let index):
            let places = state.life.places(of: kind)
            guard places.indices.contains(index) else { return nil }
            return diction.place(
                minutes: places[index].minutes, isOpen: state.life.isOpen(places[index], at: context.wall))
        case .amount(let cents): return diction.amount(cents: cents, inHandset: sink == .handset)
        case .timeLeft: return timeLeft.flatMap { diction.left(seconds: $0.secondsRoundedUp) }
        case .languages:
            return context.catalogue.languages.enumerated().flatMap { index, language -> [Utterance.Part] in
                [
                    .foreign(.languageName, language.code), .foreign(PromptKey("press.\(index + 1)"), language.code),
                    .pause(Diction.comma),
                ]
            }
        case .own(let key, let plain):
            let isPlainer = diction.isSilent(key) && !diction.isSilent(plain)
            return [.prompt(isPlainer ? plain : key)]
        case .functions(let page): return diction.functions(context.catalogue.functions(onPageOf: page))
        }
    }

    /// When an activity begins, and whether it takes whole days and so has no time of day.
    private func time(of activity: Activity) -> (start: CivilTime, isAllDay: Bool) {
        let offset = context.wall?.utcOffsetSeconds ?? 28_800
        return (
            WallTime(unixMilliseconds: activity.starts, utcOffsetSeconds: offset).civil, activity.isAllDay
        )
    }

    /// The time left until something here ends by itself.
    private var timeLeft: Duration? {
        var end = state.idleEnds
        switch state.screen {
        case .countdown(let countdown): end = countdown.until
        case .chooser(let chooser): end = chooser.until
        case .meaning(let question): end = question.until
        case .call: end = state.call?.endsAt
        default: break
        }
        return end.map { $0 - now }
    }

    /// Says once how much time is left, after the words that announce the limit.
    /// - Returns: whether it was said.
    mutating func sayTimeLeft() -> Bool {
        let priority: SpeechPriority
        switch state.screen {
        case .countdown, .chooser, .meaning: priority = .emergency
        case _ where state.idleEnds != nil: priority = .guidance
        default: return false
        }
        guard let left = timeLeft, left >= .seconds(2), state.timeLeftSaid != now + left else { return false }
        state.timeLeftSaid = now + left
        let before = state.sounding
        utter(Speech(parts: [.sentence(.timeLeft)], priority: priority))
        return state.sounding != before
    }
}

extension Catalogue {
    /// The diction of a language, which puts its fragments together.
    func diction(of code: LanguageCode) -> Diction {
        let language = languages.first { $0.code == code }
        return Diction(code, fragments: language?.fragments ?? [:], silent: language?.silent ?? [])
    }
}
