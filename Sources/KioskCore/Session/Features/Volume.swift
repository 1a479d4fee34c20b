import Vocabulary

/// How loud. The night of the colours is the night of the sound: neighbours sleep while it is dark.
extension Turn {
    private var audio: AudioSettings { context.settings.audio }

    /// The loudest step of what is no emergency. The night's ceiling is for the neighbours' sake: the handset is below it
    /// only as far as the day is.
    private var ceiling: Int { audio.ceiling(atNight: isNight && sink == .loudspeaker) }

    /// While the clock is not trusted it is day: an unheard booth is worse than a loud one.
    private var isNight: Bool {
        context.wall.map { context.settings.themes.isNight(hour: $0.civil.hour) } ?? false
    }

    /// The step of a new session.
    var usualVolume: Int { audio.usualVolume(atNight: isNight) }

    /// The step at which something is said. An emergency is never softer than by day, whatever the hour and the resident
    /// before chose.
    func volume(of speech: Speech) -> Int {
        if speech.priority == .emergency {
            return min(max(state.volume, audio.usualVolume(atNight: false)) + speech.louder, audio.maximum)
        }
        return min(state.volume + speech.louder, ceiling)
    }

    mutating func setVolume(_ step: Int) {
        guard state.volume != step else { return }
        state.volume = step
        emit(.volume(step))
    }

    /// The volume key: the next step, after the loudest that the hour allows the softest.
    mutating func changeVolume() {
        setVolume(state.volume < ceiling ? state.volume + 1 : 0)
        emit(.click(sink))
    }
}
