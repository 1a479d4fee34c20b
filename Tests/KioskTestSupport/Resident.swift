import KioskCore

/// Drives the reducer as a resident, a network and a clock would. Longer flows read like a session:
///
///     let resident = Resident()
///     resident.press(5).wait(.seconds(8)).answer()
///     #expect(resident.state.call?.isConnected == true)
public final class Resident {
    /// The booth's state.
    public private(set) var state: State
    /// Every effect so far, timers left out.
    public private(set) var effects: [Effect] = []
    /// The catalogue in use; tests may change it.
    public var catalogue: Catalogue
    /// The settings in use; tests may change them.
    public var settings: Settings
    /// The monotonic clock.
    public private(set) var now = Moment(milliseconds: 1_000_000)
    /// The wall clock: 2026-11-21 19:36 in Shanghai.
    public private(set) var wall = WallTime(unixMilliseconds: 1_795_260_960_000)
    private var timers: [TimerHandle: Moment] = [:]

    /// A booth that has just started.
    public init(
        catalogue: Catalogue = Sample.catalogue, settings: Settings = Sample.settings, restored: Restored = Restored()
    ) {
        self.catalogue = catalogue
        self.settings = settings
        state = State(settings: settings, now: now)
        perform(.start(restored))
        wait(.seconds(1))
        effects = []
    }

    /// A booth with a hook switch, and with a device of its own for the handset or without.
    public convenience init(hasHandset: Bool) {
        var settings = Sample.settings
        settings.audio.handset = hasHandset ? "handset" : nil
        self.init(settings: settings)
    }

    /// The same booth at the same moment, to try two things from there; it has no effects yet.
    public init(copying other: Resident) {
        catalogue = other.catalogue
        settings = other.settings
        state = other.state
        now = other.now
        wall = other.wall
        timers = other.timers
        lastCall = other.lastCall
        line = other.line
        lineIsEnding = other.lineIsEnding
        journal = other.journal
        lastRequest = other.lastRequest
    }

    // MARK: What a resident does

    /// Presses digits one after the other, with a second between them.
    @discardableResult
    public func press(_ digits: Int..., gap: Duration = .seconds(1)) -> Resident {
        for digit in digits { press(.digit(digit), gap: gap) }
        return self
    }

    /// Presses a key and lets some time pass.
    @discardableResult
    public func press(_ key: Key, gap: Duration = .seconds(1), by input: InputMethod = .key) -> Resident {
        perform(.press(key, by: input))
        wait(gap)
        return self
    }

    /// Types digits at the speed of a practised finger.
    @discardableResult
    public func type(_ digits: String) -> Resident {
        for digit in digits.compactMap(\.wholeNumberValue) { press(.digit(digit), gap: .milliseconds(300)) }
        return self
    }

    /// Lifts the handset.
    public func lift() { perform(.handset(lifted: true)) }

    /// Puts the handset back.
    public func putBack() { perform(.handset(lifted: false)) }

    // MARK: Time

    /// Lets time pass, timers firing in order.
    @discardableResult
    public func wait(_ duration: Duration) -> Resident {
        let end = now + duration
        while let (handle, due) = timers.min(by: { ($0.value, $0.key.number) < ($1.value, $1.key.number) }), due <= end
        {
            timers[handle] = nil
            advance(to: due)
            perform(.timer(handle))
        }
        advance(to: end)
        perform(.tick)
        return self
    }

    /// Lets time pass with somebody in front of the booth, who shows it before anybody is asked.
    @discardableResult
    public func stay(_ duration: Duration) -> Resident {
        let end = now + duration
        while end - now > .seconds(45) { wait(.seconds(45)).press(.volume, gap: .zero) }
        return wait(end - now)
    }

    private func advance(to moment: Moment) {
        wall.unixMilliseconds += (moment - now).wholeMilliseconds
        now = moment
    }

    // MARK: The network

    /// The last handle dialled.
    public private(set) var lastCall: CallHandle?

    /// Every dialling so far.
    public var dials: [(CallHandle, DialTarget)] {
        effects.compactMap { if case .dial(let handle, let target) = $0 { (handle, target) } else { nil } }
    }

