public import KioskCore
import Reporting
public import Vocabulary
public import Screens

/// The main loop of the booth: it takes an action, reduces it, performs the effects and draws the picture. It is
/// confined to the main actor. Facts from other threads reach it in order through the main queue.
@MainActor
public final class Runtime {
    /// The state of the booth.
    public private(set) var state: State
    private var catalogue: Catalogue
    private var settings: Settings
    private var size: Size
    private let ports: Ports
    private var mailbox: [Action] = []
    private var draining = false
    private var timers: [TimerHandle: Ports.Clock.Cancel] = [:]
    private var tick: Ports.Clock.Cancel?
    private var sessions: [SessionHandle: String] = [:]
    private var presented: Frame?
    private var touched: Rect?
    private var touchedKind: Screen.Kind?
    private var fading: Ports.Clock.Cancel?
    /// The tiles of the home page, which serve as a telephone keypad: touching 1, 2 and 0 there dials, even though
    /// the first tile's page has appeared in between. The core knows for how long.
    private var tiles: [HitRegion] = []

    /// Creates a runtime that has done nothing yet. Send `.start` first.
    public init(catalogue: Catalogue, settings: Settings, size: Size, ports: Ports) {
        self.catalogue = catalogue
        self.settings = settings
        self.size = size
        self.ports = ports
        state = State(settings: settings, now: ports.clock.now())
    }

    /// Processes an action. Actions sent meanwhile wait for their turn.
    public func send(_ action: Action) {
        mailbox.append(action)
        guard !draining else { return }
        draining = true
        var next = 0
        while next < mailbox.count {
            step(mailbox[next])
            next += 1
        }
        mailbox.removeAll(keepingCapacity: true)
        draining = false
        draw()
        scheduleTick()
    }

    /// Handles a tick at once, beside those that are due, to prove that actions are handled.
    /// - Returns: Whether it was handled.
    public func proveAlive() -> Bool {
        send(.tick)
        return mailbox.isEmpty
    }

    /// Adapts to another size of the terminal.
    public func resize(_ size: Size) {
        self.size = size
        presented = nil
        // What was under the finger is elsewhere now.
        touched = nil
        tiles = []
        draw()
    }

    /// Handles a touch, resolved against the picture that was on screen when it came. The touched area is highlighted
    /// briefly.
    public func touch(column: Int, row: Int) {
        let region = presented?.region(atColumn: column, row: row)
        touched = region?.area
        fading?()
        fading = ports.clock.schedule(.milliseconds(150)) { [weak self] in
            self?.touched = nil
            self?.draw()
        }
        touchedKind = state.screen.kind
        if state.screen == .home { tiles = presented?.regions.filter { $0.key.digit != nil } ?? [] }
        if let digit = tiles.last(where: { $0.area.contains(column: column, row: row) })?.key.digit {
            send(.touchTile(digit, over: region?.key))
        } else {
            send(.touch(region?.key))
        }
    }

    /// Handles a finger that has left the screen.
    public func touchEnded() { send(.touchEnded) }

    /// Takes another configuration into use.
    public func configure(catalogue: Catalogue, settings: Settings, lastGood: Bool) {
        self.catalogue = catalogue
        self.settings = settings
        send(.configured(lastGood: lastGood))
    }

    private func step(_ action: Action) {
        let context = Context(
            catalogue: catalogue, settings: settings, now: ports.clock.now(), wall: ports.clock.wall())
        for effect in reduce(&state, action, context) { perform(effect) }
    }

    private func draw() {
        var frame = render(state, catalogue: catalogue, settings: settings, size: size)
        if frame.pages != state.pages {
            // The core turns pages but does not know the terminal's size.
            let page = state.page
            step(.drawn(pages: frame.pages))
            if state.page != page { frame = render(state, catalogue: catalogue, settings: settings, size: size) }
        }
        // A page that appeared in response is feedback enough.
        if let touched, touchedKind == state.screen.kind { frame.invert(touched) }
        guard frame != presented else { return }
        presented = frame
        ports.present(frame)
    }

    /// Schedules the next tick. One is always pending, since ticks move countdowns and the clock.
    private func scheduleTick() {
        tick?()
        tick = ports.clock.schedule(state.timeToNextTick) { [weak self] in self?.send(.tick) }
    }

    // MARK: Effects

    private func perform(_ effect: Effect) {
        switch effect {
        case .sound(let command): ports.sound(command)
        case .telephone(let command): ports.telephone(command)
        case .platform(let command): ports.platform(command)
        case .cards(let command): ports.cards(command)
        case .record(let event): record(event)
        case .startTimer(let handle, let duration): startTimer(handle, after: duration)
        case .cancelTimer(let handle): timers.removeValue(forKey: handle)?()
        case .sessionEnded: ports.sessionEnded()
        }
    }

    private func startTimer(_ handle: TimerHandle, after duration: Duration) {
        timers[handle] = ports.clock.schedule(duration) { [weak self] in
            self?.timers[handle] = nil
            self?.send(.timer(handle))
        }
    }

    private func record(_ event: UsageEvent) {
        ports.record(
            Ports.Record(
                event: event, session: event.session.map(sessionID),
                occurredAt: ports.clock.wall()?.unixMilliseconds))
        if case .session = event.detail, let session = event.session { sessions[session] = nil }
    }

    /// The id is random, so that two sessions cannot be recognised as the same person's.
    private func sessionID(_ handle: SessionHandle) -> String {
        if let id = sessions[handle] { return id }
        let id = ports.randomID()
        sessions[handle] = id
        return id
    }
}
