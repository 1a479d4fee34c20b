import KioskCore
import Vocabulary
import Testing

@Suite struct HandleTests {
    @Test func `a handle says what it names, wherever it is printed`() {
        #expect("\(CallHandle(3))" == "call 3")
        #expect(
            "\(RequestHandle(1)) \(CardHandle(2)) \(TimerHandle(4)) \(SessionHandle(5))"
                == "request 1 card 2 timer 4 session 5")
        #expect("\(TelephoneCommand.hangUp(CallHandle(3)))" == "hangUp(call 3)")
    }
}
