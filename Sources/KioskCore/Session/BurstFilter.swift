import Reporting
import Vocabulary

/// Tells keys that nobody pressed: a bar-code scanner or a bad cable types a digit every few milliseconds.
///
/// | keys of the keypad | are |
/// |---|---|
/// | three digits within less than `key_burst` (150 ms) | a burst |
/// | `#` or `*` less than `key_burst_end` (100 ms) behind a digit | a burst: scanners end with Enter |
/// | the same digit again after 25 ms or more | a finger that trembles or stays: not one digit more |
/// | whatever comes before 150 ms of quiet (`key_burst_quiet`) | of the same burst |
///
/// Two fingers at once are two digits, and three digits of a practised typist take 180 ms and more. SOS and the other
/// function keys are no part of it, and a finger on the glass is neither.
struct BurstFilter: Equatable, Sendable {
    /// What a key of the keypad is.
    enum Verdict: Equatable {
        /// A press, as far as anybody can know by now.
        case press
        /// The key by which a burst is known; what came before it is to be undone.
        case burst
        /// One more of a burst.
        case more
    }

    /// A key that acted a moment ago.
    struct Strike: Equatable, Sendable {
        var key: Key
        var at: Moment
        /// Whether it is a digit of its own, and not one that is still held or was struck twice.
        var counts: Bool
        /// What it did, where that can be undone.
        var change: Change?
    }

    /// A key that waits until it can no longer be part of a burst.
    struct Held: Equatable, Sendable {
        var key: Key
        var at: Moment
    }

    /// A held key repeats 30 times a second, and a scanner is faster than 50.
    private static let repetition: Duration = .milliseconds(25)

    var recent: [Strike] = []
    var held: [Held] = []
    /// The page that the first of those was pressed on.
    var heldOn: Screen?
    private var lastDigit: Held?
    /// The last key of the last burst.
    private(set) var lastOfBurst: Moment?

    /// Judges a key of the keypad.
    mutating func judge(_ key: Key, at now: Moment, timings: Timings) -> Verdict {
        if let lastOfBurst, now - lastOfBurst < timings.keyBurstQuiet {
            noteBurst(at: now)
            return .more
        }
        forgetOld(at: now, timings: timings)
        guard key.digit != nil else {
            let isEnd = recent.contains { $0.key.digit != nil && now - $0.at < timings.keyBurstEnd }
            if isEnd { return .burst }
            recent.append(Strike(key: key, at: now, counts: false))
            return .press
        }
        let isRepeated = lastDigit.map { $0.key == key && now - $0.at >= Self.repetition } ?? false
        lastDigit = Held(key: key, at: now)
        if !isRepeated, recent.count(where: \.counts) >= 2 { return .burst }
        recent.append(Strike(key: key, at: now, counts: !isRepeated))
        return .press
    }

    /// A key of a burst.
    mutating func noteBurst(at now: Moment) { lastOfBurst = now }

    /// What can no longer be part of a burst is no longer kept either: it may be somebody's number.
    mutating func forgetOld(at now: Moment, timings: Timings) {
        recent.removeAll { now - $0.at >= timings.keyBurst }
        if recent.isEmpty, let last = lastDigit, now - last.at >= timings.keyBurst { lastDigit = nil }
    }

    /// What the last key did, once it is known.
    mutating func remember(_ change: Change) {
        guard !recent.isEmpty else { return }
        recent[recent.count - 1].change = change
    }
}

extension Key {
    /// Whether it is one of the twelve keys that a scanner can type.
    var isOfKeypad: Bool {
        switch self {
        case .digit, .star, .hash: true
        case .sos, .language, .volume, .contrast: false
        }
    }
}

/// A digit acts at once, lest an emergency key feel late, and what it did is undone if two more follow too fast. Only what
/// cannot be undone waits until it is known to have been pressed.
extension Turn {
    /// A key of the keypad was pressed, or something typed it.
    mutating func strike(_ key: Key) {
        guard key.isOfKeypad else {
            // SOS matters more than what was pressed just before.
            if key == .sos { dropHeldStrikes() } else { releaseHeldStrikes() }
            return press(key, by: .key)
        }
        switch state.bursts.judge(key, at: now, timings: timings) {
        case .burst: swallowBurst()
        case .more: state.filter.notePress(at: now)
        case .press: if state.bursts.held.isEmpty { attempt(key) } else { hold(key) }
        }
    }

