import Reading
import Foundation
import Basics
import Vocabulary
import Testing

@testable import LifeServices

@Suite struct NoticesTests {
    private let context = Fixtures.context(.jsonFeed)

    @Test func `each item in its own language; HTML is not shown`() throws {
        let held = try Fixtures.held([try Fixtures.bytes("feed.json")], context)
        #expect(
            held.value.notices == [
                Notice(title: [.chinese: "敬老卡年审"], text: [.chinese: "请带身份证到社区事务受理中心办理。\n周一至周五 9:00-17:00"]),
                Notice(
                    title: [.english: "Beware of fraud"],
                    text: [.english: "A stranger asks for money? Call 110 first."]),
                Notice(title: [.chinese: "停水通知"], text: [.chinese: "周三 9 点到 11 点停水。"]),
            ])
        #expect(held.remarks.map(\.description) == ["items[2].content_text: missing"])
        #expect(held.asOf == Fixtures.now.unixMilliseconds)
    }

    @Test(arguments: [
        ("https://jsonfeed.org/version/1.1", "2.0", "version: '2.0' is not read here"),
        ("\"items\"", "\"entries\"", "items: missing"),
    ]) func `what is wrong is named with its place`(_ old: String, _ new: String, _ words: String) throws {
        #expect(Fixtures.error([try Fixtures.edited("feed.json", old, new)], context) == words)
    }

    @Test func `an item that is none costs itself`() throws {
        let held = try Fixtures.held([try Fixtures.edited("feed.json", "\"items\": [", "\"items\": [3, ")], context)
        #expect(held.value.notices?.count == 3)
        #expect(
            held.remarks.map(\.description) == ["items[0]: should be an object", "items[3].content_text: missing"])
    }

    @Test func `no notice is a good answer, none that can be shown is not`() {
        func error(_ items: String) -> String? {
            Fixtures.error([Array(#"{"version":"https://jsonfeed.org/version/1","items":[\#(items)]}"#.utf8)], context)
        }
        #expect(error("") == nil)
        #expect(error(#"{"id":"1","content_html":"x"}"#) == "items[0].content_text: missing")
    }

    @Test func `control characters and turned text do not reach the screen`() throws {
        let text = "a\u{1B}[31m\u{202E}b\tc\n"
        let body = try JSONSerialization.data(withJSONObject: [
            "version": "https://jsonfeed.org/version/1.1", "items": [["title": "t", "content_text": text]],
        ])
        let held = try Fixtures.held([[UInt8](body)], context)
        #expect(held.value.notices?.first?.text == [.chinese: "a[31mbc"])
    }
}

@Suite struct HolidayTests {
    private let context = Fixtures.context(.holidayCN)

    @Test func `free days and worked weekends`() throws {
        let held = try Fixtures.held([try Fixtures.bytes("holidays.json")], context)
        let holidays = try #require(held.value.holidays)
        #expect(holidays.isOff(try #require(CivilDate("2026-10-01"))))
        #expect(!holidays.isOff(try #require(CivilDate("2026-10-10"))))
        #expect(holidays.days[try #require(CivilDate("2026-10-10"))] == Holidays.Day(name: "国庆节", isOff: false))
        #expect(holidays.isOff(try #require(CivilDate("2027-01-01"))))
    }

    @Test func `a file without days is refused`() throws {
        let body = try Fixtures.edited("holidays.json", "\"days\"", "\"dates\"")
        #expect(Fixtures.error([body], context) == "days: missing")
    }

    /// The lost day may be any day. The year does not count as known, and no place is said to be open on such a day.
    @Test(arguments: [
        ("2026-10-01", "2026-10-32", "days[0].date: '2026-10-32' cannot be"),
        ("2026-10-01", "2024-10-01", "days[0].date: '2024-10-01' cannot be"),
        (
            "\"isOffDay\": true}, {\"name\": \"国庆节\"", "\"isOffDay\": 1}, {\"name\": \"国庆节\"",
            "days[0].isOffDay: should be true or false"
        ),
        ("\"year\": 2026", "\"year\": 26", "year: '26' cannot be"),
    ]) func `a day that is lost costs itself, and the year is not known`(_ old: String, _ new: String, _ words: String)
        throws
    {
        let held = try Fixtures.held([try Fixtures.edited("holidays.json", old, new)], context)
        let holidays = try #require(held.value.holidays)
        let unknown = "year: not counted as known: a day of it may be missing here"
        #expect(Set(held.remarks.map(\.description)) == [words, unknown])
        #expect(holidays.years == [])
        #expect(holidays.isOff(try #require(CivilDate("2027-01-01"))))
        #expect(!holidays.covers(try #require(CivilDate("2026-10-02"))))
    }

    @Test func `what a holiday is called is not what counts`() throws {
        let held = try Fixtures.held(
            [try Fixtures.edited("holidays.json", "\"name\": \"元旦\"", "\"name\": null")], context)
        #expect(held.value.holidays?.years == [2026])
        #expect(held.value.holidays?.isOff(try #require(CivilDate("2027-01-01"))) == true)
        #expect(held.remarks.map(\.description) == ["days[2].name: missing"])
    }

    @Test func `the year that nobody has announced is a good answer that knows nothing`() throws {
        let held = try Fixtures.held([Array(#"{"year":2027,"days":[]}"#.utf8)], context)
        #expect(held.value.holidays == Holidays([:], years: []))
        #expect(held.remarks.map(\.description) == ["days: nothing in it"])
        for text in [#"{"days":[]}"#, #"{"year":"soon","days":[]}"#, #"{"year":2027,"days":[{}]}"#] {
            #expect(Fixtures.error([Array(text.utf8)], context) != nil, "\(text)")
        }
    }

    @Test func `the shipped year is the State Council's`() throws {
        let body = [UInt8](try Data(contentsOf: Fixtures.root.appending(path: "config/holidays-2026.json")))
        let days = try #require(try Fixtures.held([body], context).value.holidays).days
        #expect(days.values.filter(\.isOff).count == 33)
        #expect(days.filter { !$0.value.isOff }.allSatisfy { [0, 6].contains($0.key.weekday) })
        #expect(days.filter { !$0.value.isOff }.count == 6)
    }
}

@Suite struct PlacesTests {
    private let context = Fixtures.context(.geojson)

    @Test func `points with a name and a kind, near enough to walk`() throws {
        let list = try #require(try Fixtures.held([try Fixtures.bytes("places.geojson")], context).value.places)
        #expect(list.places.map { $0.name.text(in: .chinese) } == ["公厕", "兰溪大药房"])
        #expect(list.dated == "2026-11-01")
        #expect(!list.sample)
        #expect(list.pace == 48)
        let pharmacy = list.places[1]
        #expect(pharmacy.name.text(in: .english) == "Lanxi Pharmacy")
        #expect(pharmacy.address == [.chinese: "兰溪路141号"])
        #expect(pharmacy.phone == "02155550141")
        #expect(list.places[0].phone == "13812345678")
        // 109 m as the crow flies, 142 m of street, at 48 m a minute.
        #expect(pharmacy.minutes == 3)
        let holidays = Holidays(years: [2026])
        #expect(pharmacy.isOpen(at: Fixtures.now, holidays: holidays) == true)
        #expect(pharmacy.isOpen(at: Fixtures.now.adding(.seconds(12 * 3600)), holidays: holidays) == false)
        #expect(pharmacy.isOpen(at: nil) == nil)
        #expect(list.places[0].isOpen(at: Fixtures.now) == nil)
    }

    @Test(arguments: [
        ("FeatureCollection", "Topology", "type: should be FeatureCollection"),
        ("\"features\"", "\"elements\"", "features: missing"),
    ]) func `what is no list of places is refused`(_ old: String, _ new: String, _ words: String) throws {
        #expect(Fixtures.error([try Fixtures.edited("places.geojson", old, new)], context) == words)
    }

    @Test(arguments: [
        (
            "121.4216, 31.2411, 4.0", "31.2411, 121.4216",
            "features[0].geometry.coordinates (兰溪大药房): '[31.2411, 121.4216]' cannot be"
        ),
        (
            "121.4216, 31.2411, 4.0", "\"121\", 31",
            "features[0].geometry.coordinates (兰溪大药房): should be two numbers, longitude and latitude"
        ),
    ]) func `a place that cannot be placed costs itself`(_ old: String, _ new: String, _ words: String) throws {
        let held = try Fixtures.held([try Fixtures.edited("places.geojson", old, new)], context)
        #expect(held.value.places?.places.map { $0.name.text(in: .chinese) } == ["公厕"])
        #expect(held.remarks.map(\.description) == [words])
    }
}

extension PlacesTests {
    @Test(arguments: ["point", "Pont", "POINT", "Circle", ""])
    func `a type that is no geometry is named`(_ type: String) throws {
        let body = try Fixtures.edited(
            "places.geojson", #""type": "Point", "coordinates": [121.4216, 31.2411, 4.0"#,
            #""type": "\#(type)", "coordinates": [121.4216, 31.2411, 4.0"#)
        let held = try Fixtures.held([body], Fixtures.context(.geojson))
        #expect(held.value.places?.places.map { $0.name.text(in: .chinese) } == ["公厕"])
        #expect(
            held.remarks.map(\.description) == [
                "features[0].geometry.type: '\(type)' is no geometry; a place is a Point"
            ])
    }

    @Test(arguments: ["LineString", "MultiPolygon", "GeometryCollection"])
    func `a street or an area is good, and no place`(_ type: String) throws {
        let body = try Fixtures.edited(
            "places.geojson", #""type": "Point", "coordinates": [121.4216, 31.2411, 4.0"#,
            #""type": "\#(type)", "coordinates": [121.4216, 31.2411, 4.0"#)
        #expect(try Fixtures.held([body], Fixtures.context(.geojson)).remarks == [])
    }
}

/// The files that ship with the program.
@Suite struct PackagedTests {
    private func load(_ name: String) throws -> PlaceList {
        try PlacesFile.load(Fixtures.root.appending(path: "config/\(name)").path, booth: Fixtures.booth)
    }

    @Test func `the sample places have every kind, and say what they are`() throws {
        let list = try load("places.geojson")
        #expect(list.sample)
        #expect(list.places.count == 42)
        for kind in PlaceKind.allCases { #expect(list.places.filter { $0.kind == kind }.count >= 3) }
        #expect(list.places.map(\.minutes) == list.places.map(\.minutes).sorted())
        #expect(list.places.allSatisfy { (1...30).contains($0.minutes) })
        #expect(
            list.places.allSatisfy {
                !$0.name.text(in: .english).isEmpty && $0.name.text(in: .english) != $0.name.text(in: .chinese)
            })
    }

    @Test func `all their hours can be read`() throws {
        let holidays = Holidays(years: [2026])
        for place in try load("places.geojson").places {
            let isOpen = place.isOpen(at: Fixtures.now, holidays: holidays)
            #expect(isOpen != nil, "\(place.name.text(in: .chinese)): \(place.hours ?? "")")
        }
    }

    @Test func `a broken file is named`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/places-\(UUID().uuidString).geojson"
        _ = FileManager.default.createFile(atPath: path, contents: Data("{\"features\": [{]".utf8))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect { try PlacesFile.load(path, booth: Fixtures.booth) } throws: {
            "\($0)" == "\(path): no JSON document, or cut off"
        }
        #expect { try PlacesFile.load(path + "x", booth: Fixtures.booth) } throws: { "\($0)".contains(path + "x: ") }
    }

    /// Whenever somebody looks, in this year and in years to come.
    @Test(arguments: ["activities.ics", "activities-changfeng.ics"], [0, 400, 900])
    func `the sample calendars always have something on, in every language`(_ name: String, _ days: Int64) throws {
        let body = [UInt8](try Data(contentsOf: Fixtures.root.appending(path: "config/\(name)")))
        let context = Fixtures.context(.icalendar, at: Fixtures.now.adding(.seconds(days * 86_400)))
        let held = try Fixtures.held([body], context)
        #expect(held.remarks == [])
        let activities = try #require(held.value.activities)
        #expect(activities.count >= 5)
        #expect(activities.contains { $0.signUp != nil })
        for activity in activities {
            for language in [LanguageCode.english, .japanese, .korean] {
                #expect(activity.title.values[language] != nil && activity.place.values[language] != nil)
            }
            #expect(activity.ends != nil)
        }
    }

    /// Spring Festival 2026 was on 17 February, Mid-Autumn on 25 September: tables of the Hong Kong Observatory.
    @Test(arguments: [(1_771_300_800_000, 1, 1), (1_790_308_800_000, 8, 15), (1_795_260_960_000, 10, 13)])
    func `the lunar date is right`(_ instant: Int64, _ month: Int, _ day: Int) {
        let date = Almanac.lunarDate(at: WallTime(unixMilliseconds: instant))
        #expect(date == LunarDate(month: month, day: day, leap: false))
    }
}
