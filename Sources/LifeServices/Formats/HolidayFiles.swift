import KioskCore

/// Whether a booth's sources know the holidays that it needs soon.
public enum HolidayFiles {
    /// The year whose holidays are in none of the files, by date; nil if none is missing, or if a source on the web may know
    /// them. A file that cannot be read knows nothing.
    public static func missingYear(_ sources: [LifeSource], on date: CivilDate) -> Int? {
        var known: Set<Int> = []
        for source in sources where source.topic == .holidays {
            guard case .file(let path) = source.origin else { return nil }
            guard let body = try? LocalFile.read(path, most: SourceReader.mostBytes(source.format)),
                case .holidays(let holidays)? = try? HolidayCN.read(body).value
            else { continue }
            known.formUnion(holidays.years)
        }
        return missingYear(sources, known: known, on: date)
    }

    /// The same where the years are known. Only who shows opening hours needs them, or who names a source of holidays.
    static func missingYear(_ sources: [LifeSource], known: Set<Int>, on date: CivilDate) -> Int? {
        guard sources.contains(where: { $0.topic == .places || $0.topic == .holidays }) else { return nil }
        return Holidays.missingYear(known, on: date)
    }
}
