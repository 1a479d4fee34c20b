import BoothConfiguration
import LifeServices
import Testing
import Vocabulary

extension Examples {
    @Test func lifeServices() {
        let configuration = Self.configuration
        // shown in Sources/LifeServices/LifeServices.docc/LifeServices.md
        // Noon of 17 February 2026 in Shanghai: the first day of the Chinese year.
        let noon = WallTime(unixMilliseconds: 1_771_300_800_000)
        let newYear = Almanac.lunarDate(at: noon)

        // The files that the booth's sources name, read as the running booth reads them: what is wrong with them, and the
        // place that is nearest.
        let booth = ConfigurationStore(directory: configuration).load()
        let check = DataCheck(booth: booth.settings.booth, now: noon)
        let findings = check.findings(booth.sources)
        let nearest = check.places(booth.sources)?.places.first
        // end
        #expect(newYear == LunarDate(month: 1, day: 1, leap: false))
        #expect(findings.allSatisfy { !$0.isWhole })
        #expect(nearest != nil)
    }
}
