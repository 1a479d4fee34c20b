import KioskCore
import LifeServices
import Testing

extension Examples {
    @Test func lifeServices() {
        // shown in Sources/LifeServices/LifeServices.docc/LifeServices.md
        // Noon of 17 February 2026 in Shanghai: the first day of the Chinese year.
        let newYear = Almanac.lunarDate(at: WallTime(unixMilliseconds: 1_771_300_800_000))

        // What is wrong with the files that the booth's sources name, for `kiosk check`.
        let booth = Booth(number: "PT-0042", address: [.chinese: "兰溪路 123 号"], latitude: 31.2404, longitude: 121.4208)
        let check = DataCheck(booth: booth, now: WallTime(unixMilliseconds: 1_771_300_800_000))
        let findings = check.findings([])
        // end
        #expect(newYear == LunarDate(month: 1, day: 1, leap: false))
        #expect(findings.isEmpty)
    }
}