    /// Acts, unless that could not be undone.
    private mutating func attempt(_ key: Key) {
        var trial = self
        trial.press(key, by: .key)
        var settled = trial
        settled.settle()
        let made = settled.effects.dropFirst(effects.count)
        // A call without an agent waits for one, and nothing is dialled yet.
        let isFinal = made.contains(where: \.isFinal) || trial.state.call?.failover != state.call?.failover
        if isFinal || made.contains(where: \.tells), key.digit != nil, timings.keyBurst > .zero { return hold(key) }
        self = trial
        hasStruck = !isFinal
    }

    /// Keeps what a key did for as long as it may be part of a burst.
    mutating func rememberStrike(since before: State) {
        guard hasStruck, timings.keyBurst > .zero else { return }
        // A key that does nothing, as `*` on attract, needs no timer either.
        let isSame = state.screen == before.screen && state.session == before.session && state.run == before.run
        if isSame, state.call == before.call, effects.isEmpty { return }
        start(.recentStrikes, after: timings.keyBurst)
        state.bursts.remember(Change(before: before, after: state))
    }

    // MARK: Keys that wait

    private mutating func hold(_ key: Key) {
        if state.bursts.held.isEmpty {
            state.bursts.heldOn = state.screen
            start(.heldStrikes, after: timings.keyBurst)
        }
        state.bursts.held.append(BurstFilter.Held(key: key, at: now))
    }

    /// The first key that waited was pressed: nothing came that would make it part of a burst.
    mutating func releaseHeldStrike() {
        // The page that it was meant for may be gone.
        guard !state.bursts.held.isEmpty, state.bursts.heldOn == state.screen else { return dropHeldStrikes() }
        let first = state.bursts.held.removeFirst()
        struckAt = first.at
        press(first.key, by: .key)
        struckAt = nil
        state.bursts.heldOn = state.screen
        guard let next = state.bursts.held.first else { return }
        start(.heldStrikes, after: max(.zero, next.at + timings.keyBurst - now))
    }

    private mutating func releaseHeldStrikes() {
        while !state.bursts.held.isEmpty { releaseHeldStrike() }
        cancel(.heldStrikes)
    }

    private mutating func dropHeldStrikes() {
        state.bursts.held = []
        state.bursts.heldOn = nil
        cancel(.heldStrikes)
    }

    // MARK: Bursts

    /// Nobody pressed the last keys: what they did is undone, and they are a fault.
    mutating func swallowBurst() {
        dropHeldStrikes()
        state.bursts.forgetOld(at: now, timings: timings)
        let changes = state.bursts.recent.compactMap(\.change)
        state.bursts.recent = []
        cancel(.recentStrikes)
        undo(changes)
        state.filter.notePress(at: now)
        state.bursts.noteBurst(at: now)
        setFault(.keyBurst, true)
        if state.timers[.keyBurst] == nil { start(.keyBurst, after: Self.burstIsTold) }
    }

    /// A minute without any.
    mutating func burstsAreOver() {
        let quiet = state.bursts.lastOfBurst.map { now - $0 } ?? Self.burstIsTold
        if quiet < Self.burstIsTold { return start(.keyBurst, after: Self.burstIsTold - quiet) }
        setFault(.keyBurst, false)
    }

    /// How long after a burst the fault stands.
    static var burstIsTold: Duration { .seconds(60) }
}

extension Effect {
    /// Whether it cannot be undone: somebody or something outside the booth has it then.
    var isFinal: Bool {
        switch self {
        case .telephone(.listen), .telephone(.journal): false
        case .telephone, .platform, .cards, .sessionEnded: true
        case .sound, .record, .startTimer, .cancelTimer: false
        }
    }

    /// Whether it tells of something that a burst must not seem to have done. Of an emergency that `*` takes back the
    /// record is the lesser harm.
    fileprivate var tells: Bool {
        guard case .record(let event) = self else { return false }
        switch event.detail {
        case .rating, .emergency, .call: return true
        default: return false
        }
    }
}
