import Basics
import Testing
import Vocabulary

extension Examples {
    @Test func vocabulary() throws {
        // shown in Sources/Vocabulary/Vocabulary.docc/Vocabulary.md
        // A pharmacy's hours, as OpenStreetMap writes them.
        let hours = OpeningHours("Mo-Fr 08:00-20:00; Sa,Su 09:00-17:00; PH off")

        // 10:30 in Shanghai on Thursday, 1 October 2026.
        let wall = WallTime(unixMilliseconds: RFC3339.unixMilliseconds("2026-10-01T10:30:00+08:00") ?? 0)

        // Whoever knows no holidays cannot tell: nobody is sent to a closed door.
        let unknown = hours?.isOpen(at: wall)

        // It is the National Day.
        let holidays = Holidays([wall.date: Holidays.Day(name: "国庆节", isOff: true)])
        let isOpen = hours?.isOpen(at: wall, holidays: holidays)
        // end
        #expect(hours != nil)
        #expect(unknown == .some(nil))
        #expect(isOpen == .some(false))
    }
}
