import Vocabulary

/// What a running timer is for. There is at most one of each.
enum TimerPurpose: Hashable, CaseIterable, Sendable {
    case idle, idleCountdown, idleReminder, handsetReplaced, promptRepeat, banner, rating
    case heldDigits, meaning
    case emergencyCountdown, chooser
    case route, callWarning, callLimit, stillThere, disarm, incomingRing, selfTest
    case order, contact
    case cardLeft
    case turnedAway
    case unordered
    case touchHeld, touchPause
    case heldStrikes, recentStrikes, keyBurst
}

/// The running timers. A timer that fires but is not known here is ignored.
struct Timers: Equatable, Sendable {
    /// A timer that runs.
    struct Running: Equatable, Sendable {
        var handle: TimerHandle
        /// When it fires.
        var due: Moment
    }

    private var running: [TimerPurpose: Running] = [:]
    private var next = 1

    /// The timer of this purpose, if it runs.
    subscript(purpose: TimerPurpose) -> Running? { running[purpose] }

    /// Forgets a timer that fired and returns what it was for; nil if it is not known.
    mutating func fired(_ handle: TimerHandle) -> TimerPurpose? {
        guard let purpose = running.first(where: { $0.value.handle == handle })?.key else { return nil }
        running[purpose] = nil
        return purpose
    }

    /// Starts a timer of this purpose; returns it and the one that it replaces.
    mutating func start(_ purpose: TimerPurpose, due: Moment) -> (started: TimerHandle, replaced: TimerHandle?) {
        let handle = TimerHandle(next)
        next += 1
        let replaced = running.updateValue(Running(handle: handle, due: due), forKey: purpose)
        return (handle, replaced?.handle)
    }

    /// Forgets the timer of this purpose and returns it.
    mutating func cancel(_ purpose: TimerPurpose) -> TimerHandle? {
        running.removeValue(forKey: purpose)?.handle
    }
}
