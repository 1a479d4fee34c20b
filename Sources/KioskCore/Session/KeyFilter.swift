import Vocabulary

/// Keeps trembling fingers and playing children out of the menus. It decides from the times of keys alone.
struct KeyFilter: Equatable, Sendable {
    /// The verdict on a key press.
    enum Verdict: Equatable {
        /// Act on it.
        case accept
        /// Treat it as if it had not been pressed.
        case ignore
    }

    private struct Press: Equatable {
        var key: Key
        var at: Moment
    }

    private var last: Press?
    private var lastAnything: Moment?
    private var menuDigits: [Press] = []
    private var playing = false

    /// The time of the key before the present one; the guard of emergency confirmations reads it.
    private(set) var previousKeyAt: Moment?

    /// The time of the last key, ignored ones included.
    var lastKeyAt: Moment? { lastAnything }

    /// Whether a fast burst of keys is being ignored.
    var isPlaying: Bool { playing }

    /// Notes a key that does not even count as a press: it only ends the quiet.
    mutating func notePress(at now: Moment) {
        previousKeyAt = lastAnything
        lastAnything = now
    }

    /// Judges a press.
    /// - Parameter entry: whether digits go into a field here (a number, DTMF), where speed is normal.
    mutating func judge(_ key: Key, at now: Moment, entry: Bool, timings: Timings) -> Verdict {
        previousKeyAt = lastAnything
        defer { lastAnything = now }
        if key == .sos { return .accept }
        if entry {
            menuDigits = []
            playing = false
        }
        let bounce = entry ? timings.doubleStrikeEntry : timings.doubleStrikeMenu
        let isBounce = last.map { $0.key == key && now - $0.at < bounce } ?? false
        last = Press(key: key, at: now)
        if isBounce { return .ignore }
        return entry || !isPlaying(key, at: now, timings: timings) ? .accept : .ignore
    }

    private mutating func isPlaying(_ key: Key, at now: Moment, timings: Timings) -> Bool {
        if playing, let lastAnything, now - lastAnything >= timings.playingQuiet { playing = false }
        guard case .digit = key else { return playing }
        menuDigits.removeAll { now - $0.at >= timings.playingWindow }
        menuDigits.append(Press(key: key, at: now))
        if !playing, Set(menuDigits.map(\.key)).count >= 4 { playing = true }
        return playing
    }
}
