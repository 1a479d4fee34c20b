import BoothConfiguration
import Vocabulary

/// The configuration in use, and the state of a newer one, which is taken into use between two sessions or refused.
@MainActor
final class LiveConfiguration {
    /// The verdict on a newly read configuration.
    enum Verdict: Equatable {
        /// The booth already runs with these very files.
        case unchanged
        /// It is to be taken into use as soon as nobody uses the booth: the files, or what replaces faulty ones.
        case wanted
        /// It belongs to another booth. No part of it is used before a restart.
        case refused
    }

    /// The configuration that the booth runs with.
    private(set) var inUse: LoadedConfiguration
    /// The configuration that was read but is not yet in use.
    private(set) var waiting: LoadedConfiguration?
    /// Why the present files are not in use: the first error, by file and place.
    private(set) var refusal: String?
    /// The booth's number, fixed as long as the program runs, since the queue and the uploader keep theirs.
    let boothNumber: String
    /// The settings that the running parts were started with.
    private let started: Settings

    init(_ loaded: LoadedConfiguration) {
        inUse = loaded
        boothNumber = loaded.settings.booth.number
        started = loaded.settings
        refusal = Self.refusal(of: loaded)
    }

    /// Takes note of what was read. `always` uses it even if no file has changed, since a file that it names may have.
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
            // The files are back to what they were, before anybody saw the change.
            waiting = nil
            inUse = loaded
            return .unchanged
        }
        waiting = loaded
        return .wanted
    }

    /// Takes the waiting configuration into use.
    /// - Returns: The configuration, if one is waiting.
    func apply() -> LoadedConfiguration? {
        guard let loaded = waiting else { return nil }
        waiting = nil
        inUse = loaded
        return loaded
    }

    /// The parts of the configuration in use that take effect only after a restart of the kiosk.
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
