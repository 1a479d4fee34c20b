public import KioskCore
public import Reporting
public import Vocabulary
import Rehearsal

/// Drives a simulated booth as a resident, a network and a clock would, and remembers what the booth did. Longer flows
/// read like a session:
///
///     let resident = Resident()
///     resident.press(5).wait(.seconds(8)).answer()
///     #expect(resident.state.call?.isConnected == true)
public final class Resident {
    private var booth: SimulatedBooth
    /// Every effect so far, timers left out.
    public private(set) var effects: [Effect] = []

    /// The booth's state.
    public var state: State { booth.state }
    /// The catalogue in use; tests may change it.
    public var catalogue: Catalogue {
        get { booth.catalogue }
        set { booth.catalogue = newValue }
    }
    /// The settings in use; tests may change them.
    public var settings: Settings {
        get { booth.settings }
        set { booth.settings = newValue }
    }
    /// The monotonic clock.
    public var now: Moment { booth.now }
    /// The wall clock: 2026-11-21 19:36 in Shanghai.
    public var wall: WallTime { booth.wall }

    /// A booth that has just started.
    public init(
        catalogue: Catalogue = Sample.catalogue, settings: Settings = Sample.settings, restored: Restored = Restored()
    ) {
        booth = SimulatedBooth(catalogue: catalogue, settings: settings, restored: restored)
        booth.wait(.seconds(1))
    }

    /// A booth with a hook switch. `hasHandset` tells whether the handset has an audio device of its own.
    public convenience init(hasHandset: Bool) {
        var settings = Sample.settings
        settings.audio.handset = hasHandset ? "handset" : nil
        self.init(settings: settings)
    }

    /// A copy of a booth at the same moment, from which a test can try two continuations. It has no effects yet.
    public init(copying other: Resident) { booth = other.booth }

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

    /// Lets time pass. Timers fire in order.
    @discardableResult
    public func wait(_ duration: Duration) -> Resident {
        remember(booth.wait(duration))
        return self
    }

    /// Lets time pass with somebody in front of the booth, who presses a key before the booth asks whether they are
    /// still there.
    @discardableResult
    public func stay(_ duration: Duration) -> Resident {
        let end = now + duration
        while end - now > .seconds(45) { wait(.seconds(45)).press(.volume, gap: .zero) }
        return wait(end - now)
    }

    // MARK: The network

    /// The last call dialled or taken over.
    public var lastCall: CallHandle? { booth.call }

    /// Every call dialled so far.
    public var dials: [(CallHandle, DialTarget)] {
        effects.compactMap { if case .telephone(.dial(let handle, let target)) = $0 { (handle, target) } else { nil } }
    }

    /// The one call in the agent, as the agent would see it.
    public var line: CallHandle? { booth.line }
    /// Whether that call was asked to end.
    public var lineIsEnding: Bool { booth.lineIsEnding }
    /// How often the booth wanted a second call while the first was up and had not been asked to end.
    public var overlaps: Int { booth.overlaps }
    /// The call journal that the booth kept last.
    public var journal: CallJournal? { booth.journal }

    /// Somebody calls the booth.
    @discardableResult
    public func caller(_ number: String, trunk: String = "first") -> Resident {
        perform(.incoming(FoundCall(trunk: TrunkID(rawValue: trunk), number: number, progress: .incoming)))
        return self
    }

    /// The agent reports these calls and is then connected.
    @discardableResult
    public func found(_ calls: FoundCall...) -> Resident {
        perform(.found(calls))
        perform(.agent(.connected))
        if let lastCall, calls.contains(where: { $0.progress == .established }) {
            perform(.call(lastCall, .sound(true)))
        }
        return self
    }

    /// The SOS service has dealt with the key that this booth received late.
    @discardableResult
    public func helpGiven() -> Resident {
        perform(.helpGiven)
        return self
    }

    /// Calls answered so far.
    public var answered: [CallHandle] {
        effects.compactMap { if case .telephone(.answer(let handle)) = $0 { handle } else { nil } }
    }

    /// Reports a fact about the last call dialled or taken over. Unless `heard` is false, whoever answers is heard.
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
    public var lastRequest: RequestHandle? { booth.order }

    /// Reports a fact about the last order.
    @discardableResult
    public func platform(_ fact: RequestFact) -> Resident {
        if let lastRequest { perform(.request(lastRequest, fact)) }
        return self
    }

    // MARK: Looking back

    /// Performs an action and returns its effects, timers included.
    @discardableResult
    public func perform(_ action: Action) -> [Effect] {
        let made = booth.perform(action)
        remember(made)
        return made
    }

    private func remember(_ made: [Effect]) {
        for effect in made {
            switch effect {
            case .startTimer, .cancelTimer: break
            default: effects.append(effect)
            }
        }
    }

    /// Forgets the effects so far.
    public func forgetEffects() { effects = [] }

    /// Prompts spoken so far, in order.
    public var said: [PromptKey] {
        effects.flatMap { effect -> [PromptKey] in
            guard case .sound(.speak(let utterance)) = effect else { return [] }
            return utterance.parts.compactMap { if case .prompt(let key) = $0 { key } else { nil } }
        }
    }

    /// Records kept so far, in order.
    public var records: [UsageEvent.Detail] {
        effects.compactMap { if case .record(let event) = $0 { event.detail } else { nil } }
    }

    /// Calls hung up so far.
    public var hungUp: [CallHandle] {
        effects.compactMap { if case .telephone(.hangUp(let handle)) = $0 { handle } else { nil } }
    }

    /// The number of timers that run.
    public var runningTimers: Int { booth.runningTimers }
}
