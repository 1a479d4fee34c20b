import KioskTestSupport
import Testing

@testable import KioskCore

/// The table of docs/TELEPHONY.md, row by row: which digits dial, which are asked about, and which are their page's.
@Suite struct DiallingTests {
    private static let fast: [Duration] = [.milliseconds(150), .milliseconds(450), .milliseconds(999)]

    private func dial(_ number: String, gap: Duration, on resident: Resident) {
        for digit in number.compactMap(\.wholeNumberValue) { resident.press(.digit(digit), gap: gap) }
    }

    private func keptTaxi() -> Resident {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .assigned, assignment: Assignment(plate: "沪A·D5638"))))
        resident.press(.star).wait(.seconds(4))
        return resident
    }

    private func question(_ resident: Resident) -> MeaningQuestion? {
        if case .meaning(let question) = resident.state.screen { question } else { nil }
    }

    private func emergencies(_ resident: Resident) -> [EmergencyRecord] {
        resident.records.compactMap { if case .emergency(let record) = $0 { record } else { nil } }
    }

    private func countdown(_ resident: Resident) -> EmergencyCountdown? {
        if case .countdown(let countdown) = resident.state.screen { countdown } else { nil }
    }

    /// Each place where somebody begins to dial, reached anew.
    private static func starts(_ settings: Settings = Sample.settings) -> [(String, Resident)] {
        let rating = Resident(settings: settings)
        rating.press(0).answer().network(.closed(.remote)).wait(.seconds(4))
        let asked = Resident(settings: settings)
        asked.press(7).wait(.seconds(123))
        let field = Resident(settings: settings)
        field.press(3).press(.digit(1)).wait(.seconds(125))
        let answers = Resident(settings: settings)
        answers.press(2).wait(.seconds(63))
        let left = Resident(settings: settings)
        left.press(7).press(.star).wait(.seconds(4))
        return [
            ("attract", Resident(settings: settings)), ("home", left), ("rating", rating), ("still there?", asked),
            ("still there? over a field", field), ("still there? over answers", answers),
        ]
    }

    // MARK: DIAL

    @Test(
        "110, 120, 119 and 122 dialled in one go are confirmed as on their keys, with the whole countdown",
        arguments: [
            ("110", EmergencyService.police), ("120", .ambulance), ("119", .fire), ("122", .police), ("1110", .police),
            ("1119", .fire),
        ])
    func dialled(_ number: String, _ service: EmergencyService) {
        for gap in Self.fast {
            for (name, resident) in Self.starts() {
                dial(number, gap: gap, on: resident)
                // 122 may yet be 1220.
                if number == "122" { resident.wait(.seconds(1)) }
                let found = countdown(resident)
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
        for gap in Self.fast {
            for (name, resident) in Self.starts() {
                dial(number, gap: gap, on: resident)
                if number == "112" { resident.wait(.seconds(1)) }
                #expect(resident.state.screen.kind == .chooser, "\(number) on \(name) with gaps of \(gap)")
            }
        }
    }

    @Test("119 is the ambulance of Japan and Korea: in their languages it opens the chooser")
    func neighbours() {
        var settings = Sample.settings
        settings.booth.language = .japanese
        for (name, resident) in Self.starts(settings) {
            dial("119", gap: .milliseconds(600), on: resident)
            #expect(resident.state.screen.kind == .chooser, "\(name)")
        }
    }

    @Test("A kept order does not keep 110, 120 or 119 from being dialled", arguments: ["110", "120", "119"])
    func keptOrderAndAnEmergency(_ number: String) {
        for gap in Self.fast {
            let resident = keptTaxi()
            dial(number, gap: gap, on: resident)
            #expect(countdown(resident)?.origin == .dialled, "\(number) with gaps of \(gap)")
        }
    }

    // MARK: ASK

    @Test(
        "Dialled slowly, with a digit that means nothing on its page, it is asked about; silence brings a person",
        arguments: ["110", "120", "119", "122", "112", "911"])
    func slow(_ number: String) {
        for (first, second) in [(1000, 600), (600, 1000), (2500, 2500), (3900, 3900)] {
            // On the rating and behind "still there?" the digits of most numbers are all answers.
            for (name, resident) in Self.starts()
            where ["attract", "home"].contains(name) || number == "119" && ["rating", "still there?"].contains(name) {
                let digits = number.compactMap(\.wholeNumberValue)
                resident.press(.digit(digits[0]), gap: .milliseconds(first))
                resident.press(.digit(digits[1]), gap: .milliseconds(second)).press(.digit(digits[2]), gap: .seconds(1))
                guard let found = question(resident) else {
                    Issue.record("\(number) on \(name), \(first) and \(second) ms: \(resident.state.screen)")
                    continue
                }
                #expect(found.silence == .person)
                let before = resident.dials.count
                resident.wait(found.until - resident.now - .milliseconds(1))
                #expect(resident.dials.count == before, "\(number) on \(name): it dials nothing by itself")
                resident.wait(.milliseconds(1))
                #expect(resident.dials.last?.1.number == "9990001")
                #expect(resident.state.call?.callClass == .assistance)
            }
        }
    }

    @Test("Slow digits that were all answers, to the rating and to home, are a person's, not the police's")
    func slowOnTheRating() {
        for (name, resident) in Self.starts() where name == "rating" || name == "still there?" {
            dial("110", gap: .milliseconds(1500), on: resident)
            #expect(resident.state.call?.callClass == .assistance, "\(name)")
        }
    }

    @Test("The service's key opens its confirmation, and the record says by which way")
    func asked() {
        let resident = Resident()
        dial("120", gap: .seconds(2), on: resident)
        #expect(question(resident)?.services == [.ambulance])
        resident.press(5)
        #expect(countdown(resident)?.service == .ambulance)
        resident.press(.star)
        guard let record = emergencies(resident).last else { return #expect(Bool(false)) }
        #expect(record.origin == .asked && record.outcome == .cancelled)
    }

    @Test("Hash does what the page would have done: with 1-1-0 from home, a person")
    func hashIsThePages() {
        let resident = Resident()
        dial("110", gap: .seconds(2), on: resident)
        #expect(question(resident)?.answer == .person)
        resident.press(.hash)
        #expect(resident.dials.map(\.1.number) == ["9990001"])
        #expect(resident.state.call?.callClass == .assistance)
        guard let record = emergencies(resident).first else { return #expect(Bool(false)) }
        #expect(record.origin == .asked && record.outcome == .declined)
    }

    @Test(
        "A key on its way when the question comes is no answer to it",
        arguments: [Key.hash, .digit(4), .digit(6), .star])
    func keyOnItsWay(_ key: Key) {
        let resident = Resident()
        dial("11", gap: .milliseconds(1500), on: resident)
        resident.press(.digit(9), gap: .milliseconds(500)).press(key, gap: .zero)
        #expect(resident.state.screen.kind == .meaning)
    }

    @Test("1-1-2 with a kept taxi, in one go: asked; silence and star go back, hash asks whether to cancel")
    func keptTaxiInOneGo() {
        for gap in Self.fast {
            let resident = keptTaxi()
            dial("112", gap: gap, on: resident)
            resident.wait(.seconds(1))
            guard let found = question(resident) else {
                Issue.record("gaps of \(gap): \(resident.state.screen)")
                continue
            }
            #expect(found.services == EmergencyService.allCases)
            // A double strike is one answer: then it is another taxi.
            let isDouble = gap < Sample.settings.timings.doubleStrikeMenu
            let taxi = MeaningQuestion.Answer.page(FunctionID(rawValue: "taxi"))
            #expect(found.answer == (isDouble ? taxi : .cancelOrder) && found.silence == .page)
            let silent = Resident(copying: resident)
            silent.wait(.seconds(11))
            #expect(silent.dials.isEmpty && silent.state.screen.kind == .kept, "back to the page, no call")
            let cancelling = Resident(copying: resident)
            cancelling.wait(.seconds(1)).press(.hash)
            #expect(cancelling.state.orders.first?.trouble == nil)
            if case .request(let screen) = cancelling.state.screen {
                #expect(screen.confirmingCancel)
            } else {
                #expect(isDouble && cancelling.state.screen.kind == .confirm)
            }
            resident.wait(.seconds(1)).press(.star)
            #expect(resident.state.screen.kind == .kept)
        }
    }

    @Test("1120 and 1220 are asked about for both numbers", arguments: [("1120", 3), ("1220", 2)])
    func trembling(_ number: String, _ services: Int) {
        for gap in Self.fast {
            for (name, resident) in Self.starts() {
                dial(number, gap: gap, on: resident)
                #expect(question(resident)?.services.count == services, "\(number) on \(name) with gaps of \(gap)")
            }
        }
    }

    @Test(
        "On a page that was left, a number in one go is asked about if a digit means nothing there; silence goes back",
        arguments: ["110", "120", "119"])
    func pageLeftBySomebody(_ number: String) {
        for gap in Self.fast {
            for opening in [[7], [8], [9], [1], [8, 1]] {
                let resident = Resident()
                for digit in opening { resident.press(digit) }
                resident.wait(.milliseconds(3100))
                dial(number, gap: gap, on: resident)
                guard let found = question(resident) else {
                    Issue.record("\(number) behind \(opening) with gaps of \(gap): \(resident.state.screen)")
                    continue
                }
                #expect(found.silence == .page)
                resident.wait(.seconds(11))
                #expect(resident.dials.isEmpty && resident.state.screen.kind != .meaning)
            }
        }
    }

    @Test(
        "On a page that was left, a number that no service in China has is its page's",
        arguments: ["112", "122", "911"])
    func otherNumbersOnAPage(_ number: String) {
        let resident = Resident()
        resident.press(7).wait(.milliseconds(3100))
        dial(number, gap: .milliseconds(500), on: resident)
        resident.wait(.seconds(2))
        #expect(resident.state.screen.kind == .places)
    }

    @Test("Behind a kept taxi's answers a 2 struck twice is asked about, and never dialled")
    func tremblingAnswer() {
        let resident = keptTaxi()
        resident.press(.digit(1), gap: .milliseconds(800)).press(.digit(2), gap: .milliseconds(300))
        resident.press(.digit(2), gap: .milliseconds(300)).wait(.seconds(1))
        #expect(question(resident)?.silence == .page)
    }

    @Test("A double strike answers nothing, when hash takes what the page would have done as well")
    func doubleStrikeAndHash() {
        let resident = keptTaxi()
        resident.press(.digit(1), gap: .milliseconds(800)).press(.digit(1), gap: .milliseconds(300))
        resident.press(.digit(2), gap: .milliseconds(300)).wait(.seconds(1))
        #expect(question(resident)?.answer == .cancelOrder, "800 ms apart they are two answers")
        let other = keptTaxi()
        other.press(.digit(1), gap: .milliseconds(300)).press(.digit(1), gap: .milliseconds(800))
        other.press(.digit(2), gap: .milliseconds(300)).wait(.seconds(1))
        #expect(question(other)?.answer == .page(FunctionID(rawValue: "taxi")), "another taxi, as a menu takes it")
    }

    @Test("In a booth out of order no tile but an emergency's is an offer")
    func outOfOrder() {
        var settings = Sample.settings
        settings.booth.outOfOrder = true
        let foreigner = Resident(settings: settings)
        dial("911", gap: .milliseconds(500), on: foreigner)
        #expect(foreigner.state.screen.kind == .chooser)
        let slow = Resident(settings: settings)
        dial("119", gap: .milliseconds(1500), on: slow)
        #expect(question(slow)?.services == [.fire])
    }

    // MARK: While it is asked

    private func askedAbout() -> Resident {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).answer().network(.closed(.remote)).wait(.seconds(2)).press(.star)
        resident.wait(.seconds(4))
        dial("120", gap: .milliseconds(1500), on: resident)
        #expect(question(resident) != nil)
        return resident
    }

    @Test("Who calls back is shown over the question, and nobody else is called meanwhile")
    func callBack() {
        let resident = askedAbout()
        let dialled = resident.dials.count
        resident.caller("120")
        #expect(resident.state.screen.kind == .incoming)
        resident.wait(.seconds(15))
        #expect(resident.state.screen.kind == .incoming && resident.dials.count == dialled)
        resident.press(5)
        #expect(resident.state.call?.emergency == .ambulance)
    }

    @Test("SOS leads from the question to the chooser")
    func otherService() {
        let other = askedAbout()
        other.wait(.seconds(1)).press(.sos)
        #expect(other.state.screen.kind == .chooser)
        #expect(emergencies(other).contains { $0.origin == .asked && $0.outcome == .declined })
    }

    @Test("An order that goes while it is asked about is not answered by its digits")
    func orderGone() {
        let resident = keptTaxi()
        dial("112", gap: .milliseconds(600), on: resident)
        resident.wait(.seconds(1))
        #expect(question(resident)?.answer == .cancelOrder)
        resident.platform(.answer(RequestAnswer(phase: .failed)))
        resident.perform(.tick)
        resident.wait(.seconds(1)).press(.hash)
        #expect(resident.state.run?.function != FunctionID(rawValue: "clinic"))
    }

    @Test("Another language may mean another service by the same number")
    func otherLanguage() {
        var settings = Sample.settings
        settings.booth.language = .english
        let resident = Resident(settings: settings)
        dial("119", gap: .milliseconds(1500), on: resident)
        #expect(question(resident)?.services == [.fire])
        resident.catalogue.languages.append(Language(code: .japanese, name: "日本語", texts: [:]))
        resident.press(.language)
        #expect(resident.state.language == .japanese)
        #expect(question(resident)?.services == EmergencyService.allCases)
    }

    @Test("A number that opened the chooser says so in the record, and when nobody was called")
    func chooserByNumber() {
        let resident = Resident()
        dial("911", gap: .milliseconds(500), on: resident)
        resident.wait(.seconds(2)).press(.star)
        #expect(emergencies(resident).map(\.outcome) == [.cancelled])
        #expect(emergencies(resident).map(\.origin) == [.dialled])
        let other = Resident()
        dial("911", gap: .milliseconds(500), on: other)
        dial("110", gap: .milliseconds(500), on: other)
        #expect(countdown(other)?.service == .police, "and there a number may be dialled anew")
    }

    @Test("Right behind another key than a digit, home asks instead of dialling")
    func behindAnotherKey() {
        let resident = Resident()
        resident.press(7).press(.star, gap: .milliseconds(500))
        dial("120", gap: .milliseconds(500), on: resident)
        #expect(question(resident)?.services == [.ambulance])
    }

    // MARK: PAGE

    @Test("Digits that answered pages are never dialled", arguments: ["7110", "2120", "2110", "8110", "2119"])
    func answers(_ digits: String) {
        for gap in Self.fast + [.seconds(1), .seconds(2), .milliseconds(3500)] {
            let resident = Resident()
            dial(digits, gap: gap, on: resident)
            resident.wait(.seconds(2))
            #expect(![.countdown, .chooser].contains(resident.state.screen.kind), "\(digits) with gaps of \(gap)")
            #expect(resident.dials.allSatisfy { $0.1.number == "9990001" })
        }
    }

    @Test("7-1-1-0 and 2-1-2-0 lead to a person at any pace that a menu takes", arguments: ["2120", "7110"])
    func aPersonBehindAnswers(_ digits: String) {
        for gap in [Duration.milliseconds(600), .milliseconds(999), .seconds(1), .seconds(2)] {
            let resident = Resident()
            dial(digits, gap: gap, on: resident)
            #expect(resident.dials.map(\.1.number) == ["9990001"], "gaps of \(gap)")
        }
    }

    @Test("A kept taxi's 1-1-2 at the pace of reading shows the order and asks whether to cancel")
    func keptTaxiSlowly() {
        for gap in [Duration.seconds(1), .seconds(2), .milliseconds(3900)] {
            let resident = keptTaxi()
            dial("112", gap: gap, on: resident)
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
        dial("999", gap: .milliseconds(1500), on: resident)
        #expect(resident.state.screen.kind == .pension)
    }

    @Test("A pause of more than four seconds ends a number")
    func tooSlow() {
        let resident = Resident()
        dial("120", gap: .milliseconds(4100), on: resident)
        #expect(resident.state.screen.kind != .meaning && resident.state.screen.kind != .countdown)
    }

    @Test("What a fast digit answers waits a second at most, and comes when it is no number")
    func held() {
        let resident = keptTaxi()
        resident.press(.digit(1), gap: .milliseconds(700)).press(.digit(1), gap: .milliseconds(900))
        #expect(resident.state.screen.kind == .kept, "it may yet be 110")
        resident.wait(.milliseconds(100))
        #expect(resident.state.screen.kind == .request)
        let other = keptTaxi()
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
        #expect(countdown(resident)?.origin == .entered)
        resident.wait(.milliseconds(6900))
        #expect(resident.dials.isEmpty, "the whole countdown here as well")
    }

    @Test("In the chooser a number in one go is a choice, with its confirmation")
    func inTheChooser() {
        let resident = Resident()
        resident.press(.sos)
        dial("110", gap: .milliseconds(500), on: resident)
        #expect(countdown(resident)?.service == .police)
    }

    @Test("The countdown of one service is not disturbed by digits")
    func inACountdown() {
        let resident = Resident()
        resident.press(5).wait(.milliseconds(500))
        dial("119", gap: .milliseconds(300), on: resident)
        #expect(countdown(resident)?.service == .ambulance)
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
        #expect(countdown(resident)?.service == .ambulance)
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
