public import Basics

/// An activity or course nearby.
public struct Activity: Equatable, Sendable {
    /// Its name.
    public var title: LocalizedText
    /// Its start, wall time in milliseconds since 1970.
    public var starts: Int64
    /// Its end, wall time in milliseconds since 1970; nil if unknown.
    public var ends: Int64?
    /// Whether it lasts whole days, so that the times of day mean nothing.
    public var isAllDay: Bool
    /// Where it takes place.
    public var place: LocalizedText
    /// The subdistrict (街道) that it belongs to; empty if the source does not say.
    public var subdistrict: LocalizedText
    /// The page to sign up on, `https` or `http`.
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

/// A notice for residents.
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

/// The public holidays and the working weekends that make up for them, as the State Council announces them for a year.
public struct Holidays: Equatable, Sendable {
    /// A day that differs from the ordinary week.
    public struct Day: Hashable, Sendable {
        /// The holiday that it belongs to, such as `国庆节`.
        public var name: String
        /// Whether it is a day off; otherwise it is a weekend day on which people work.
        public var isOff: Bool

        /// A day.
        public init(name: String, isOff: Bool) {
            self.name = name
            self.isOff = isOff
        }
    }

    /// The days that differ from the ordinary week.
    public var days: [CivilDate: Day]
    /// The years whose holidays are known. A day of any other year may or may not be a holiday.
    public var years: Set<Int>
    /// Whether the schools are assumed to be closed. No source knows, so hours that mention school holidays are
    /// evaluated both ways.
    var schoolsAreClosed = false

    /// Holidays of these years, by default the years that the days are in; without any, no holiday is known.
    public init(_ days: [CivilDate: Day] = [:], years: Set<Int>? = nil) {
        self.days = days
        self.years = years ?? Set(days.keys.map(\.year))
    }

    /// Whether a day is a public holiday.
    public func isOff(_ date: CivilDate) -> Bool { days[date]?.isOff == true }

    /// Whether it is known if a day is a holiday. The last days of December also need the next year, because they may
    /// belong to the New Year holiday of the next announcement.
    public func covers(_ date: CivilDate) -> Bool {
        if days[date] != nil { return true }
        return years.contains(date.year) && (date.month < 12 || date.day < 29 || years.contains(date.year + 1))
    }

    /// The year whose holidays are missing on a day if only these years are known; nil if none is. From December on,
    /// the next year is needed too, because its holidays are announced in November.
    public static func missingYear(_ years: Set<Int>, on date: CivilDate) -> Int? {
        if !years.contains(date.year) { return date.year }
        return date.month == 12 && !years.contains(date.year + 1) ? date.year + 1 : nil
    }
}