    /// The one call in the agent, as the agent would see it.
    public private(set) var line: CallHandle?
    /// Whether that call was asked to end.
    public private(set) var lineIsEnding = false
    /// How often a second call was wanted while the first was up and not asked to end.
    public private(set) var overlaps = 0
    /// The last journal kept.
    public private(set) var journal: CallJournal?

    private func keepLine(_ action: Action) {
        if case .call(let handle, .closed) = action, handle == line {
            line = nil
            lineIsEnding = false
        }
    }

    private func keepLine(_ effect: Effect) {
        switch effect {
        case .dial(let handle, _), .adopt(let handle, _):
            if line != nil, !lineIsEnding { overlaps += 1 }
            lastCall = handle
            line = handle
            lineIsEnding = false
        case .hangUp(let handle): if handle == line { lineIsEnding = true }
        case .journal(let journal): self.journal = journal
        default: break
        }
    }

    /// Somebody calls the booth.
    @discardableResult
    public func caller(_ number: String, trunk: String = "first") -> Resident {
        perform(.incoming(FoundCall(trunk: TrunkID(rawValue: trunk), number: number, progress: .incoming)))
        return self
    }

    /// The agent is found to have these calls, and is connected.
    @discardableResult
    public func found(_ calls: FoundCall...) -> Resident {
        perform(.found(calls))
        perform(.agent(.connected))
        if let lastCall, calls.contains(where: { $0.progress == .established }) {
            perform(.call(lastCall, .sound(true)))
        }
        return self
    }

    /// Calls answered so far.
    public var answered: [CallHandle] {
        effects.compactMap { if case .answer(let handle) = $0 { handle } else { nil } }
    }

    /// Reports a fact about the last call dialled or taken over. Whoever answers is heard, unless told otherwise.
    @discardableResult
    public func network(_ fact: CallFact, heard: Bool = true) -> Resident {
        guard let lastCall else { return self }
        perform(.call(lastCall, fact))
        if fact == .established, heard { perform(.call(lastCall, .sound(true))) }
        return self
    }

    /// The far side rings and answers.
    @discardableResult
    public func answer() -> Resident {
        network(.ringing)
        wait(.seconds(1))
        return network(.established)
    }

    /// The last order made.
    public private(set) var lastRequest: RequestHandle?

    /// Reports a fact about the last order.
    @discardableResult
    public func platform(_ fact: RequestFact) -> Resident {
        if let lastRequest { perform(.request(lastRequest, fact)) }
        return self
    }

    // MARK: Looking back

    /// Takes an action in.
    @discardableResult
    public func perform(_ action: Action) -> [Effect] {
        let context = Context(catalogue: catalogue, settings: settings, now: now, wall: wall)
        keepLine(action)
        let made = reduce(&state, action, context)
        for effect in made {
            switch effect {
            case .startTimer(let handle, let after): timers[handle] = now + after
            case .cancelTimer(let handle): timers[handle] = nil
            default: effects.append(effect)
            }
            keepLine(effect)
            switch effect {
            case .request(let handle, _): lastRequest = handle
            default: break
            }
        }
        // The agent plays what it is told to.
        for case .announce(let handle, let what) in made { perform(.call(handle, .announcing(what))) }
        return made
    }

    /// Forgets the effects so far.
    public func forgetEffects() { effects = [] }

    /// Prompts said so far, in order.
    public var said: [PromptKey] {
        effects.flatMap { effect -> [PromptKey] in
            guard case .speak(let utterance) = effect else { return [] }
            return utterance.parts.compactMap { if case .prompt(let key) = $0 { key } else { nil } }
        }
    }

    /// Records kept so far, in order.
    public var records: [UsageEvent.Detail] {
        effects.compactMap { if case .record(let event) = $0 { event.detail } else { nil } }
    }

    /// Calls hung up so far.
    public var hungUp: [CallHandle] {
        effects.compactMap { if case .hangUp(let handle) = $0 { handle } else { nil } }
    }

    /// The number of timers that run.
    public var runningTimers: Int { timers.count }
}
