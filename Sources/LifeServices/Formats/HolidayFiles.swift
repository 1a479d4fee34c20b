import KioskCore

/// Whether a booth's sources know the holidays that it needs soon.
public enum HolidayFiles {
    /// The year whose holidays are in none of the files, by date; nil if none is missing, or if a source on the web may know
    /// them. A file that cannot be read knows nothing.
    public static func missingYear(_ sources: [LifeSource], on date: CivilDate) -> Int? {
        guard areNeeded(by: sources) else { return nil }
        var known: Set<Int> = []
        for source in sources where source.topic == .holidays {
            guard case .file(let path) = source.origin else { return nil }
            guard let body = try? LocalFile.read(path, most: SourceReader.mostBytes(source.format)),
                case .holidays(let holidays)? = try? HolidayCN.read(body).value
            else { continue }
            known.formUnion(holidays.years)
        }
        return Holidays.missingYear(known, on: date)
    }

    /// Only who shows opening hours needs holidays, or who names a source of them.
    public static func areNeeded(by sources: [LifeSource]) -> Bool {
        sources.contains { $0.topic == .places || $0.topic == .holidays }
    }
}
