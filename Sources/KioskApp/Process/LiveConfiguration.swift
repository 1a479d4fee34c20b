import BoothConfiguration
import Vocabulary

/// The configuration in use, and what has become of a newer one: taken into use between two sessions, or refused.
@MainActor
final class LiveConfiguration {
    /// What a newly read configuration comes to.
    enum Verdict: Equatable {
        /// The booth runs with these very files.
        case unchanged
        /// It is to be taken into use as soon as nobody uses the booth: the files, or what is left of them.
        case wanted
        /// It is another booth's: nothing of it is used before a restart.
        case refused
    }

    /// What the booth runs with.
    private(set) var inUse: LoadedConfiguration
    /// Read, and not in use yet.
    private(set) var waiting: LoadedConfiguration?
    /// Why the files as they are now are not what is used: the first error, by file and place.
    private(set) var refusal: String?
    /// One number for as long as the program runs: the queue and the uploader keep theirs.
    let boothNumber: String
    /// What the running parts were started with.
    private let started: Settings

    init(_ loaded: LoadedConfiguration) {
        inUse = loaded
        boothNumber = loaded.settings.booth.number
        started = loaded.settings
        refusal = Self.refusal(of: loaded)
    }

    /// Takes note of what was read; `always` wants it used even if no file has changed, since a file that it names may have.
    func take(_ loaded: LoadedConfiguration, always: Bool = false) -> Verdict {
        guard loaded.settings.booth.number == boothNumber else {
            refusal =
                "booth.number is \(loaded.settings.booth.number) now: restart the kiosk when its queue is empty (kiosk "
                + "queue status), since what waits in it belongs to \(boothNumber); nothing was applied"
            waiting = nil
            return .refused
        }
        refusal = Self.refusal(of: loaded)
        if !always, loaded.fingerprint == inUse.fingerprint, loaded.source == inUse.source {
            // Back to what it was, before anybody saw the change.
            waiting = nil
            inUse = loaded
            return .unchanged
        }
        waiting = loaded
        return .wanted
    }

    /// Takes what waits into use.
    /// - Returns: what it is, if anything waits.
    func apply() -> LoadedConfiguration? {
        guard let loaded = waiting else { return nil }
        waiting = nil
        inUse = loaded
        return loaded
    }

    /// What of the configuration in use only takes effect when the kiosk is started again.
    var needsRestart: [String] {
        var names: [String] = []
        if inUse.settings.platform != started.platform { names.append("platform") }
        if inUse.settings.audio.speaker != started.audio.speaker { names.append("audio.speaker") }
        if inUse.settings.audio.handset != started.audio.handset { names.append("audio.handset") }
        return names
    }

    private static func refusal(of loaded: LoadedConfiguration) -> String? {
        let errors = loaded.problems.filter { $0.severity == .error }
        guard let first = errors.first else { return nil }
        let more = errors.count - 1
        return more == 0 ? "\(first)" : "\(first) (and \(more) more: kiosk check)"
    }
}
