import Vocabulary

/// Notices a glass that is being abused or broken: rain, a bag leaning on it, a child drumming. Touch is then left alone
/// for a while; the keys work on.
struct TouchGuard: Equatable, Sendable {
    private var touches: [Moment] = []
    /// Until when touches count for nothing.
    private(set) var disabledUntil: Moment?

    /// Whether touches count.
    func isEnabled(at now: Moment) -> Bool { disabledUntil.map { now >= $0 } ?? true }

    /// Takes a touch in.
    /// - Returns: whether there have been too many of them for too long.
    mutating func touched(at now: Moment, timings: Timings) -> Bool {
        touches.removeAll { now - $0 >= timings.touchAbuse }
        touches.append(now)
        return touches.count > Int(timings.touchAbuse.components.seconds) * Self.mostPerSecond
    }

    /// From now on touches count for nothing.
    mutating func disable(until end: Moment) {
        touches = []
        disabledUntil = end
    }

    mutating func enable() { disabledUntil = nil }

    /// More touches a second than this, kept up, are no person's.
    private static let mostPerSecond = 5
}

extension Turn {
    /// A finger came down, on something that means a key or beside everything.
    mutating func touch(_ key: Key?) {
        guard takesTouch() else { return }
        if let key { press(key, by: .touch) }
    }

    /// A finger came down where home's tile of a digit was a moment ago: it goes on dialling, if that is what began there;
    /// else it means what the page has there.
    mutating func touchTile(_ digit: Int, over key: Key?) {
        guard takesTouch() else { return }
        if state.listener.isContinued(by: digit, at: now, timings: timings) {
            let isEarly = now - state.screenSince < timings.touchAfterChange
            press(isEarly ? nil : key, dialling: digit, by: .touch)
        } else if let key {
            press(key, by: .touch)
        }
    }

    /// Whether a touch counts.
    private mutating func takesTouch() -> Bool {
        guard state.touch.isEnabled(at: now) else { return false }
        // A report of the end may be lost; a finger that comes down was up before.
        start(.touchHeld, after: timings.touchAbuse)
        guard state.touch.touched(at: now, timings: timings) else { return true }
        disableTouch()
        return false
    }

    mutating func touchEnded() { cancel(.touchHeld) }

    /// The glass is touched without end, or far too often.
    mutating func disableTouch() {
        cancel(.touchHeld)
        state.touch.disable(until: now + timings.touchPause)
        start(.touchPause, after: timings.touchPause)
        setFault(.touch, true)
    }

    mutating func enableTouch() {
        state.touch.enable()
        setFault(.touch, false)
    }
}
