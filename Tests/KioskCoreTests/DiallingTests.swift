import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// The table of docs/TELEPHONY.md, row by row: which digits dial, and which belong to their page. `MeaningTests` has
/// the digits that the booth asks about.
@Suite struct DiallingTests {
    // MARK: DIAL

    @Test(
        "110, 120, 119 and 122 dialled in one go are confirmed as on their keys, with the whole countdown",
        arguments: [
            ("110", EmergencyService.police), ("120", .ambulance), ("119", .fire), ("122", .police), ("1110", .police),
            ("1119", .fire),
        ])
    func dialled(_ number: String, _ service: EmergencyService) {
        for gap in Dialling.fast {
            for (name, resident) in Dialling.starts() {
                resident.dial(number, gap: gap)
                // 122 may still become 1220.
                if number == "122" { resident.wait(.seconds(1)) }
                let found = resident.countdown
                #expect(found?.service == service, "\(number) on \(name) with gaps of \(gap)")
                #expect(found?.origin == .dialled)
                #expect(found?.dialled == (number == "122" ? "122" : nil))
                let before = resident.dials.count
                resident.wait(.seconds(5))
                #expect(resident.dials.count == before, "eight seconds to cancel")
                resident.wait(.seconds(3))
                #expect(resident.dials.last?.1.number == Sample.settings.telephony.services[service.service])
            }
        }
    }

    @Test("112, 911 and 999 in one go open the chooser", arguments: ["112", "911", "999"])
    func chooser(_ number: String) {
        for gap in Dialling.fast {
            for (name, resident) in Dialling.starts() {
                resident.dial(number, gap: gap)
                if number == "112" { resident.wait(.seconds(1)) }
                #expect(resident.state.screen.kind == .chooser, "\(number) on \(name) with gaps of \(gap)")
            }
        }
    }

    @Test("119 is the ambulance of Japan and Korea: in their languages it opens the chooser")
    func neighbours() {
        var settings = Sample.settings
        settings.booth.language = .japanese
        for (name, resident) in Dialling.starts(settings) {
            resident.dial("119", gap: .milliseconds(600))
            #expect(resident.state.screen.kind == .chooser, "\(name)")
        }
    }

    @Test("A kept order does not keep 110, 120 or 119 from being dialled", arguments: ["110", "120", "119"])
    func keptOrderAndAnEmergency(_ number: String) {
        for gap in Dialling.fast {
            let resident = Dialling.keptTaxi()
            resident.dial(number, gap: gap)
            #expect(resident.countdown?.origin == .dialled, "\(number) with gaps of \(gap)")
        }
    }

    // MARK: PAGE

    @Test("Digits that answered pages are never dialled", arguments: ["7110", "2120", "2110", "8110", "2119"])
    func answers(_ digits: String) {
        for gap in Dialling.fast + [.seconds(1), .seconds(2), .milliseconds(3500)] {
            let resident = Resident()
            resident.dial(digits, gap: gap)
            resident.wait(.seconds(2))
            #expect(![.countdown, .chooser].contains(resident.state.screen.kind), "\(digits) with gaps of \(gap)")
            #expect(resident.dials.allSatisfy { $0.1.number == "9990001" })
        }
    }

    @Test("7-1-1-0 and 2-1-2-0 lead to a person at any pace that a menu takes", arguments: ["2120", "7110"])
    func aPersonBehindAnswers(_ digits: String) {
        for gap in [Duration.milliseconds(600), .milliseconds(999), .seconds(1), .seconds(2)] {
            let resident = Resident()
            resident.dial(digits, gap: gap)
            #expect(resident.dials.map(\.1.number) == ["9990001"], "gaps of \(gap)")
        }
    }

