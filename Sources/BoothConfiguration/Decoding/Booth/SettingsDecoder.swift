import Vocabulary

/// Reads `booth.yaml` together with its overlay.
struct SettingsDecoder {
    /// The directory in which relative paths in the file begin.
    let directory: String
    let languages: [LanguageCode]
    let problems: ProblemList

    /// What could be read. If the file has no errors, this is all that it says.
    struct Result {
        var settings: Settings
        /// The services that `telephony.services` names.
        var services: [ServiceID]
        /// Where the file says that there is a handset with a device of its own.
        var handset: Position?
        /// Whether `booth:` itself was read. Otherwise nothing is known about the booth.
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
            problems.strictly { TelephonyDecoder(directory: directory, problems: problems).decode(entry) }
        }
        let platform = map.entry("platform").flatMap { entry in
            PlatformDecoder(directory: directory, problems: problems).decode(entry)
        }
        let audio = map.entry("audio").flatMap { AudioDecoder.decode($0, problems: problems) }
        let timings = TimingsDecoder.decode(map.entry("timings"), problems: problems)
        let local = map.entry("local").flatMap { LocalDecoder(texts: texts, problems: problems).decode($0) }
        let pension = map.entry("pension").flatMap { decodePension($0, live: telephony?.settings.live ?? false) }
        map.finish()
        let settings = Settings(
            booth: booth ?? BuiltIn.booth, telephony: telephony?.settings ?? TelephonySettings(), platform: platform,
            audio: audio?.settings ?? AudioSettings(), timings: timings, local: local ?? LocalInformation(),
            pension: pension ?? PensionSettings())
        return Result(
            settings: settings, services: telephony?.services ?? [], handset: audio?.handset, knowsBooth: booth != nil)
    }

    private func decodePension(_ entry: YAMLEntry, live: Bool) -> PensionSettings? {
        guard let map = MapReader(entry.value, name: "pension", at: entry.keyPosition, problems: problems) else {
            return nil
        }
        let name = map.text("name")
        let reader = map.required("reader", example: "reader: pcsc").flatMap { decodeReader($0, live: live) }
        map.finish()
        return reader.map { PensionSettings(reader: $0, name: name) }
    }

    private func decodeReader(_ entry: YAMLEntry, live: Bool) -> PensionSettings.Reader? {
        guard let value = TextValue(entry, problems) else { return nil }
        let names = PensionSettings.Reader.allCases.map(\.rawValue)
        guard let reader = PensionSettings.Reader(rawValue: value.text) else {
            problems.unknown(
                value.position, "there is no kind of card reader '\(value.text)'",
                problems.suggestion(for: value.text, among: names))
            return nil
        }
        if reader == .simulated, live {
            problems.error(
                value.position, "a booth that makes real calls has no simulated card reader", "write pcsc or none")
        }
        return reader
    }
}

/// Resolves the paths of files that a configuration names.
enum Paths {
    /// An absolute path unchanged, any other path below the directory.
    static func resolve(_ path: String, in directory: String) -> String {
        if path.hasPrefix("/") { return path }
        let base = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        return "\(base)/\(path)"
    }
}
