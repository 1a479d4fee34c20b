import Foundation
import KioskCore
import Testing

@testable import LifeServices

@Suite struct LifeServicesTests {
    private let booth = Booth(number: "PT-0042", address: [:], latitude: 31.2404, longitude: 121.4208)

    private var shipped: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("config/places.geojson").path
    }

    @Test func theShippedPlacesHaveEveryKindAndSayThatTheyAreASample() throws {
        let list = try PlacesFile.load(shipped, booth: booth)
        #expect(list.sample)
        #expect(Set(list.places.map(\.kind)) == Set(PlaceKind.allCases))
        #expect(list.places.map(\.minutes) == list.places.map(\.minutes).sorted())
        #expect(list.places.allSatisfy { (1...30).contains($0.minutes) })
    }

    @Test func brokenFilesAreNamed() {
        let path = "/tmp/kiosk-places-\(UUID().uuidString).geojson"
        _ = FileManager.default.createFile(atPath: path, contents: Data("{\"features\": [{]".utf8))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect { try PlacesFile.load(path, booth: booth) } throws: { "\($0)".contains(path) }
    }

    /// Spring Festival 2026 was on 17 February, Mid-Autumn on 25 September: tables of the Hong Kong Observatory.
    @Test(arguments: [(1_771_300_800_000, 1, 1), (1_790_308_800_000, 8, 15), (1_795_260_960_000, 10, 13)])
    func theLunarDateIsRight(_ instant: Int64, _ month: Int, _ day: Int) {
        let date = Almanac.lunarDate(at: WallTime(unixMilliseconds: instant))
        #expect(date == LunarDate(month: month, day: day, leap: false))
    }
}
