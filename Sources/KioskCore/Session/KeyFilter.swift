/// Keeps trembling fingers and playing children out of the menus, and hears a telephone number through all of it.
/// Decided from key times alone.
struct KeyFilter: Equatable, Sendable {
    /// What a key press is worth.
    enum Verdict: Equatable {
        /// Act on it.
        case accept
        /// As if it had not been pressed.
        case ignore
        /// An emergency number was dialled as on a telephone.
        case dialled(DialledEmergency)
    }

    private struct Press: Equatable {
        var key: Key
        var at: Moment
    }

    private var last: Press?
    private var lastAnything: Moment?
    private var menuDigits: [Press] = []
    private var playing = false
    private var dialled: [Press] = []

    /// The time of the key before the present one; the guard of emergency confirmations reads it.
    private(set) var previousKeyAt: Moment?

    /// The time of the last key, ignored ones included.
    var lastKeyAt: Moment? { lastAnything }

    /// Whether a fast burst of keys is being ignored.
    var isPlaying: Bool { playing }

    /// Judges a press.
    /// - Parameters:
    ///   - entry: whether digits go into a field here (a number, DTMF), where speed is normal.
    ///   - listening: whether a number dialled as on a telephone counts here.
    mutating func judge(
        _ key: Key, at now: Moment, entry: Bool, listening: Bool, language: LanguageCode, timings: Timings
    ) -> Verdict {
        previousKeyAt = lastAnything
        defer { lastAnything = now }
        if key == .sos { return .accept }
        if entry {
            menuDigits = []
            playing = false
        }
        if !listening {
            dialled = []
        } else if let emergency = dial(key, at: now, language: language, timings: timings) {
            playing = false
            menuDigits = []
            last = Press(key: key, at: now)
            return .dialled(emergency)
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

    private mutating func dial(
        _ key: Key, at now: Moment, language: LanguageCode, timings: Timings
    ) -> DialledEmergency? {
        guard case .digit = key else {
            dialled = []
            return nil
        }
        if let previous = dialled.last {
            if now - previous.at >= timings.dialRescueGap { dialled = [] }
            if previous.key == key, now - previous.at < timings.doubleStrikeEntry { return nil }
        }
        dialled.append(Press(key: key, at: now))
        dialled = dialled.suffix(3)
        let number = dialled.map { press in
            if case .digit(let digit) = press.key { return String(digit) }
            return ""
        }
        guard let emergency = DialledEmergency(number: number.joined(), language: language) else { return nil }
        dialled = []
        return emergency
    }
}

/// An emergency number dialled as on a telephone.
enum DialledEmergency: Equatable {
    /// 110, 120, 119 and 122 (traffic police: 110 takes it).
    case service(EmergencyService)
    /// 112, 911, 999, and 119 where it means another service than in China.
    case chooser

    /// What a complete number means in a language.
    init?(number: String, language: LanguageCode) {
        switch number {
        case "110", "122": self = .service(.police)
        case "120": self = .service(.ambulance)
        case "119": self = language == .japanese || language == .korean ? .chooser : .service(.fire)
        case "112", "911", "999": self = .chooser
        default: return nil
        }
    }
}
