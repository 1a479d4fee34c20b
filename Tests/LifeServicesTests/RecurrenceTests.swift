import Foundation
import Basics
import Testing

@testable import LifeServices

/// Recurrence rules against the examples of RFC 5545, 3.8.5.3 (times of day left out), and against another
/// implementation.
@Suite struct RecurrenceTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var start: String
        var rule: String
        /// The first days; if the rule ends, all of them.
        var days: String
        var ends: Bool
        var testDescription: String { "\(start) \(rule)" }

        init(_ start: String, _ rule: String, _ days: String, ends: Bool = false) {
            self.start = start
            self.rule = rule
            self.days = days
            self.ends = ends
        }
    }

    private static func run(_ prefix: String, _ days: ClosedRange<Int>) -> String {
        days.map { prefix + ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: " ")
    }

    static let examples: [Example] = [
        Example("19970902", "FREQ=DAILY;COUNT=10", run("199709", 2...11), ends: true),
        Example(
            "19970902", "FREQ=DAILY;UNTIL=19971224T000000Z",
            run("199709", 2...30) + " " + run("199710", 1...31) + " " + run("199711", 1...30) + " "
                + run("199712", 1...23), ends: true),
        Example("19970902", "FREQ=DAILY;INTERVAL=2", "19970902 19970904 19970906 19970908"),
        Example(
            "19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "19970902 19970912 19970922 19971002 19971012", ends: true),
        Example(
            "19980101", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
            run("199801", 1...31) + " " + run("199901", 1...31) + " " + run("200001", 1...31), ends: true),
        Example(
            "19980101", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
            run("199801", 1...31) + " " + run("199901", 1...31) + " " + run("200001", 1...31), ends: true),
        Example(
            "19970902", "FREQ=WEEKLY;COUNT=10",
            "19970902 19970909 19970916 19970923 19970930 19971007 19971014 19971021 19971028 19971104", ends: true),
        Example("19970902", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "19970902 19970916 19970930 19971014 19971028 19971111"),
        Example(
            "19970902", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
            "19970902 19970904 19970909 19970911 19970916 19970918 19970923 19970925 19970930 19971002", ends: true),
        Example(
            "19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
            "19970902 19970904 19970909 19970911 19970916 19970918 19970923 19970925 19970930 19971002", ends: true),
        Example(
            "19970901", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
            "19970901 19970903 19970905 19970915 19970917 19970919 19970929 19971001 19971003 19971013 19971015 19971017 "
                + "19971027 19971029 19971031 19971110 19971112 19971114 19971124 19971126 19971128 19971208 19971210 "
                + "19971212 19971222", ends: true),
        Example(
            "19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
            "19970902 19970904 19970916 19970918 19970930 19971002 19971014 19971016", ends: true),
        Example(
            "19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
            "19970905 19971003 19971107 19971205 19980102 19980206 19980306 19980403 19980501 19980605", ends: true),
        Example(
            "19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "19970905 19971003 19971107 19971205",
            ends: true),
        Example(
            "19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            "19970907 19970928 19971102 19971130 19980104 19980125 19980301 19980329 19980503 19980531", ends: true),
        Example(
            "19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "19970922 19971020 19971117 19971222 19980119 19980216",
            ends: true),
        Example("19970928", "FREQ=MONTHLY;BYMONTHDAY=-3", "19970928 19971029 19971128 19971229 19980129 19980226"),
        Example(
            "19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
            "19970902 19970915 19971002 19971015 19971102 19971115 19971202 19971215 19980102 19980115", ends: true),
        Example(
            "19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
            "19970930 19971001 19971031 19971101 19971130 19971201 19971231 19980101 19980131 19980201", ends: true),
        Example(
            "19970910", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
            run("199709", 10...15) + " " + run("199903", 10...13), ends: true),
        Example(
            "19970902", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "19970902 19970909 19970916 19970923 19970930 19971104"),
        Example(
            "19970610", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
            "19970610 19970710 19980610 19980710 19990610 19990710 20000610 20000710 20010610 20010710", ends: true),
        Example(
            "19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
            "19970310 19990110 19990210 19990310 20010110 20010210 20010310 20030110 20030210 20030310", ends: true),
        Example(
            "19970101", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
            "19970101 19970410 19970719 20000101 20000409 20000718 20030101 20030410 20030719 20060101", ends: true),
        Example("19970519", "FREQ=YEARLY;BYDAY=20MO", "19970519 19980518 19990517"),
        Example("19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "19970512 19980511 19990517"),
        Example(
            "19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
            "19970313 19970320 19970327 19980305 19980312 19980319 19980326 19990304 19990311 19990318 19990325"),
        Example(
            "19970605", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
            "19970605 19970612 19970619 19970626 19970703 19970710 19970717 19970724 19970731 19970807 19970814 19970821 "
                + "19970828 19980604"),
        // The standard takes the start out again with EXDATE. Here the start is the first day.
        Example(
            "19970902", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "19970902 19980213 19980313 19981113 19990813 20001013"),
        Example(
            "19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            "19970913 19971011 19971108 19971213 19980110 19980207 19980307 19980411 19980509 19980613"),
        Example(
            "19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "19961105 20001107 20041102"),
        Example(
            "19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904 19971007 19971106", ends: true),
        Example(
            "19970929", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            "19970929 19971030 19971127 19971230 19980129 19980226 19980330"),
        // The week's first day matters.
        Example(
            "19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805 19970810 19970819 19970824",
            ends: true),
        Example(
            "19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805 19970817 19970819 19970831",
            ends: true),
        // A day that does not exist is left out, not moved.
        Example(
            "20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115 20070130 20070215 20070315 20070330",
            ends: true),
        Example("20240229", "FREQ=YEARLY", "20240229 20280229 20320229"),
        Example("20260131", "FREQ=MONTHLY", "20260131 20260331 20260531"),
    ]

    @Test(arguments: examples) func `the standard's own examples`(_ example: Example) throws {
        let wanted = try example.days.split(separator: " ").map { try Self.day(String($0)) }
        let last = try #require(wanted.last)
        // If the rule ends, ten more years show that it has.
        let window = wanted[0]...(example.ends ? last + 3650 : last)
        #expect(try Self.days(example.start, example.rule, window).map(Self.text) == wanted.map(Self.text))
    }

    @Test func `four hundred rules give what another implementation gives`() throws {
        let lines = try Fixtures.text("recurrence.tsv").split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == 400)
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let window = try Self.day(fields[2])...Self.day(fields[3])
            let wanted = fields[4].split(separator: ",").map(String.init)
            #expect(try Self.days(fields[0], fields[1], window).map(Self.text) == wanted, "\(fields[0]) \(fields[1])")
        }
    }

    @Test(arguments: [
        ("FREQ=HOURLY", "FREQ: HOURLY is not read here"), ("INTERVAL=2", "FREQ: missing"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR: BYHOUR is not read here"), ("FREQ=DAILY;COUNT=0", "COUNT: '0' cannot be"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL: '-1' cannot be"), ("FREQ=DAILY;COUNT", "RRULE: 'COUNT' has no '='"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260101", "COUNT: not beside UNTIL"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ: given twice"),
        ("FREQ=WEEKLY;BYDAY=2MO", "BYDAY: a number only in a month or year"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY: not in a week"), ("FREQ=MONTHLY;BYDAY=XX", "BYDAY: 'XX' cannot be"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY: '32' cannot be"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY: '0' cannot be"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY: only in a year"), ("FREQ=DAILY;UNTIL=soon", "UNTIL: 'SOON' cannot be"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS: not alone"), ("FREQ=DAILY;X=1", "X: X is not read here"),
    ]) func `what cannot be followed is named`(_ rule: String, _ words: String) {
        #expect { try RecurrenceRule(rule, zone: .fixed(0)) } throws: { "\($0)" == words }
    }

    @Test func `a rule that never comes true ends the search`() throws {
        #expect(try Self.days("20260101", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", 0...100_000).count == 1)
        #expect(try Self.days("19700101", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", 20_000...1_000_000).isEmpty)
    }

    private static func day(_ text: String) throws -> Int {
        try #require(CalendarTime(text, zone: .fixed(0))).day.dayNumber
    }

    private static func text(_ day: Int) -> String {
        let date = CivilDate(dayNumber: day)
        return "\(date.year * 10_000 + date.month * 100 + date.day)"
    }

    /// The days of a rule whose start is at 9:00 in New York, as in the standard.
    private static func days(_ start: String, _ rule: String, _ window: ClosedRange<Int>) throws -> [Int] {
        let zone = CalendarZone.named(try #require(TimeZone(identifier: "America/New_York")))
        let time = try #require(CalendarTime(start + "T090000", zone: zone))
        let rule = try RecurrenceRule(rule, zone: zone)
        return rule.days(from: time.day, in: window) { day in
            guard let until = rule.until else { return true }
            return until.isDate ? day <= until.day.dayNumber : time.on(dayNumber: day).instant <= until.instant
        }
    }
}

@Suite struct CalendarTimeTests {
    private let newYork = CalendarZone.named(TimeZone(identifier: "America/New_York") ?? .gmt)

    @Test func `summer and winter time`() throws {
        let summer = try #require(CalendarTime("20260701T090000", zone: newYork))
        #expect(summer.instant == RFC3339.unixMilliseconds("2026-07-01T13:00:00Z"))
        let winter = try #require(CalendarTime("20261201T090000", zone: newYork))
        #expect(winter.instant == RFC3339.unixMilliseconds("2026-12-01T14:00:00Z"))
    }

    /// RFC 5545, 3.3.5: 1:30 comes twice on 2007-11-04 and 2:30 never on 2007-03-11.
    @Test func `a time that comes twice is the first, one that never comes is an hour later`() throws {
        let twice = try #require(CalendarTime("20071104T013000", zone: newYork))
        #expect(twice.instant == RFC3339.unixMilliseconds("2007-11-04T05:30:00Z"))
        let never = try #require(CalendarTime("20070311T023000", zone: newYork))
        #expect(never.instant == RFC3339.unixMilliseconds("2007-03-11T07:30:00Z"))
    }

    @Test(arguments: [
        "", "2026", "20260230", "20261301T000000", "20260101T240000", "20260101T0000", "20260101T000000+0800",
        "20260101 000000", "20260101T00000O", "２０２６０１０１",
    ]) func `no times`(_ text: String) { #expect(CalendarTime(text, zone: .fixed(0)) == nil) }

    @Test(
        arguments: [
            ("P15DT5H0M20S", 1_314_020), ("P7W", 4_233_600), ("PT1H30M", 5400), ("+P1D", 86_400), ("PT0S", 0),
            ("P", nil), ("PT", nil), ("-PT15M", nil), ("P1H", nil), ("1D", nil), ("P1DT", 86_400), ("P99999999D", nil),
        ] as [(String, Int64?)]) func `durations`(_ text: String, _ seconds: Int64?)
    {
        #expect(CalendarDuration.seconds(text) == seconds)
    }
}
