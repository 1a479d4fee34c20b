public import Basics
import Reading
public import Vocabulary

/// Whether a booth's sources know the holidays that it needs soon.
public enum HolidayFiles {
    /// The year whose holidays are in none of the files, by date; nil if none is missing, or if a source on the web may know
    /// them, or a file that this user may not read. Any other file that cannot be read knows nothing.
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

    /// Whether a file may know the year all the same: whoever asks may not read it, and that is what is wrong.
    static func isUnknown(_ error: SourceError) -> Bool { if case .forbidden = error.reason { true } else { false } }

    /// Only who shows opening hours needs holidays, or who names a source of them.
    public static func areNeeded(by sources: [LifeSource]) -> Bool {
        sources.contains { $0.topic == .places || $0.topic == .holidays }
    }
}
