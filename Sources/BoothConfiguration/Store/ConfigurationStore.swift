import Foundation
public import Vocabulary

/// A booth's configuration directory and the last good copy of it.
///
/// `booth.yaml` says who the booth is and whom it calls, `functions.yaml` what it offers, and each file of `languages/`
/// has the words of one language. Optional files are `theme.yaml` for its colours, `keys.yaml` for its keys, and
/// `sources.yaml` for the sources of daily-life information. Reading blocks for some tens of milliseconds, so call it
/// off the main queue.
public struct ConfigurationStore: Sendable {
    /// The directory of `booth.yaml`, absolute.
    public let directory: String
    /// A file with the same structure as `booth.yaml` that is laid over it, key by key.
    public let overlay: String?
    /// The directory that keeps the last good copy, in `last-good`; nil to keep none.
    public let state: String?
    /// The directory with the recordings of each language; nil to skip checking them.
    public let recordings: String?

    /// A configuration. Relative paths begin in the current directory.
    public init(directory: String, overlay: String? = nil, state: String? = nil, recordings: String? = nil) {
        self.directory = URL(fileURLWithPath: directory).standardizedFileURL.path
        self.overlay = overlay
        self.state = state
        self.recordings = recordings
    }

    /// Everything that is wrong with the files as they are now, ordered by file and position, then what is wrong with
    /// the things they name. Writes nothing.
    public func check() -> [Problem] {
        let checked = checkFiles()
        return checked.problems + checked.outside
    }

    /// The configuration to run with: the files as they are now if they have no errors. Otherwise, parts with errors
    /// come from the last good copy or, failing that, from the few built-in values. It always succeeds.
    ///
    /// `booth.yaml` is independent of the other files: if it is sound, its trunks are used, whatever is wrong with the
    /// others. Trunks never come from the built-in values.
    public func load() -> LoadedConfiguration {
        let current = checkFiles()
        if !current.problems.hasErrors {
            var loaded = Assembly(current: current, lastGood: nil).assemble()
            loaded.outside = current.outside
            if let problem = keep(current.files) { loaded.problems.append(problem) }
            return loaded
        }
        let lastGood = checkLastGood(current)
        var loaded = Assembly(current: current, lastGood: lastGood).assemble()
        loaded.outside = current.outside
        if let lastGood, let first = lastGood.problems.first(where: { $0.severity == .error }) {
            loaded.problems.append(
                lastGoodProblem("the last good copy has errors too, the first in \(first)", "mend the errors above"))
        }
        return loaded
    }

    private func checkFiles() -> CheckedFiles {
        let files = SourceFiles(directory: directory, overlay: overlay)
        return CheckedFiles(files, directory: directory, recordings: recordings)
    }

    private func checkLastGood(_ current: CheckedFiles) -> CheckedFiles? {
        guard let state else { return nil }
        let copy = LastGoodCopy(state: state)
        // Today's overlay belongs to this run, so it is first tried on the older booth.yaml.
        for overlay in [current.files.overlay, nil] {
            guard let files = copy.read(overlay: overlay, wantsOverlay: self.overlay != nil) else { return nil }
            let checked = CheckedFiles(files, directory: directory)
            if checked.settingsAreSound || overlay == nil { return checked }
        }
        return nil
    }

    private func keep(_ files: SourceFiles) -> Problem? {
        guard let state else { return nil }
        do {
            try LastGoodCopy(state: state).write(files)
            return nil
        } catch {
            return lastGoodProblem(
                "the last good copy cannot be written: \(error)", "without it, a mistake in a file closes functions")
        }
    }

    private func lastGoodProblem(_ message: String, _ remedy: String) -> Problem {
        Problem(
            severity: .warning, file: "\(state ?? "")/last-good", line: 1, column: 1, message: message, remedy: remedy)
    }
}

/// The configuration that a booth runs with, and where it comes from.
public struct LoadedConfiguration: Sendable {
    /// Where the configuration comes from: the worst source of all its parts.
    public enum Source: Int, Comparable, Sendable {
        /// The files as they are.
        case current
        /// At least in part, files as they were when they last had no errors.
        case lastGood
        /// At least in part, the program's built-in values.
        case builtIn

        /// From good to bad.
        public static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }
    }

    /// Functions and languages, the booth's own language first.
    public var catalogue: Catalogue
    /// The booth.
    public var settings: Settings
    /// The sources of daily-life information that replace the platform's; at least the packaged places.
    public var sources: [LifeSource]
    /// What is wrong with the files as they are now, by file and position, and with keeping a copy.
    public var problems: [Problem]
    /// What is wrong with things that the files name, such as a missing password file; for `kiosk check`. It keeps no
    /// file from being used.
    public var outside: [Problem] = []
    /// Where it comes from.
    public var source: Source
    /// Sixteen hexadecimal digits that distinguish sets of files; they give no protection against forgery.
    public var fingerprint: String
}
