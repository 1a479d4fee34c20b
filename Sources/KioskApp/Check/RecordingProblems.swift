import Audio
import BoothConfiguration
import Foundation
import Vocabulary

/// What `kiosk check` finds by opening each recording. A file that has the right name but is not a sound is heard by
/// nobody. `EmergencyRecordings` looks more closely at those of emergencies.
struct RecordingProblems {
    let prompts: PromptFiles
    let languages: [Language]

    var found: [Problem] { languages.flatMap(found) }

    private func found(_ language: Language) -> [Problem] {
        let folder = "\(prompts.directory)/\(language.code.rawValue)"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        let keys =
            language.prompts.keys.filter { !$0.rawValue.hasPrefix("emergency.") } + Array(language.fragments.keys)
        let wanted = Set(keys.map(\.rawValue))
        let files = names.sorted().filter { name in
            RecordingFiles.endings.contains {
                name.hasSuffix(".\($0)") && wanted.contains(String(name.dropLast($0.count + 1)))
            }
        }
        let bad: [Problem] = files.compactMap { name in
            let path = "\(folder)/\(name)"
            guard let reason = reason(path) else { return nil }
            return problem(path, reason, "record it again, or delete it")
        }
        do {
            _ = try PromptManifest(folder: folder)
            return bad
        } catch {
            return bad + [problem("\(folder)/manifest.json", "cannot be read as JSON", "mend it or move it away")]
        }
    }

    private func reason(_ path: String) -> String? {
        if access(path, F_OK) != 0, let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
            return "this is a symbolic link to '\(target)', which is not there"
        }
        if access(path, R_OK) != 0 {
            let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())"
            return "user '\(user)' may not read this recording"
        }
        return Recording.isReadable(path) ? nil : "this is no recording that can be read"
    }

    private func problem(_ file: String, _ message: String, _ remedy: String) -> Problem {
        Problem(severity: .warning, file: file, line: 1, column: 1, message: message, remedy: remedy)
    }
}
