import Basics
public import KioskCore
public import Vocabulary

/// A booth with made-up surroundings: a clock that moves when it is told to, an agent with one line, a platform that takes
/// every order, a card reader. Nothing of it reaches the world. `Rehearsal` drives it by letters, the tests' `Resident` by
/// what a person and a network do.
public struct SimulatedBooth {
    /// What the booth knows.
    public private(set) var state: State
    /// What it offers; it may be changed under way.
    public var catalogue: Catalogue
    /// Its settings; they may be changed under way.
    public var settings: Settings
    /// The monotonic clock.
    public private(set) var now = Moment(milliseconds: 1_000_000)
    /// 2026-11-21 19:36 in Shanghai, and what has passed since.
    public private(set) var wall = WallTime(unixMilliseconds: 1_795_260_960_000)
    /// Whether the agent ends a call as soon as it is told to. Otherwise that it ended is told by whoever drives the booth.
    public var endsCallsAtOnce: Bool
    /// The last call dialled or taken over.
    public private(set) var call: CallHandle?
    /// The one call in the agent, as the agent would see it.
    public private(set) var line: CallHandle?
    /// Whether that call was asked to end.
    public private(set) var lineIsEnding = false
    /// How often a second call was wanted while the first was up and not asked to end.
    public private(set) var overlaps = 0
    /// The last journal of calls kept.
    public private(set) var journal: CallJournal?
    /// The last order made.
    public private(set) var order: RequestHandle?
    /// The last consent to read a card.
    public private(set) var card: CardHandle?
    private var timers: [TimerHandle: Moment] = [:]

    /// A booth that has just started.
    public init(
        catalogue: Catalogue, settings: Settings, restored: Restored = Restored(), endsCallsAtOnce: Bool = false
    ) {
        self.catalogue = catalogue
        self.settings = settings
        self.endsCallsAtOnce = endsCallsAtOnce
        state = State(settings: settings, now: now)
        perform(.start(restored))
    }

    /// The number of timers that run.
    package var runningTimers: Int { timers.count }

    /// Lets time pass, timers firing in order.
    /// - Returns: what the core wanted done, in order.
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

    /// Lets something happen, and what the surroundings answer at once.
    /// - Returns: what the core wanted done, in order.
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

    /// Does what the core wants; what comes of it at once.
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
        // The agent plays what it is told to.
        case .telephone(.announce(let handle, let what)): return .call(handle, .announcing(what))
        case .telephone(.journal(let kept)): journal = kept
        case .platform(.order(let handle, _)): order = handle
        case .cards(.permit(let handle)): card = handle
        default: break
        }
        return nil
    }
}
