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

    /// Holidays; none is as the week has it.
    public init(_ days: [CivilDate: Day] = [:]) { self.days = days }

    /// Whether a day is a public holiday.
    public func isOff(_ date: CivilDate) -> Bool { days[date]?.isOff == true }
}
