public import Basics
import Reading
public import Vocabulary

/// Whether a booth's sources know the holidays that it needs soon.
public enum HolidayFiles {
    /// The year, by date, whose holidays are in none of the files. Nil if none is missing, or if the year may be known
    /// to a source on the web or to a file that this user may not read. Any other unreadable file counts as knowing
    /// nothing.
    public static func missingYear(_ sources: [LifeSource], on date: CivilDate) -> Int? {
        guard areNeeded(by: sources) else { return nil }
        var known: Set<Int> = []
        for source in sources where source.topic == .holidays {
            guard case .file(let path) = source.origin else { return nil }
            let body: [UInt8]
            do throws(SourceError) {
                body = try LocalFile.read(path, most: SourceReader.mostBytes(source.format))
            } catch {
                if isUnknown(error) { return nil }
                continue
            }
            guard case .holidays(let holidays)? = try? HolidayCN.read(body).value else { continue }
            known.formUnion(holidays.years)
        }
        return Holidays.missingYear(known, on: date)
    }

    /// Whether an unreadable file may know the year all the same, because it is only this user who may not read it.
    static func isUnknown(_ error: SourceError) -> Bool { if case .forbidden = error.reason { true } else { false } }

    /// Whether holidays are needed: only for opening hours, or if there is a source of holidays.
    public static func areNeeded(by sources: [LifeSource]) -> Bool {
        sources.contains { $0.topic == .places || $0.topic == .holidays }
    }
}