    @Test("A kept taxi's 1-1-2 at the pace of reading shows the order and asks whether to cancel")
    func keptTaxiSlowly() {
        for gap in [Duration.seconds(1), .seconds(2), .milliseconds(3900)] {
            let resident = Dialling.keptTaxi()
            resident.dial("112", gap: gap)
            resident.wait(.seconds(1))
            guard case .request(let screen) = resident.state.screen else {
                Issue.record("gaps of \(gap): \(resident.state.screen)")
                continue
            }
            #expect(screen.confirmingCancel)
        }
    }

    @Test("9 pressed again and again, slowly, is one page and nobody is called")
    func nineAgain() {
        let resident = Resident()
        resident.dial("999", gap: .milliseconds(1500))
        #expect(resident.state.screen.kind == .pension)
    }

    @Test("A pause of more than four seconds ends a number")
    func tooSlow() {
        let resident = Resident()
        resident.dial("120", gap: .milliseconds(4100))
        #expect(resident.state.screen.kind != .meaning && resident.state.screen.kind != .countdown)
    }

    @Test("What a fast digit answers waits a second at most, and comes when it is no number")
    func held() {
        let resident = Dialling.keptTaxi()
        resident.press(.digit(1), gap: .milliseconds(700)).press(.digit(1), gap: .milliseconds(900))
        #expect(resident.state.screen.kind == .kept, "it may yet be 110")
        resident.wait(.milliseconds(100))
        #expect(resident.state.screen.kind == .request)
        let other = Dialling.keptTaxi()
        other.press(.digit(1), gap: .milliseconds(700)).press(.digit(1), gap: .milliseconds(100))
        other.press(.star, gap: .zero)
        #expect(other.state.screen.kind == .home, "another key does not wait: the order's page came and was left")
    }

    @Test("A digit that can be part of no number waits for nothing")
    func notHeld() {
        let resident = Resident()
        resident.press(.digit(2), gap: .milliseconds(600)).press(.digit(1), gap: .zero)
        #expect(resident.state.run?.answers == ["hospital": "central"])
    }

    // MARK: Fields, the chooser, a countdown

    @Test("In a field only a complete number and hash count")
    func field() {
        let resident = Resident()
        resident.press(3).type("120")
        resident.wait(.seconds(5))
        #expect(resident.state.screen.kind == .number)
        resident.press(.hash)
        #expect(resident.countdown?.origin == .entered)
        resident.wait(.milliseconds(6900))
        #expect(resident.dials.isEmpty, "the whole countdown here as well")
    }

    @Test("In the chooser a number in one go is a choice, with its confirmation")
    func inTheChooser() {
        let resident = Resident()
        resident.press(.sos)
        resident.dial("110", gap: .milliseconds(500))
        #expect(resident.countdown?.service == .police)
    }

    @Test("The countdown of one service is not disturbed by digits")
    func inACountdown() {
        let resident = Resident()
        resident.press(5).wait(.milliseconds(500))
        resident.dial("119", gap: .milliseconds(300))
        #expect(resident.countdown?.service == .ambulance)
    }

    // MARK: On the glass

    @Test("Home's tiles go on dialling where their page has gone, sooner than a page takes a touch")
    func onTheGlass() {
        let resident = Resident()
        resident.perform(.touch(.digit(1)))
        resident.perform(.touchEnded)
        resident.wait(.milliseconds(250))
        resident.perform(.touchTile(2, over: nil))
        resident.perform(.touchEnded)
        resident.wait(.milliseconds(250))
        resident.perform(.touchTile(0, over: .digit(0)))
        #expect(resident.countdown?.service == .ambulance)
    }

    @Test("A touch where a tile was that is part of no number is the page's")
    func onThePage() {
        let resident = Resident()
        resident.perform(.touch(.digit(2)))
        resident.wait(.milliseconds(600))
        resident.perform(.touchTile(4, over: .digit(1)))
        #expect(resident.state.run?.answers == ["hospital": "central"])
        let early = Resident()
        early.perform(.touch(.digit(2)))
        early.wait(.milliseconds(300))
        early.perform(.touchTile(4, over: .digit(1)))
        #expect(early.state.run?.answers == [:], "the guard after a change holds for the page")
    }
}
