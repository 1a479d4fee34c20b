import Vocabulary

/// Reads `audio:`: devices and volume steps.
enum AudioDecoder {
    /// Returns what could be read, and where the file says that there is a handset.
    static func decode(
        _ entry: YAMLEntry, problems: ProblemList
    ) -> (settings: AudioSettings, handset: Position?)? {
        guard let map = MapReader(entry.value, name: "audio", at: entry.keyPosition, problems: problems) else {
            return nil
        }
        var audio = AudioSettings()
        audio.handset = device(map, "handset", problems).flatMap { $0 == "none" ? nil : $0 }
        // If calls follow the handset, the SIP agent plays on the speaker too.
        let speaker = audio.handset == nil ? map.text("speaker") : device(map, "speaker", problems)
        if let speaker { audio.speaker = speaker }
        if let microphone = device(map, "microphone", problems) { audio.microphone = microphone }
        audio.handsFreeMicrophone = device(map, "hands_free_microphone", problems)
        let maximum = map.integer("maximum", 1...3)
        let nightCeiling = map.integer("night_ceiling", 0...3)
        let volume = map.integer("volume", 0...3)
        let nightVolume = map.integer("night_volume", 0...3)
        for key in ["speaker", "handset", "microphone", "hands_free_microphone"] { checkSharing(map, key, problems) }
        map.finish()
        audio.maximum = maximum ?? audio.maximum
        // An explicit limit also lowers the defaults; an explicit value above the limit is a mistake.
        audio.nightCeiling = nightCeiling ?? min(audio.nightCeiling, audio.maximum)
        audio.volume = volume ?? min(audio.volume, audio.maximum)
        audio.nightVolume = nightVolume ?? min(audio.nightVolume, audio.nightCeiling)
        func keep(_ key: String, _ step: Int, below limitKey: String, _ limit: Int) {
            guard step > limit else { return }
            problems.error(
                map.position(of: key), "\(key) \(step) is above \(limitKey) \(limit)", "write \(key): 0 to \(limit)")
        }
        keep("volume", audio.volume, below: "maximum", audio.maximum)
        keep("night_ceiling", audio.nightCeiling, below: "maximum", audio.maximum)
        keep("night_volume", audio.nightVolume, below: "night_ceiling", audio.nightCeiling)
        return (audio, audio.handset.map { _ in map.position(of: "handset") })
    }

    /// The ALSA device types that stand for the hardware itself.
    private static let hardware: Set<String> = ["hw", "plughw", "front", "rear", "side", "iec958", "spdif", "hdmi"]

    /// Checks that a device can be shared. ALSA gives a hardware device to one program at a time, but the kiosk and the
    /// SIP agent are two.
    private static func checkSharing(_ map: MapReader, _ key: String, _ problems: ProblemList) {
        guard
            let name = map.entry(key).flatMap({ if case .text(let text, _) = $0.value.content { text } else { nil } }),
            let type = name.split(separator: ":").first, hardware.contains(String(type)) || type.hasPrefix("surround")
        else { return }
        problems.warning(
            map.position(of: key),
            "'\(key)' is \(name), which only one program at a time can open: speech and calls shut each other out",
            "write a device that is shared (dmix, dsnoop), such as default, or a name of your own in asound.conf")
    }

    /// Reads a device that the SIP agent uses too.
    private static func device(_ map: MapReader, _ key: String, _ problems: ProblemList) -> String? {
        guard let name = map.text(key) else { return nil }
        if AudioSettings.isDeviceOfAgent(name) { return name }
        problems.error(
            map.position(of: key), "the SIP agent cannot use the device name '\(name)'",
            "give it a short name without spaces in asound.conf and write that")
        return nil
    }
}
