import Reporting
import Vocabulary

/// One turn of the reducer: the state being changed, the context, and the effects wanted so far. Each feature is an
/// extension of `Turn` in its own file.
struct Turn {
    var state: State
    let context: Context
    private(set) var effects: [Effect] = []
    /// Whether a key meant nothing where it was pressed.
    var wasWrongKey = false
    /// Whether only that is to be found out. Then nothing is said, and nobody waits for a key.
    var isTrial = false
    /// When the key that acts now was pressed, if it had to wait.
    var struckAt: Moment?
    /// Whether a key of the keypad acted in this turn that may yet turn out to be part of a burst.
    var hasStruck = false

    init(state: State, context: Context) {
        self.state = state
        self.context = context
    }

    var timings: Timings { context.settings.timings }
    var now: Moment { context.now }

    mutating func emit(_ effect: Effect) { effects.append(effect) }
    mutating func emit(_ command: SoundCommand) { effects.append(.sound(command)) }
    mutating func emit(_ command: TelephoneCommand) { effects.append(.telephone(command)) }
    mutating func emit(_ command: PlatformCommand) { effects.append(.platform(command)) }
    mutating func emit(_ command: CardCommand) { effects.append(.cards(command)) }

    /// Inserts a command before the call that this turn dials; without one, it comes last.
    mutating func emitBeforeDialling(_ command: TelephoneCommand) {
        let dial = effects.firstIndex { if case .telephone(.dial) = $0 { true } else { false } }
        effects.insert(.telephone(command), at: dial ?? effects.endIndex)
    }

    // MARK: Timers

    mutating func start(_ purpose: TimerPurpose, after duration: Duration) {
        let (started, replaced) = state.timers.start(purpose, due: now + duration)
        if let replaced { emit(.cancelTimer(replaced)) }
        emit(.startTimer(started, after: duration))
    }

    mutating func cancel(_ purposes: TimerPurpose...) {
        for purpose in purposes {
            if let handle = state.timers.cancel(purpose) { emit(.cancelTimer(handle)) }
        }
    }

    // MARK: Speech

    /// Says prompts now and remembers them for "say it again" and for a change of language.
    mutating func speak(_ prompts: PromptKey..., priority: SpeechPriority = .guidance) {
        speak(Speech(parts: prompts.map { .prompt($0) }, priority: priority))
    }

    mutating func speak(_ speech: Speech) {
        cutEmergencySpeech(for: speech.priority)
        state.speech = speech
        utter(speech)
        cancel(.promptRepeat)
    }

    /// Says the last prompts again, a step louder each time, as far as the hour allows.
    mutating func sayAgain() {
        guard var speech = state.speech else { return }
        speech.louder = min(speech.louder + 1, 3)
        speech.repeated = true
        state.session?.findings.repeats += 1
        state.run?.visit?.repeats += 1
        state.speech = speech
        utter(speech)
    }

    mutating func beSilent(atMost priority: SpeechPriority = .guidance) {
        state.speech = nil
        cancel(.promptRepeat)
        stopSpeaking(atMost: priority)
    }

    mutating func stopSpeaking(atMost priority: SpeechPriority) {
        state.waitingSpeech = nil
        if let sounding = state.sounding, sounding.priority <= priority { state.sounding = nil }
        emit(.stop(atMost: priority))
    }

    // MARK: Records

    mutating func record(_ detail: UsageEvent.Detail, duration: Duration? = nil) {
        numberUse()
        let function = state.run.flatMap { context.catalogue.function($0.function) }
        emit(
            .record(
                UsageEvent(
                    detail, session: state.session?.handle, function: function?.id, official: function?.official,
                    language: state.language, input: state.session?.lastInput, duration: duration,
                    offline: !state.health.online, use: state.run?.use)))
    }

    /// Numbers the function in use within its session, when its first record is made.
    private mutating func numberUse() {
        guard let run = state.run, run.use == nil, var session = state.session else { return }
        session.uses += 1
        state.session = session
        state.run?.use = session.uses
    }

    // MARK: Screens

    mutating func show(_ screen: Screen) {
        replaceScreen(by: screen)
        restartIdle()
    }

    /// Shows a page and says what it is for.
    mutating func showPage(_ screen: Screen) {
        replaceScreen(by: screen)
        if isTrial { return }
        let page = page
        restartIdle(on: page)
        say(page)
    }

    private mutating func replaceScreen(by screen: Screen) {
        state.screen = screen
        state.page = 0
        state.pages = 1
        state.banner = nil
        cancel(.banner, .rating, .meaning)
    }

    /// Notes a key that means nothing here.
    mutating func noteWrongKey() {
        wasWrongKey = true
        state.session?.findings.wrongKeys += 1
        state.run?.visit?.wrongKeys += 1
    }
}
