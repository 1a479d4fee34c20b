import AdapterTestSupport
import Foundation
import Testing

@testable import Basics
@testable import Vocabulary

/// Opening hours against the examples of OpenStreetMap's page and its specification, evaluated by hand.
@Suite struct OpeningHoursTests {
    /// 2026-10-01 (Thursday) to 10-07 are the National Day holiday; 2026-10-10, a Saturday, is a working day.
    private static let holidays = Holidays(
        Dictionary(
            uniqueKeysWithValues: (1...7).compactMap { day in
                CivilDate(year: 2026, month: 10, day: day).map { ($0, Holidays.Day(name: "国庆节", isOff: true)) }
            }
                + [CivilDate(year: 2026, month: 10, day: 10)].compactMap { date in
                    date.map { ($0, Holidays.Day(name: "国庆节", isOff: false)) }
                }), years: [2026, 2027])

    struct Case: Sendable, CustomTestStringConvertible {
        var hours: String
        /// `2026-11-23 10:00`; the 23rd of November 2026 is a Monday.
        var time: String
        /// nil means "nobody can tell".
        var isOpen: Bool?
        var testDescription: String { "\(hours) at \(time)" }
    }

    private static func cases(_ hours: String, _ times: (String, Bool?)...) -> [Case] {
        times.map { Case(hours: hours, time: $0.0, isOpen: $0.1) }
    }

