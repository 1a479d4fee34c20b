import Basics
public import KioskCore
public import Vocabulary

/// A booth with fictitious surroundings: a clock that moves on command, an agent with one line, a platform that takes
/// every order, and a card reader. Nothing of it reaches the outside world. `Rehearsal` drives it by letters; the
/// tests' `Resident` drives it by what a person and a network do.
public struct SimulatedBooth {
    /// The state of the booth.
    public private(set) var state: State
    /// The booth's functions and languages. They may be changed while it runs.
    public var catalogue: Catalogue
    /// The booth's settings. They may be changed while it runs.
    public var settings: Settings
    /// The monotonic clock.
    public private(set) var now = Moment(milliseconds: 1_000_000)
    /// The wall clock, which starts at 2026-11-21 19:36 in Shanghai.
    public private(set) var wall = WallTime(unixMilliseconds: 1_795_260_960_000)
    /// Whether the agent ends a call as soon as it is told to. Otherwise the driver of the booth reports the end.
    public var endsCallsAtOnce: Bool
    /// The last call dialled or taken over.
    public private(set) var call: CallHandle?
    /// The one call that the agent has.
    public private(set) var line: CallHandle?
    /// Whether that call was asked to end.
    public private(set) var lineIsEnding = false
    /// How many times a second call was requested while the first was in progress and not asked to end.
    public private(set) var overlaps = 0
    /// The last journal of calls.
    public private(set) var journal: CallJournal?
    /// The last order made.
    public private(set) var order: RequestHandle?
    /// The last consent to read a card.
    public private(set) var card: CardHandle?
    private var timers: [TimerHandle: Moment] = [:]

    /// Creates a booth that has just started.
    public init(
        catalogue: Catalogue, settings: Settings, restored: Restored = Restored(), endsCallsAtOnce: Bool = false
    ) {
        self.catalogue = catalogue
        self.settings = settings
        self.endsCallsAtOnce = endsCallsAtOnce
        state = State(settings: settings, now: now)
        perform(.start(restored))
    }

    /// The number of running timers.
    package var runningTimers: Int { timers.count }

    /// Lets time pass; timers fire in order.
    /// - Returns: The effects that the core requested, in order.
    @discardableResult
    public mutating func wait(_ duration: Duration) -> [Effect] {
        var effects: [Effect] = []
        let end = now + duration
        while let (handle, due) = timers.min(by: { ($0.value, $0.key.number) < ($1.value, $1.key.number) }), due <= end
        {
            timers[handle] = nil
            advance(to: due)
            effects += perform(.timer(handle))
        }
        advance(to: end)
        return effects + perform(.tick)
    }

    private mutating func advance(to moment: Moment) {
        wall.unixMilliseconds += (moment - now).wholeMilliseconds
        now = moment
    }

    /// Processes an action, and the immediate reactions of the surroundings.
    /// - Returns: The effects that the core requested, in order.
    @discardableResult
    public mutating func perform(_ action: Action) -> [Effect] {
        if case .call(let handle, .closed) = action, handle == line { (line, lineIsEnding) = (nil, false) }
        let context = Context(catalogue: catalogue, settings: settings, now: now, wall: wall)
        var effects = reduce(&state, action, context)
        for effect in effects {
            if let answer = take(effect) { effects += perform(answer) }
        }
        return effects
    }

    /// Performs an effect of the core.
    /// - Returns: The immediate reaction; nil if there is none.
    private mutating func take(_ effect: Effect) -> Action? {
        switch effect {
        case .startTimer(let handle, let after): timers[handle] = now + after
        case .cancelTimer(let handle): timers[handle] = nil
        case .telephone(.dial(let handle, _)), .telephone(.adopt(let handle, _)):
            if line != nil, !lineIsEnding { overlaps += 1 }
            (call, line, lineIsEnding) = (handle, handle, false)
        case .telephone(.hangUp(let handle)):
            if handle == line { lineIsEnding = true }
            if endsCallsAtOnce { return .call(handle, .closed(.local)) }
        // The agent plays what it is told to play.
        case .telephone(.announce(let handle, let what)): return .call(handle, .announcing(what))
        case .telephone(.journal(let kept)): journal = kept
        case .platform(.order(let handle, _)): order = handle
        case .cards(.permit(let handle)): card = handle
        default: break
        }
        return nil
    }
}
