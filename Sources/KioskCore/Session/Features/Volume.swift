import Vocabulary

/// How loud the booth is. Night is the same for the sound as for the colours: neighbours sleep while it is dark.
extension Turn {
    private var audio: AudioSettings { context.settings.audio }

    /// The loudest step for anything that is not an emergency. The lower ceiling at night is for the neighbours' sake,
    /// so it does not apply to the handset.
    private var ceiling: Int { audio.ceiling(atNight: isNight && sink == .loudspeaker) }

    /// Whether it is night. While the clock is not trusted it is day: an unheard booth is worse than a loud one.
    private var isNight: Bool {
        context.wall.map { context.settings.themes.isNight(hour: $0.civil.hour) } ?? false
    }

    /// The volume step of a new session.
    var usualVolume: Int { audio.usualVolume(atNight: isNight) }

    /// The volume step at which something is said. An emergency is never softer than the usual step by day, whatever
    /// the hour and whatever volume was chosen before.
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

    /// Handles the volume key: the next step, or the softest after the loudest that the hour allows.
    mutating func changeVolume() {
        setVolume(state.volume < ceiling ? state.volume + 1 : 0)
        emit(.click(sink))
    }
}
