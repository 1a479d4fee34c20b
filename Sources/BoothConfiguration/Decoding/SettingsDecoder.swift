import KioskCore

/// Reads `booth.yaml` with what is laid over it.
struct SettingsDecoder {
    /// Relative paths in the file begin here.
    let directory: String
    let languages: [LanguageCode]
    let problems: ProblemList

    /// What could be read. Without errors in the file, it is what the file says.
    struct Result {
        var settings: Settings
        /// What `telephony.services` names.
        var services: [ServiceID]
        /// Whether `booth:` itself was read; without it nothing is known of the booth.
        var knowsBooth: Bool
    }

    func decode(_ root: YAMLValue) -> Result? {
        guard let map = MapReader(root, name: "booth.yaml", at: root.position, problems: problems) else { return nil }
        let texts = LocalizedTextDecoder(languages: languages, problems: problems)
        let booth = map.required("booth", example: "booth: with number and address").flatMap { entry in
            BoothDecoder(texts: texts, languages: languages, problems: problems).decode(entry)
        }
        let telephony = map.required("telephony", example: "telephony: with live, trunks and services").flatMap {
            entry in
            TelephonyDecoder(directory: directory, problems: problems).decode(entry)
        }
        let platform = map.entry("platform").flatMap { entry in
            PlatformDecoder(directory: directory, problems: problems).decode(entry)
        }
        let audio = map.entry("audio").flatMap { AudioDecoder.decode($0, problems: problems) }
        let timings = TimingsDecoder.decode(map.entry("timings"), problems: problems)
        let local = map.entry("local").flatMap { LocalDecoder(texts: texts, problems: problems).decode($0) }
        map.finish()
        let settings = Settings(
            booth: booth ?? BuiltIn.booth, telephony: telephony?.settings ?? TelephonySettings(), platform: platform,
            audio: audio ?? AudioSettings(), timings: timings, local: local ?? LocalInformation())
        return Result(
            settings: settings, services: telephony?.services ?? [], knowsBooth: booth != nil)
    }
}

/// Where files are that a configuration names.
enum Paths {
    /// A path as it is if absolute, otherwise below the directory.
    static func resolve(_ path: String, in directory: String) -> String {
        if path.hasPrefix("/") { return path }
        let base = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        return "\(base)/\(path)"
    }
}
