import AdapterTestSupport
import Foundation
import KioskCore
import Testing

@testable import LifeServices

/// That a booth notices in time that its holidays end.
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

    @Test("A file that cannot be read knows nothing, a source on the web may know all, who shows no hours needs none")
    func others() throws {
        let date = try wall("2026-12-01 00:00").date
        let gone = source("gone", .file("/nowhere/holidays.json"))
        #expect(HolidayFiles.missingYear([gone], on: date) == 2026)
        #expect(HolidayFiles.missingYear([gone, source("web", .web("https://example.org"))], on: date) == nil)
        #expect(HolidayFiles.missingYear([], on: date) == nil)
    }

    @Test("The shipped files know this project's year, and the booth says so when they end")
    func shipped() throws {
        let file = Fixtures.root.appending(path: "config/holidays-2026.json").path
        let shipped = source("holidays-2026", .file(file))
        #expect(HolidayFiles.missingYear([shipped], on: try wall("2026-11-30 12:00").date) == nil)
        #expect(HolidayFiles.missingYear([shipped], on: try wall("2027-01-01 12:00").date) == 2027)
    }

    @Test("The technician is told on 1 December, not before, not at every start, and not once the next file is there")
    func fault() async throws {
        let directory = try TemporaryDirectory()
        let sources = [try year(2026, in: directory)]
        let rig = try LifeRig(sources, now: try wall("2026-11-30 12:00")) { _ in [] }
        rig.services.start()
        try await rig.content { $0.holidays?.value.years == [2026] }
        rig.now = try wall("2026-12-01 00:01")
        rig.services.offer(LifeContent())
        try await rig.reports.first { $0 == .holidaysMissing(true) }
        #expect(!rig.reports.values.contains(.holidaysMissing(false)))
        await rig.stop()

        let next = try LifeRig(
            sources + [try year(2027, in: directory)], now: try wall("2026-12-01 00:01")
        ) { _ in [] }
        next.services.start()
        try await next.content { $0.holidays?.value.years == [2026, 2027] }
        #expect(!next.reports.values.contains(.holidaysMissing(true)))
        await next.stop()
    }
}
