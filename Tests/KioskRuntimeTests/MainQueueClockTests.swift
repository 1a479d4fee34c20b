import Vocabulary
import Testing

@testable import KioskRuntime

@MainActor @Suite struct MainQueueClockTests {
    @Test func timersFireOnceInOrderAndNotWhenCalledOff() async {
        let clock = Ports.Clock.mainQueue(now: { Moment(milliseconds: 0) }, wall: { nil })
        var fired: [String] = []
        await withCheckedContinuation { continuation in
            let off = clock.schedule(.milliseconds(10)) { fired.append("called off") }
            _ = clock.schedule(.milliseconds(30)) {
                fired.append("last")
                continuation.resume()
            }
            _ = clock.schedule(.zero) { fired.append("at once") }
            _ = clock.schedule(.milliseconds(20)) { fired.append("second") }
            off()
            #expect(fired.isEmpty, "nothing happens inside the call")
        }
        #expect(fired == ["at once", "second", "last"])
    }
}
