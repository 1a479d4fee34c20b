import BoothConfiguration
import Foundation
import Basics
import Vocabulary
import LifeServices

/// What `kiosk check` finds by looking at the calendar: holidays that end soon. This is a warning, since the booth
/// works without them.
enum HolidayProblems {
    static func found(_ sources: [LifeSource], directory: String, on date: CivilDate?) -> [Problem] {
        guard let date, let year = HolidayFiles.missingYear(sources, on: date) else { return [] }
        let name = "sources.yaml"
        let lines = TextLines.of("\(directory)/\(name)")
        // The next year's entry belongs after the last one.
        let line = lines.lastIndex { $0.hasPrefix("    format: holiday-cn") } ?? 0
        return [
            Problem(
                severity: .warning, file: name, line: line + 1, column: 1,
                message: "the holidays of \(year) are in no file: hours are shown with \"may differ on holidays\"",
                remedy: "put holiday-cn's \(year).json beside it and name it in a source of its own")
        ]
    }
}