    static let table: [Case] = [
        cases(
            "Mo-Fr 08:00-17:30", ("2026-11-23 07:59", false), ("2026-11-23 08:00", true), ("2026-11-27 17:29", true),
            ("2026-11-27 17:30", false), ("2026-11-28 10:00", false)),
        cases(
            "Mo-Fr 08:00-12:00,13:00-17:30", ("2026-11-23 11:59", true), ("2026-11-23 12:30", false),
            ("2026-11-23 13:00", true)),
        cases(
            "Mo-Fr 08:00-12:00,13:00-17:30; Sa 08:00-12:00", ("2026-11-28 11:00", true), ("2026-11-28 14:00", false),
            ("2026-11-29 11:00", false)),
        cases(
            "Mo-Fr 08:00-12:00,13:00-17:30; Sa 08:00-12:00; PH off", ("2026-10-01 10:00", false),
            ("2026-10-08 10:00", true), ("2026-10-03 10:00", false)),
        cases(
            "Mo-Sa 10:00-20:00; Tu off", ("2026-11-23 10:00", true), ("2026-11-24 10:00", false),
            ("2026-11-25 19:59", true)),
        cases("Mo-Sa 10:00-20:00; Tu 10:00-14:00", ("2026-11-24 13:59", true), ("2026-11-24 15:00", false)),
        cases("24/7", ("2026-11-23 00:00", true), ("2026-10-01 23:59", true)),
        cases("24/7; PH off", ("2026-10-01 12:00", false), ("2026-11-23 12:00", true)),
        cases(
            "Mo-Su,PH 00:00-24:00", ("2026-11-23 00:00", true), ("2026-11-23 23:59", true), ("2026-10-01 08:00", true)),
        // Over midnight: Friday's night belongs to Friday.
        cases(
            "Fr 22:00-04:00", ("2026-11-27 21:59", false), ("2026-11-27 23:00", true), ("2026-11-28 03:59", true),
            ("2026-11-28 04:00", false), ("2026-11-27 03:00", false)),
        cases("Fr 22:00-28:00", ("2026-11-28 03:00", true), ("2026-11-28 04:00", false)),
        cases("Mo-Su 18:00-02:00; Tu off", ("2026-11-24 01:00", true), ("2026-11-24 19:00", false)),
        // Some hours taken away, and added.
        cases(
            "Mo-Su 08:00-18:00; Mo-Fr 12:00-13:00 off", ("2026-11-23 12:30", false), ("2026-11-23 13:00", true),
            ("2026-11-28 12:30", true)),
        cases(
            "Mo-Fr 08:00-12:00, We 14:00-18:00", ("2026-11-25 09:00", true), ("2026-11-25 15:00", true),
            ("2026-11-23 15:00", false)),
        cases(
            "Mo-Fr 08:00-12:00; We 14:00-18:00", ("2026-11-25 09:00", false), ("2026-11-25 15:00", true)),
        // Holidays.
        cases(
            "Mo-Fr 08:00-18:00; PH,Su 10:00-16:00", ("2026-10-01 09:00", false), ("2026-10-01 10:00", true),
            ("2026-11-29 10:00", true)),
        cases(
            "PH Mo-Fr 10:00-12:00", ("2026-10-01 10:00", true), ("2026-10-03 10:00", false),
            ("2026-11-23 10:00", false)),
        cases("Mo-Fr 09:00-17:00; SH off", ("2026-11-23 10:00", true)),
        // A working weekend is still a Saturday to those who open on weekdays.
        cases("Mo-Fr 09:00-17:00", ("2026-10-10 10:00", false)),
        // Months, dates and years.
        cases(
            "Apr-Sep: Mo-Fr 09:00-13:00,14:00-18:00; Apr-Sep: Sa 10:00-13:00", ("2026-09-30 17:00", true),
            ("2026-10-08 17:00", false), ("2026-04-04 11:00", true)),
        cases(
            "Nov-Feb 10:00-16:00", ("2026-12-31 10:00", true), ("2026-02-28 10:00", true), ("2026-03-01 10:00", false)),
        cases(
            "Mo-Su 09:00-21:00; Dec 24-Jan 5 off", ("2026-12-23 10:00", true), ("2026-12-24 10:00", false),
            ("2027-01-05 10:00", false), ("2027-01-06 10:00", true)),
        cases("Oct 1-7 10:00-14:00", ("2026-10-07 10:00", true), ("2026-10-08 10:00", false)),
        cases("Jan,Jul 10:00-14:00", ("2026-07-15 10:00", true), ("2026-08-15 10:00", false)),
        cases("2026 Oct 10:00-14:00", ("2026-10-08 10:00", true), ("2027-10-08 10:00", false)),
        cases("2020-2026 Mo 10:00-14:00", ("2026-11-23 10:00", true), ("2027-11-22 10:00", false)),
        // Some weekdays of a month: November 2026 has Tuesdays on 3, 10, 17 and 24.
        cases("Tu[1] 10:00-12:00", ("2026-11-03 10:00", true), ("2026-11-10 10:00", false)),
        cases("Tu[-1] 10:00-12:00", ("2026-11-24 10:00", true), ("2026-11-17 10:00", false)),
        cases("Tu[1,3] 10:00-12:00", ("2026-11-17 10:00", true), ("2026-11-10 10:00", false)),
        cases("Sa-Mo 10:00-12:00", ("2026-11-29 10:00", true), ("2026-11-23 10:00", true), ("2026-11-24 10:00", false)),
        // Words.
        cases("off", ("2026-11-23 10:00", false)),
        cases("Mo-Fr", ("2026-11-23 03:00", true), ("2026-11-28 03:00", false)),
        cases("mo-fr 8:00-9:00", ("2026-11-23 08:30", true)),
        cases("Mo-Fr 10:00-12:00 \"call first\"", ("2026-11-23 10:00", nil), ("2026-11-23 13:00", false)),
        cases("Mo-Fr 10:00-12:00 || \"by appointment\"", ("2026-11-23 10:00", true), ("2026-11-23 13:00", nil)),
        cases("Mo-Fr 10:00-12:00 open; PH unknown", ("2026-10-01 10:00", nil)),
        cases("00:00-24:00; PH off", ("2026-10-01 10:00", false)),
        cases("00:00-24:00, PH off", ("2026-10-01 10:00", false), ("2026-11-23 10:00", true)),
        // Nobody knows when schools are closed, but everybody knows when they are not.
        cases(
            "Mo-Fr 09:00-17:00; SH off", ("2026-07-15 10:00", nil), ("2026-07-15 18:00", false),
            ("2026-10-12 10:00", true)),
        cases("2026 off; 10:00-12:00", ("2026-11-23 10:00", true)),
        cases("10:00-12:00; 2026 off", ("2026-11-23 10:00", false)),
        cases("22:00-02:00", ("2026-11-23 01:00", true), ("2026-11-23 02:00", false), ("2026-11-23 22:00", true)),
        cases("08:00-25:00", ("2026-11-24 00:30", true), ("2026-11-24 01:00", false)),
        cases(
            "Mo-Fr 08:00-12:00,13:00-17:00; Sa off; PH off", ("2026-11-23 12:30", false), ("2026-11-28 10:00", false),
            ("2026-10-01 10:00", false)),
        // Read to the letter, a wider rule takes back the day off before it. Nobody meant that.
        cases(
            "PH off; Mo-Fr 08:00-17:00", ("2026-10-01 10:00", nil), ("2026-10-01 18:00", false),
            ("2026-11-23 10:00", true)),
        cases("Sa off; Mo-Su 09:00-17:00", ("2026-11-28 10:00", nil), ("2026-11-27 10:00", true)),
        cases("Oct 01-07 off; 08:00-17:00", ("2026-10-02 10:00", nil), ("2026-10-08 10:00", true)),
        cases("PH off; Oct 3 10:00-12:00; Mo-Fr,Sa 10:00-12:00", ("2026-10-02 10:00", nil)),
        cases("Su off; PH 10:00-12:00; Mo-Fr 09:00-17:00", ("2026-11-23 10:00", true)),
        cases("PH off; Oct 3 10:00-12:00", ("2026-10-03 10:00", true), ("2026-10-02 10:00", false)),
        cases("Sa off; Sa[1] 10:00-12:00", ("2026-11-07 10:00", true), ("2026-11-14 10:00", false)),
        cases("Mo 08:00-26:00", ("2026-11-24 01:59", true), ("2026-11-24 02:00", false), ("2026-11-23 01:00", false)),
        cases("08:00-18:00; Jan-Mar Mo off", ("2026-01-05 10:00", false), ("2026-01-06 10:00", true)),
        cases("\"by appointment\"", ("2026-11-23 10:00", nil)),
        cases("Mo-Su 09:00-17:00, Sa off", ("2026-11-28 10:00", false), ("2026-11-27 10:00", true)),
    ].flatMap { $0 }

