public import Basics

/// An activity or course nearby.
public struct Activity: Equatable, Sendable {
    /// Its name.
    public var title: LocalizedText
    /// Its start, wall time in milliseconds since 1970.
    public var starts: Int64
    /// Its end; nil if it is not known.
    public var ends: Int64?
    /// Whether it takes whole days, so that the times of day mean nothing.
    public var isAllDay: Bool
    /// Where.
    public var place: LocalizedText
    /// The subdistrict (街道) that it belongs to; empty if the source does not say.
    public var subdistrict: LocalizedText
    /// The page to sign up at, `https` or `http`.
    public var signUp: String?

    /// An activity.
    public init(
        title: LocalizedText, starts: Int64, ends: Int64? = nil, isAllDay: Bool = false, place: LocalizedText,
        subdistrict: LocalizedText = [:], signUp: String? = nil
    ) {
        self.title = title
        self.starts = starts
        self.ends = ends
        self.isAllDay = isAllDay
        self.place = place
        self.subdistrict = subdistrict
        self.signUp = signUp
    }
}

/// A notice to residents.
public struct Notice: Equatable, Sendable {
    /// Its heading.
    public var title: LocalizedText
    /// Its text.
    public var text: LocalizedText

    /// A notice.
    public init(title: LocalizedText, text: LocalizedText) {
        self.title = title
        self.text = text
    }
}

/// The public holidays and the weekends that are worked instead, as the State Council announces them for a year.
public struct Holidays: Equatable, Sendable {
    /// A day that is not as the week has it.
    public struct Day: Hashable, Sendable {
        /// The holiday that it belongs to, such as `国庆节`.
        public var name: String
        /// Whether it is free; otherwise a weekend day that is worked.
        public var isOff: Bool

        /// A day.
        public init(name: String, isOff: Bool) {
            self.name = name
            self.isOff = isOff
        }
    }

    /// The days that differ from the week.
    public var days: [CivilDate: Day]
    /// The years whose holidays are known; of any other day nobody can tell whether it is one.
    public var years: Set<Int>
    /// Whether the schools are taken to be closed; no source knows, so that hours which speak of them are tried both ways.
    var schoolsAreClosed = false

    /// Holidays of these years, or of those that the days are in; without any, no holiday is known.
    public init(_ days: [CivilDate: Day] = [:], years: Set<Int>? = nil) {
        self.days = days
        self.years = years ?? Set(days.keys.map(\.year))
    }

    /// Whether a day is a public holiday.
    public func isOff(_ date: CivilDate) -> Bool { days[date]?.isOff == true }

    /// Whether it is known what a day is. The last days of December may belong to the New Year that the next announcement
    /// speaks of.
    public func covers(_ date: CivilDate) -> Bool {
        if days[date] != nil { return true }
        return years.contains(date.year) && (date.month < 12 || date.day < 29 || years.contains(date.year + 1))
    }

    /// The year whose holidays somebody should see to on a day, where only these years are known; nil if none. From December
    /// on it is the next one too: its holidays are announced in November.
    public static func missingYear(_ years: Set<Int>, on date: CivilDate) -> Int? {
        if !years.contains(date.year) { return date.year }
        return date.month == 12 && !years.contains(date.year + 1) ? date.year + 1 : nil
    }
}
