import Vocabulary
import KioskTestSupport
import Testing

@testable import KioskCore

/// What hands do fast is not swallowed: quick typists, two fingers at once, a key that bounces or is held.
@Suite struct HandTests {
    /// Milliseconds between one key and the next. Ten-key operators who are tested at 12,000 to 18,000 keys an hour
    /// press one every 300 to 200 ms. The fastest of 168,000 people who typed text (Dhakal and others, CHI 2018)
    /// pressed one every 120 ms, with the next key down before the last was up: pairs of 60 to 80 ms, and a pause after
    /// each. A steady 90 ms is faster than that.
    static let hands: [(String, [Int])] = [
        ("ten-key operator", [300, 220, 260, 200, 340, 210]), ("fast typist", [120, 110, 135, 118, 128, 109]),
        ("rollover", [60, 120, 80, 130, 70, 115]), ("rollover the other way", [120, 60, 110, 60, 95, 65]),
        ("nobody", [90]), ("between", [200, 90, 90, 150]),
    ]

    @Test("Quick typists lose nothing: eleven digits and hash", arguments: hands)
    func typists(_ name: String, _ gaps: [Int]) {
        for first in gaps.indices {
            let resident = Resident()
            resident.press(3)
            for (index, digit) in [1, 3, 8, 1, 2, 3, 4, 5, 6, 7, 9].enumerated() {
                resident.press(.digit(digit), gap: .milliseconds(gaps[(first + index) % gaps.count]))
            }
            resident.wait(.milliseconds(100)).press(.hash)
            #expect(resident.dials.map(\.1.number) == ["13812345679"], "\(name)")
            #expect(resident.bursts.isEmpty, "\(name)")
        }
    }

    @Test("In a call every digit is sent, in order", arguments: hands)
    func tones(_ name: String, _ gaps: [Int]) {
        let resident = Resident()
        resident.press(0).answer().wait(.seconds(1))
        for (index, digit) in [1, 2, 3, 4, 5, 6, 7, 8].enumerated() {
            resident.press(.digit(digit), gap: .milliseconds(gaps[index % gaps.count]))
        }
        resident.wait(.seconds(1))
        let sent = resident.effects.compactMap {
            if case .telephone(.sendDTMF(_, let digit)) = $0 { digit } else { nil }
        }
        #expect(String(sent) == "12345678", "\(name)")
    }

    @Test("120 dialled as fast as anybody can", arguments: [75, 90, 120])
    func dialling(_ gap: Int) {
        let resident = Resident()
        resident.dial("120", gap: .milliseconds(gap))
        #expect(resident.countdown?.service == .ambulance)
        #expect(resident.bursts.isEmpty)
    }

    @Test("Two fingers at once are two digits", arguments: [0, 5, 20, 40, 60])
    func twoFingers(_ gap: Int) {
        let home = Resident()
        home.press(.digit(5), gap: .milliseconds(gap)).press(.digit(4))
        #expect(home.countdown != nil)
        #expect(home.bursts.isEmpty)
        let field = Resident()
        field.press(3).press(.digit(5), gap: .milliseconds(gap)).press(.digit(4))
        #expect(field.state.screen == .number(NumberEntry(digits: "54")))
        #expect(field.bursts.isEmpty)
    }

    @Test("A key that bounces or is held is one press and no burst", arguments: [30, 33, 40, 50])
    func held(_ gap: Int) {
        let resident = Resident()
        for _ in 0..<40 { resident.press(.digit(5), gap: .milliseconds(gap)) }
        #expect(resident.countdown?.service == .ambulance)
        #expect(resident.bursts.isEmpty)
        let bounced = Resident()
        bounced.press(.digit(5), gap: .milliseconds(8)).press(.digit(5))
        #expect(bounced.countdown?.service == .ambulance)
        #expect(bounced.bursts.isEmpty)
    }

    @Test("An emergency key acts at once; only what cannot be undone waits for 150 ms")
    func atOnce() {
        for key in 4...6 {
            let resident = Resident()
            resident.press(.digit(key), gap: .zero)
            #expect(resident.countdown != nil)
        }
        let chooser = Resident()
        chooser.press(.sos).press(.digit(5), gap: .milliseconds(149))
        #expect(chooser.dials.isEmpty)
        chooser.wait(.milliseconds(1))
        #expect(chooser.dials.map(\.1.number) == ["120"])
    }

    @Test("A key that waits for a page that is gone by then is none")
    func staleKey() {
        let resident = Resident()
        resident.press(7).press(.digit(0), gap: .milliseconds(50)).caller("9990001")
        resident.wait(.seconds(1))
        #expect(resident.answered.isEmpty && resident.dials.isEmpty)
        #expect(resident.state.screen == .incoming)
    }

    @Test("Fingers on the glass are not scanners")
    func glass() {
        let resident = Resident()
        resident.press(3).wait(.seconds(1))
        for digit in 1...5 { resident.press(.digit(digit), gap: .milliseconds(20), by: .touch) }
        #expect(resident.state.screen == .number(NumberEntry(digits: "12345")))
        #expect(resident.bursts.isEmpty)
    }
}

extension NumberEntry {
    fileprivate init(digits: String) {
        self.init()
        self.digits = digits
    }
}
