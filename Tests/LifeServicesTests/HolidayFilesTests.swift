import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// A booth notices in time that its holidays end.
@Suite struct HolidayFilesTests {
    private func source(_ id: String, _ origin: LifeSource.Origin) -> LifeSource {
        LifeSource(id: id, format: .holidayCN, origin: origin)
    }

    private func year(_ year: Int, in directory: TemporaryDirectory) throws -> LifeSource {
        let text = #"{"year":\#(year),"days":[{"name":"国庆节","date":"\#(year)-10-01","isOffDay":true}]}"#
        return source("holidays-\(year)", .file(try directory.file("holidays-\(year).json", Array(text.utf8))))
    }

    private func wall(_ text: String) throws -> WallTime {
        WallTime(unixMilliseconds: try Fixtures.instant(text))
    }

    @Test("From 1 December at the booth the next year's file is missed, until it is there")
    func files() throws {
        let directory = try TemporaryDirectory()
        let first = try year(2026, in: directory)
        let (before, after) = (try wall("2026-11-30 23:59").date, try wall("2026-12-01 00:00").date)
        #expect(HolidayFiles.missingYear([first], on: before) == nil)
        #expect(HolidayFiles.missingYear([first], on: after) == 2027)
        #expect(HolidayFiles.missingYear([first, try year(2027, in: directory)], on: after) == nil)
    }

    @Test("A file that cannot be read knows nothing, a source on the web may, and who shows no hours needs no holidays")
    func others() throws {
        let date = try wall("2026-12-01 00:00").date
        let gone = source("gone", .file("/nowhere/holidays.json"))
        #expect(HolidayFiles.missingYear([gone], on: date) == 2026)
        #expect(HolidayFiles.missingYear([gone, source("web", .web("https://example.org"))], on: date) == nil)
        #expect(HolidayFiles.missingYear([], on: date) == nil)
    }

    @Test("Of a file that this user may not read nobody says that it lacks a year")
    func forbidden() {
        #expect(HolidayFiles.isUnknown(LocalFile.failure("/nowhere/holidays.json", EACCES)))
        #expect(!HolidayFiles.isUnknown(LocalFile.failure("/nowhere/holidays.json", EIO)))
    }

    @Test("The shipped files know this project's year, and the booth says so when they end")
    func shipped() throws {
        let file = Fixtures.root.appending(path: "config/holidays-2026.json").path
        let shipped = source("holidays-2026", .file(file))
        #expect(HolidayFiles.missingYear([shipped], on: try wall("2026-11-30 12:00").date) == nil)
        #expect(HolidayFiles.missingYear([shipped], on: try wall("2027-01-01 12:00").date) == 2027)
    }

    @Test("The technician is told when 1 December begins at the booth, and once")
    func fault() async throws {
        let directory = try TemporaryDirectory()
        let rig = try LifeRig([try year(2026, in: directory)], now: try wall("2026-11-30 23:30")) { _ in [] }
        rig.services.start()
        try await rig.reports.first { $0 == .holidaysMissing(false) }
        let midnight = try await rig.timers.first { $0.delay >= .seconds(1800) && $0.delay < .seconds(1801) }
        rig.now = try wall("2026-12-01 00:00")
        midnight.work()
        try await rig.reports.first { $0 == .holidaysMissing(true) }
        rig.services.offer(LifeContent())
        await rig.stop()
        #expect(rig.reports.values.count { $0 == .holidaysMissing(true) } == 1)
    }

    @Test("The fault ends when the next file is in use, also where the sources before it had raised it")
    func cleared() async throws {
        let directory = try TemporaryDirectory()
        let sources = try [year(2026, in: directory), year(2027, in: directory)]
        let rig = try LifeRig(sources, now: try wall("2026-12-01 00:01")) { _ in [] }
        rig.services.start()
        try await rig.reports.first { $0 == .holidaysMissing(false) }
        await rig.stop()
        #expect(!rig.reports.values.contains(.holidaysMissing(true)))
    }

    @Test("A booth that shows places and has no source of holidays misses them")
    func none() async throws {
        let rig = try LifeRig([LifeSource(id: "places", format: .geojson, origin: .file("/nowhere/places.geojson"))]) {
            _ in []
        }
        rig.services.start()
        try await rig.reports.first { $0 == .holidaysMissing(true) }
        await rig.stop()
    }
}
