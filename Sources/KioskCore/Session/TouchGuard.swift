import Vocabulary

/// Detects a touch screen that is abused or broken: rain, a bag leaning on it, a child drumming. Touches are then
/// ignored for a while; the keys keep working.
struct TouchGuard: Equatable, Sendable {
    private var touches: [Moment] = []
    /// Until when touches are ignored.
    private(set) var disabledUntil: Moment?

    /// Whether touches count.
    func isEnabled(at now: Moment) -> Bool { disabledUntil.map { now >= $0 } ?? true }

    /// Notes a touch.
    /// - Returns: whether there have been too many of them for too long.
    mutating func touched(at now: Moment, timings: Timings) -> Bool {
        touches.removeAll { now - $0 >= timings.touchAbuse }
        touches.append(now)
        return touches.count > Int(timings.touchAbuse.components.seconds) * Self.mostPerSecond
    }

    /// Ignores touches from now until `end`.
    mutating func disable(until end: Moment) {
        touches = []
        disabledUntil = end
    }

    mutating func enable() { disabledUntil = nil }

    /// The most touches a second that a person keeps up.
    private static let mostPerSecond = 5
}

extension Turn {
    /// Handles a touch on something that stands for a key, or on nothing.
    mutating func touch(_ key: Key?) {
        guard takesTouch() else { return }
        if let key { press(key, by: .touch) }
    }

    /// Handles a touch where home's tile of a digit was a moment ago. It continues a number whose dialling began there;
    /// otherwise it means what the page has there now.
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
        // The report that a finger was lifted may be lost. A finger that comes down must have been up before.
        start(.touchHeld, after: timings.touchAbuse)
        guard state.touch.touched(at: now, timings: timings) else { return true }
        disableTouch()
        return false
    }

    mutating func touchEnded() { cancel(.touchHeld) }

    /// Ignores touches for a while: the glass is touched without end, or far too often.
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
