import KioskTestSupport
import Testing

@testable import Basics
@testable import Vocabulary

/// What is said about opening hours when no file has the holidays of the year.
@Suite struct HolidayDoubtTests {
    private static func wall(_ text: String) throws -> WallTime {
        let parts = text.split(separator: " ")
        return WallTime(
            unixMilliseconds: try #require(RFC3339.unixMilliseconds("\(parts[0])T\(parts[1]):00+08:00")))
    }

    private static func place(_ hours: String?) -> Place {
        Place(kind: .pharmacy, name: [.chinese: "药店"], address: [:], hours: hours, minutes: 3)
    }

    /// A booth that knows the holidays of 2026 only.
    private static func life() -> Life {
        var life = Life()
        life.content.holidays = Dated(
            value: Holidays(years: [2026]), asOf: 0, validUntil: .max, sample: false)
        return life
    }

    @Test(
        "On New Year's Day of a year without a file nobody is told that a place is open or closed",
        arguments: [
            "Mo-Fr 08:00-17:00; PH off", "Mo-Su 08:00-17:00; PH off", "08:00-21:00",
            "Mo-Fr 09:00-16:00; PH 14:00-16:00",
            "00:00-24:00; PH off", "Mo-Fr", "Mo-Fr 00:00-24:00", "08:00-17:00 open; Dec PH off",
        ])
    func newYear(_ hours: String) throws {
        let (life, wall) = (Self.life(), try Self.wall("2027-01-01 11:00"))
        #expect(life.isOpen(Self.place(hours), at: wall) == nil)
        #expect(life.mayDiffer(Self.place(hours), at: wall))
        #expect(life.hours(of: Self.place(hours), at: wall) == nil)
    }

    @Test(
        "What is open day and night is open on a holiday that nobody knows of",
        arguments: ["24/7", "00:00-24:00", "Mo-Su 00:00-24:00", "Mo-Su,PH 00:00-24:00"])
    func always(_ hours: String) throws {
        let (life, wall) = (Self.life(), try Self.wall("2027-01-01 11:00"))
        #expect(life.isOpen(Self.place(hours), at: wall) == true)
        #expect(!life.mayDiffer(Self.place(hours), at: wall))
    }

    @Test("Hours that speak of holidays are sure only where a holiday would change nothing")
    func either() throws {
        let (life, place) = (Self.life(), Self.place("Mo-Fr 08:00-17:00; PH off"))
        #expect(try life.isOpen(place, at: Self.wall("2027-03-10 11:00")) == nil)
        #expect(try life.isOpen(place, at: Self.wall("2027-03-10 22:00")) == false)
        #expect(try life.isOpen(place, at: Self.wall("2027-03-14 11:00")) == false)
        #expect(try life.ordinaryHours(of: place, at: Self.wall("2027-03-10 11:00")) == [480..<1020])
    }

    @Test("A night that began on a day nobody knows is in doubt with it")
    func night() throws {
        // From Thursday to Friday. The holidays of 2027 are known, and those of 2026 are not.
        var life = Self.life()
        life.content.holidays?.value = Holidays(years: [2027])
        let place = Self.place("Mo-Su 20:00-02:00; PH off")
        #expect(try life.isOpen(place, at: Self.wall("2027-01-01 01:00")) == nil)
        #expect(try life.isOpen(place, at: Self.wall("2027-01-01 21:00")) == true)
    }

    @Test("Hours that say the same for a holiday are promised on a day that may be one")
    func named() throws {
        let (life, wall) = (Self.life(), try Self.wall("2027-01-01 11:00"))
        #expect(life.isOpen(Self.place("Mo-Su,PH 08:00-17:00"), at: wall) == true)
        #expect(life.hours(of: Self.place("Mo-Su,PH 08:00-17:00"), at: wall) == [480..<1020])
        #expect(!life.mayDiffer(Self.place("Mo-Su,PH 08:00-17:00"), at: wall))
        // Open either way, but not until the same hour.
        let either = Self.place("Mo-Fr 08:00-20:00; Sa,Su,PH 09:00-18:00")
        #expect(life.isOpen(either, at: wall) == true)
        #expect(life.hours(of: either, at: wall) == nil && life.mayDiffer(either, at: wall))
    }

    @Test("Hours that do not speak of holidays are shown, not promised; outside them a place is closed either way")
    func plain() throws {
        let (life, place) = (Self.life(), Self.place("08:00-21:00"))
        #expect(try life.isOpen(place, at: Self.wall("2027-03-10 11:00")) == nil)
        #expect(try life.isOpen(place, at: Self.wall("2027-03-10 22:00")) == false)
        #expect(try life.hours(of: place, at: Self.wall("2027-03-10 11:00")) == nil)
        #expect(try life.ordinaryHours(of: place, at: Self.wall("2027-03-10 11:00")) == [480..<1260])
        #expect(try life.mayDiffer(place, at: Self.wall("2027-03-10 11:00")))
    }

    @Test("Hours that cannot be read may differ too, and a place without hours has none that could")
    func unread() throws {
        let wall = try Self.wall("2027-01-01 11:00")
        #expect(Self.life().mayDiffer(Self.place("sunrise-sunset"), at: wall))
        #expect(!Self.life().mayDiffer(Self.place(nil), at: wall))
    }

    @Test("With the year's file everything is said as its rules have it")
    func known() throws {
        let (life, wall) = (Self.life(), try Self.wall("2026-11-23 11:00"))
        #expect(life.isOpen(Self.place("Mo-Fr 08:00-17:00; PH off"), at: wall) == true)
        #expect(!life.mayDiffer(Self.place("Mo-Fr 08:00-17:00; PH off"), at: wall))
    }

    @Test("The last days of December may belong to the New Year that only the next file knows")
    func december() throws {
        let place = Self.place("Mo-Fr 08:00-17:00; PH off")
        let (before, last) = (try Self.wall("2026-12-28 11:00"), try Self.wall("2026-12-30 11:00"))
        #expect(!Self.life().mayDiffer(place, at: before))
        #expect(Self.life().mayDiffer(place, at: last))
        #expect(Self.life().isOpen(place, at: last) == nil)
    }

    @Test(
        "Somebody should see to the next year's holidays from December on, and to this year's at any time",
        arguments: [
            ("2026-11-30", [2026], nil), ("2026-12-01", [2026], 2027), ("2026-12-31", [2026, 2027], nil),
            ("2027-01-01", [2026], 2027), ("2027-06-01", [2027], nil), ("2027-06-01", [], 2027),
        ] as [(String, Set<Int>, Int?)])
    func missing(_ day: String, _ years: Set<Int>, _ missing: Int?) throws {
        #expect(Holidays.missingYear(years, on: try #require(CivilDate(day))) == missing)
    }
}
