import Foundation
public import Vocabulary

/// A booth's configuration directory, and the last good copy of it.
///
/// `booth.yaml` says who the booth is and whom it calls, `functions.yaml` what it offers, each file of `languages/` the
/// words of one language; `theme.yaml` its colours, `keys.yaml` its keys and `sources.yaml` where daily-life information comes
/// from, if there are such files. Reading takes some tens of milliseconds and blocks; call it off the main queue.
public struct ConfigurationStore: Sendable {
    /// The directory of `booth.yaml`, absolute.
    public let directory: String
    /// A file of the same shape as `booth.yaml` that is laid over it, key by key.
    public let overlay: String?
    /// Where the last good copy is kept, in `last-good`; without it, none is.
    public let state: String?
    /// The directory with the recordings of each language; without it, they are not checked.
    public let recordings: String?

    /// A configuration. Relative paths begin in the current directory.
    public init(directory: String, overlay: String? = nil, state: String? = nil, recordings: String? = nil) {
        self.directory = URL(fileURLWithPath: directory).standardizedFileURL.path
        self.overlay = overlay
        self.state = state
        self.recordings = recordings
    }

    /// Everything that is wrong with the files as they are now, by file and place, then with what they name. Writes nothing.
    public func check() -> [Problem] {
        let checked = checkFiles()
        return checked.problems + checked.outside
    }

    /// The configuration to run with: the files as they are now if they have no errors, otherwise the last good copy of
    /// what has errors, otherwise the little that is built in. It always succeeds.
    ///
    /// `booth.yaml` stands by itself: if it is sound, its trunks are used, whatever is wrong with other files. Trunks
    /// never come from what is built in.
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
        // The overlay of today belongs to this run, so it is tried first on the older booth.yaml.
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

/// What a booth runs with, and how it came to that.
public struct LoadedConfiguration: Sendable {
    /// Where the configuration comes from; the worst of its parts.
    public enum Source: Int, Comparable, Sendable {
        /// The files as they are.
        case current
        /// Files as they were when they last had no errors, at least in part.
        case lastGood
        /// What the program has of its own, at least in part.
        case builtIn

        /// From good to bad.
        public static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }
    }

    /// Functions and languages, the booth's own language first.
    public var catalogue: Catalogue
    /// The booth.
    public var settings: Settings
    /// Where daily-life information comes from in place of the platform; the packaged places at least.
    public var sources: [LifeSource]
    /// What is wrong with the files as they are now, by file and place, and with keeping a copy.
    public var problems: [Problem]
    /// What is wrong with what the files name, such as a password's file that is not there: for `kiosk check`. It keeps no
    /// file from being used.
    public var outside: [Problem] = []
    /// Where it comes from.
    public var source: Source
    /// Sixteen hexadecimal digits that tell the files used apart from others; no protection against anybody.
    public var fingerprint: String
}
