import Reporting
import Vocabulary

/// Detects keys that nobody pressed: a bar-code scanner or a bad cable types a digit every few milliseconds.
///
/// | keys of the keypad | verdict |
/// |---|---|
/// | three digits within less than `key_burst` (150 ms) | a burst |
/// | `#` or `*` less than `key_burst_end` (100 ms) after a digit | a burst: scanners end with Enter |
/// | the same digit again after 25 ms or more | a finger that trembles or stays down: not a further digit |
/// | any key before 150 ms of quiet (`key_burst_quiet`) | part of the same burst |
///
/// Two fingers at once give only two digits, and a practised typist takes 180 ms or more for three. SOS, the other
/// function keys and touches are never part of a burst.
struct BurstFilter: Equatable, Sendable {
    /// The verdict on a key of the keypad.
    enum Verdict: Equatable {
        /// A press, as far as can be known yet.
        case press
        /// The key that reveals a burst. The keys before it are to be undone.
        case burst
        /// One more key of a known burst.
        case more
    }

    /// A key that acted a moment ago.
    struct Strike: Equatable, Sendable {
        var key: Key
        var at: Moment
        /// Whether it counts as a digit of its own; one that is still held or was struck twice does not.
        var counts: Bool
        /// What it did, if that can be undone.
        var change: Change?
    }

    /// A key that waits until it can no longer be part of a burst.
    struct Held: Equatable, Sendable {
        var key: Key
        var at: Moment
    }

    /// A held key repeats 30 times a second; a scanner types more than 50 keys a second.
    private static let repetition: Duration = .milliseconds(25)

    var recent: [Strike] = []
    var held: [Held] = []
    /// The page on which the first of the held keys was pressed.
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

    /// Notes a key of a burst.
    mutating func noteBurst(at now: Moment) { lastOfBurst = now }

    /// Forgets the keys that can no longer be part of a burst: they may be somebody's telephone number.
    mutating func forgetOld(at now: Moment, timings: Timings) {
        recent.removeAll { now - $0.at >= timings.keyBurst }
        if recent.isEmpty, let last = lastDigit, now - last.at >= timings.keyBurst { lastDigit = nil }
    }

    /// Remembers what the last key did.
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

/// A digit acts at once, so that an emergency key never feels late. What it did is undone if two more digits follow too
/// fast. Only a digit whose action cannot be undone waits until it is known to have been pressed.
extension Turn {
    /// Handles a key that somebody pressed or some device typed.
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

    /// Acts on a key. A digit whose action could not be undone is held instead; `*` and `#` always act at once.
    private mutating func attempt(_ key: Key) {
        var trial = self
        trial.press(key, by: .key)
        var settled = trial
        settled.settle()
        let made = settled.effects.dropFirst(effects.count)
        // A call without an agent only waits for one: it dials nothing yet and so has no effect that is final.
        let isFinal = made.contains(where: \.isFinal) || trial.state.call?.failover != state.call?.failover
        if isFinal || made.contains(where: \.tells), key.digit != nil, timings.keyBurst > .zero { return hold(key) }
        self = trial
        hasStruck = !isFinal
    }

    /// Keeps what a key did for as long as it may be part of a burst.
    mutating func rememberStrike(since before: State) {
        guard hasStruck, timings.keyBurst > .zero else { return }
        // A key that does nothing, such as `*` on attract, needs no timer.
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

    /// Acts on the first key that waited: nothing came that would make it part of a burst.
    mutating func releaseHeldStrike() {
        // The page for which it was meant may be gone.
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

    /// Undoes what the last keys did, since nobody pressed them, and raises the fault.
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

    /// Clears the fault after a minute without bursts.
    mutating func burstsAreOver() {
        let quiet = state.bursts.lastOfBurst.map { now - $0 } ?? Self.burstIsTold
        if quiet < Self.burstIsTold { return start(.keyBurst, after: Self.burstIsTold - quiet) }
        setFault(.keyBurst, false)
    }

    /// How long the fault stands after a burst.
    static var burstIsTold: Duration { .seconds(60) }
}

extension Effect {
    /// Whether the effect cannot be undone, because somebody or something outside the booth then has it.
    var isFinal: Bool {
        switch self {
        case .telephone(.listen), .telephone(.journal): false
        case .telephone, .platform, .cards, .sessionEnded: true
        case .sound, .record, .startTimer, .cancelTimer: false
        }
    }

    /// Whether the effect records something that a burst must not seem to have done. Only digits wait for this: when
    /// `*` cancels an emergency, a wrong record is the lesser harm.
    fileprivate var tells: Bool {
        guard case .record(let event) = self else { return false }
        switch event.detail {
        case .rating, .emergency, .call: return true
        default: return false
        }
    }
}