    @Test(arguments: table) func `open or closed`(_ example: Case) throws {
        let hours = try #require(OpeningHours(example.hours))
        #expect(try hours.isOpen(at: Self.wall(example.time), holidays: Self.holidays) == example.isOpen)
    }

    @Test(
        arguments: [
            ("08:00-21:00", "2026-11-23", [480..<1260]),
            ("Mo-Fr 08:00-12:00,13:30-17:00", "2026-11-23", [480..<720, 810..<1020]),
            ("Mo-Fr 08:00-12:00,13:30-17:00", "2026-11-28", []), ("24/7", "2026-11-28", [0..<1440]),
            ("18:00-02:00", "2026-11-23", [0..<120, 1080..<1440]), ("08:00-17:00; PH off", "2026-10-01", []),
            ("08:00-17:00; 12:00-13:00 off", "2026-11-23", [480..<720, 780..<1020]),
            ("Mo-Fr 10:00-12:00 || \"by appointment\"", "2026-11-23", nil),
        ] as [(String, String, [Range<Int>]?)])
    func `the hours of a day`(_ hours: String, _ day: String, _ expected: [Range<Int>]?) throws {
        let date = try #require(CivilDate(day))
        #expect(OpeningHours(hours)?.hours(on: date, holidays: Self.holidays) == expected)
    }

    @Test(arguments: [
        // Read to the letter, the second rule leaves nothing of the first, or the first is open day and night.
        "Mo-Fr 08:00-12:00;13:00-17:00", "Mo-Fr 10:00-12:00; Mo-Fr 13:00-17:00", "08:00-12:00; 13:00-17:00",
        "Mo-Fr, 08:00-17:00", "Mo-Fr; Sa 10:00-12:00", "Mo-Fr 0800-1200", "Jan-Mar Mo off",
        "Mo-Fr 08:00-12:00/13:00-17:00",
        "Mon-Fri 08:00-17:00", "dawn-dusk", "全天", "24小时", "7x24", "Mo–Fr 08:00–17:00", "Dec 25 off",
        "", " ", ";", "Mo-", "Mo-Fr 08:00", "Mo-Fr 8-17", "08:00-25:61", "sunrise-sunset", "Mo-Fr 18:00+",
        "week 1-53/2 Mo 10:00-12:00", "easter off", "09:00-17:00/30", "Mo-Fr 9am-5pm", "周一至周五 8:00-17:00",
        "Mo[6] 10:00-12:00", "Feb 30 off", "Mo-Fr 08:00-12:00 \"", "Mo-Fr 08:00-12:00 | Sa", "08:00-17:00 Mo-Fr",
        "24/7 24/7", "Oct 9-3 off", "0800-2000", "1900-2100 open", "2000-2200 Mo-Fr", "2000-2200 off", "2030", "PH off",
        "Sa off; PH off", "Mo 12:00-13:00 off", "08:00-08:00", "00:00-00:00", "25:00-26:00", "24:00-08:00", "08:00+",
        "Mo-Fr: 08:00-17:00", ": 08:00-17:00", "Mo-Fr 08:00-12:00 13:00-17:00", "Mo-Fr 08:00-18:00 Sa 09:00-12:00",
        "０８：００-１７：００", "08：00-17：00", "周一至周五 8:00-17:00，周六休息", "8点-17点", "08.00-17.00", "2026-10-01 08:00-17:00",
        "8:00 AM - 5:00 PM", "Mo-Fr 08:00-17:00 (lunch closed)", "week 10-20 Mo-Fr 08:00-17:00", "Mo-Fr 08:00-sunset",
        "9999-10000", "1-5 08:00-17:00", "daily 08:00-17:00", "08:00-17:00;;", "08:00 17:00", "0800-2200", "2000-2200",
        String(repeating: "Mo 10:00-11:00;", count: 40),
    ]) func `what is not of the common part is not guessed`(_ text: String) {
        #expect(OpeningHours(text) == nil)
    }

