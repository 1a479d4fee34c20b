import BoothConfiguration
import Foundation
import Vocabulary
import LifeServices
import PlatformClient

/// What `kiosk check` finds in the data that the configuration names and that the kiosk keeps. Each file is read with
/// the same parsers as in the running booth. Only `kiosk check` and `kiosk preview` report these problems; a running
/// booth shows what it can.
struct DataProblems {
    private let loaded: LoadedConfiguration
    private let directory: String
    private let state: String
    private let check: DataCheck

    init(_ loaded: LoadedConfiguration, directory: String, state: String) {
        self.loaded = loaded
        self.directory = directory
        self.state = state
        let now = SystemClock.wall ?? WallTime(unixMilliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        check = DataCheck(booth: loaded.settings.booth, now: now)
    }

    /// All problems.
    var found: [Problem] { named + place + kept }

    /// The problems of the files that sources name.
    var named: [Problem] { check.findings(loaded.sources).map(problem) }

    /// The places from the files, as the running booth has them; nil if there are none.
    var places: PlaceList? { check.places(loaded.sources) }

    /// What the page of places says if there are none.
    var standingOfPlaces: TopicStanding { check.standingOfPlaces(loaded.sources) }

    /// A warning if the booth's location is missing, since the booth then has nothing around it.
    private var place: [Problem] {
        let asks = loaded.sources.contains { source in
            if case .file(let path) = source.origin, source.topic == .places { return access(path, F_OK) == 0 }
            return source.format.hasBaseAddress
        }
        guard asks, !loaded.settings.booth.isLocated, !loaded.problems.hasErrors else { return [] }
        return [
            Problem(
                severity: .warning, file: "booth.yaml", line: 1, column: 1,
                message: "nobody wrote down where the booth stands: its page of places says that there is none set up",
                remedy: "add location: { latitude: 31.2404, longitude: 121.4208 } under booth")
        ]
    }

    /// The problems of what a running kiosk has kept in its state directory.
    private var kept: [Problem] {
        guard access(state, F_OK) == 0 else { return [] }
        guard access(state, R_OK | X_OK) == 0 else {
            let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())"
            return [
                Problem(
                    severity: .warning, file: state, line: 1, column: 1,
                    message: "user '\(user)' may not look into the state directory: what is kept there was not read",
                    remedy: "run kiosk check as root or as the kiosk's user")
            ]
        }
        var found = check.kept(loaded.sources, in: state + "/life").map(problem)
        if let message = KeptContent.problem(in: state) {
            found.append(
                Problem(
                    severity: .warning, file: "\(state)/\(KeptContent.file)", line: 1, column: 1, message: message,
                    remedy: "delete the file: the kiosk fetches the content again"))
        }
        return found
    }

    private func problem(_ finding: DataFinding) -> Problem {
        let isOwn = finding.file.hasPrefix(directory + "/")
        return Problem(
            severity: finding.isWhole ? .error : .warning,
            file: isOwn ? String(finding.file.dropFirst(directory.count + 1)) : finding.file, line: finding.line,
            column: finding.column, path: finding.pointer, message: finding.message, remedy: finding.remedy)
    }
}
