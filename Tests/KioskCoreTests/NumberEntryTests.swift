import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// What is said about a number that cannot be called.
@Suite struct NumberEntryTests {
    @Test(
        "What is wrong with a typed number is said as it is",
        arguments: [
            ("138", PromptKey.numberTooShort), ("138123456789", .numberTooLong), ("13812345678901234", .numberTooLong),
            // Its first twelve digits would be a number.
            ("0571888812345", .numberTooLong), ("123", .numberService), ("95588", .numberService),
            ("0085212345678", .numberNotAllowed), ("12012345678", .numberInvalid),
        ])
    func wrongNumbers(_ digits: String, _ prompt: PromptKey) {
        for isContact in [false, true] {
            let resident = Resident()
            if isContact { resident.press(1).press(.hash).press(1) } else { resident.press(3) }
            resident.type(digits).press(.hash)
            #expect(resident.said.last == prompt)
            #expect(resident.dials.isEmpty)
        }
    }

    @Test("With the digit that was too much erased, the number is dialled")
    func erased() {
        let resident = Resident()
        resident.press(3).type("138123456789").press(.hash).press(.star).press(.hash)
        #expect(resident.dials.map(\.1.number) == ["13812345678"])
    }
}