    /// The shared list of cases. None of them is said to be open, and one is said to be closed.
    @Test func `the list of cases`() throws {
        let text = try Checkout.text("Tests/LifeServicesTests/Fixtures/cases/opening-hours.tsv")
        let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.count == 5)
        for row in rows {
            let moment = row[1].split(separator: " ")[1...2].joined(separator: " ")
            let isOpen = try OpeningHours(row[0])?.isOpen(at: Self.wall(moment), holidays: Self.holidays)
            #expect(isOpen != true, "\(row[0])")
            if row[2] == "closed" { #expect(isOpen == false, "\(row[0])") }
            if row[0].hasPrefix("0800") { #expect(isOpen == nil, "\(row[0])") }
        }
    }

    /// `2026-11-23 10:00` in Shanghai.
    private static func wall(_ text: String) throws -> WallTime {
        let parts = text.split(separator: " ")
        let instant = try #require(RFC3339.unixMilliseconds("\(parts[0])T\(parts[1]):00+08:00"))
        return WallTime(unixMilliseconds: instant)
    }
}

@Suite struct CivilDateTests {
    @Test func `every day of 800 years has its number, and the number its day`() {
        var expected = CivilDate(year: 1600, month: 1, day: 1)?.dayNumber ?? 0
        for year in 1600..<2400 {
            for month in 1...12 {
                for day in 1...CivilDate.days(inMonth: month, of: year) {
                    let date = CivilDate(year: year, month: month, day: day)
                    if date?.dayNumber != expected || date != CivilDate(dayNumber: expected) {
                        Issue.record("\(year)-\(month)-\(day)")
                        return
                    }
                    expected += 1
                }
            }
        }
    }

    @Test(arguments: [("1970-01-01", 4), ("2000-02-29", 2), ("2026-11-22", 0), ("1969-12-31", 3)])
    func `weekdays`(_ text: String, _ weekday: Int) { #expect(CivilDate(text)?.weekday == weekday) }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026-01-00", "2026/01/01", "+026-01-01"])
    func `no days`(_ text: String) { #expect(CivilDate(text) == nil) }

    @Test func `a timetable's day goes on after midnight`() {
        #expect(TimeOfDay("24:30")?.clock == "00:30")
        #expect(TimeOfDay("5:05")?.clock == "05:05")
        #expect(["48:00", "5", "05:60", "a:00", "-1:00"].allSatisfy { TimeOfDay($0) == nil })
    }
}

@Suite struct WeatherTests {
    private func weather(_ sky: Sky, high: Int, low: Int, tonight: Sky? = nil, pm25: Int? = nil) -> Weather {
        Weather(sky: sky, temperature: low, high: high, low: low, tonight: tonight, pm25: pm25)
    }

    @Test func `hints are plain, and the umbrella comes first`() {
        #expect(weather(.clear, high: 22, low: 15).hints == [])
        #expect(weather(.clear, high: 22, low: 15, tonight: .rain).hints == [.umbrella])
        #expect(weather(.clear, high: 35, low: 28).hints == [.heat])
        #expect(weather(.snow, high: 3, low: -2, pm25: 120).hints == [.umbrella, .air, .coat])
    }

    @Test(arguments: [(35, AirGrade.good), (36, .fair), (75, .fair), (76, .light), (116, .moderate), (251, .severe)])
    func `air by the national standard`(_ pm25: Int, _ grade: AirGrade) { #expect(AirGrade(pm25: pm25) == grade) }

    @Test func `the most severe warning comes first, equal ones as the source has them`() {
        let weather = Weather(
            sky: .rain, temperature: 20, high: 22, low: 18,
            warnings: [
                WeatherWarning(level: .blue, text: [.chinese: "大风蓝色预警"]),
                WeatherWarning(level: .red, text: [.chinese: "暴雨红色预警"]),
                WeatherWarning(level: .blue, text: [.chinese: "雷电蓝色预警"]),
            ])
        #expect(weather.warnings.map { $0.text.text(in: .chinese) } == ["暴雨红色预警", "大风蓝色预警", "雷电蓝色预警"])
        #expect(weather.warning == [.chinese: "暴雨红色预警"])
    }
}
