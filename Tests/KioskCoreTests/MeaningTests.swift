import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// The table of docs/TELEPHONY.md: what the booth asks about, and what becomes of the question about what was meant.
@Suite struct MeaningTests {
    @Test(
        "Dialled slowly, with a digit that means nothing on its page, it is asked about; silence brings a person",
        arguments: ["110", "120", "119", "122", "112", "911"])
    func slow(_ number: String) {
        for (first, second) in [(1000, 600), (600, 1000), (2500, 2500), (3900, 3900)] {
            // On the rating, and after "still there?", all digits of most numbers are answers.
            for (name, resident) in Dialling.starts()
            where ["attract", "home"].contains(name) || number == "119" && ["rating", "still there?"].contains(name) {
                let digits = number.compactMap(\.wholeNumberValue)
                resident.press(.digit(digits[0]), gap: .milliseconds(first))
                resident.press(.digit(digits[1]), gap: .milliseconds(second)).press(.digit(digits[2]), gap: .seconds(1))
                guard let found = resident.question else {
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
        for (name, resident) in Dialling.starts() where name == "rating" || name == "still there?" {
            resident.dial("110", gap: .milliseconds(1500))
            #expect(resident.state.call?.callClass == .assistance, "\(name)")
        }
    }

    @Test("The service's key opens its confirmation, and the record says by which way")
    func asked() {
        let resident = Resident()
        resident.dial("120", gap: .seconds(2))
        #expect(resident.question?.services == [.ambulance])
        resident.press(5)
        #expect(resident.countdown?.service == .ambulance)
        resident.press(.star)
        guard let record = resident.emergencies.last else {
            Issue.record("not what was expected: \(String(describing: resident.emergencies.last))")
            return
        }
        #expect(record.origin == .asked && record.outcome == .cancelled)
    }

    @Test("Hash does what the page would have done: with 1-1-0 from home, a person")
    func hashIsThePages() {
        let resident = Resident()
        resident.dial("110", gap: .seconds(2))
        #expect(resident.question?.answer == .person)
        resident.press(.hash)
        #expect(resident.dials.map(\.1.number) == ["9990001"])
        #expect(resident.state.call?.callClass == .assistance)
        guard let record = resident.emergencies.first else {
            Issue.record("not what was expected: \(String(describing: resident.emergencies.first))")
            return
        }
        #expect(record.origin == .asked && record.outcome == .declined)
    }

    @Test(
        "A key on its way when the question comes is no answer to it",
        arguments: [Key.hash, .digit(4), .digit(6), .star])
    func keyOnItsWay(_ key: Key) {
        let resident = Resident()
        resident.dial("11", gap: .milliseconds(1500))
        resident.press(.digit(9), gap: .milliseconds(500)).press(key, gap: .zero)
        #expect(resident.state.screen.kind == .meaning)
    }

    @Test("1-1-2 with a kept taxi, in one go: asked; silence and star go back, hash asks whether to cancel")
    func keptTaxiInOneGo() {
        for gap in Dialling.fast {
            let resident = Dialling.keptTaxi()
            resident.dial("112", gap: gap)
            resident.wait(.seconds(1))
            guard let found = resident.question else {
                Issue.record("gaps of \(gap): \(resident.state.screen)")
                continue
            }
            #expect(found.services == EmergencyService.allCases)
            // A double strike is one answer, and then the digits ask for another taxi.
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
        for gap in Dialling.fast {
            for (name, resident) in Dialling.starts() {
                resident.dial(number, gap: gap)
                #expect(resident.question?.services.count == services, "\(number) on \(name) with gaps of \(gap)")
            }
        }
    }

    @Test(
        "On a page that was left, a number in one go is asked about if a digit means nothing there; silence goes back",
        arguments: ["110", "120", "119"])
    func pageLeftBySomebody(_ number: String) {
        for gap in Dialling.fast {
            for opening in [[7], [8], [9], [1], [8, 1]] {
                let resident = Resident()
                for digit in opening { resident.press(digit) }
                resident.wait(.milliseconds(3100))
                resident.dial(number, gap: gap)
                guard let found = resident.question else {
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
        resident.dial(number, gap: .milliseconds(500))
        resident.wait(.seconds(2))
        #expect(resident.state.screen.kind == .places)
    }

    @Test("Behind a kept taxi's answers a 2 struck twice is asked about, and never dialled")
    func tremblingAnswer() {
        let resident = Dialling.keptTaxi()
        resident.press(.digit(1), gap: .milliseconds(800)).press(.digit(2), gap: .milliseconds(300))
        resident.press(.digit(2), gap: .milliseconds(300)).wait(.seconds(1))
        #expect(resident.question?.silence == .page)
    }

    @Test("A double strike answers nothing, when hash takes what the page would have done as well")
    func doubleStrikeAndHash() {
        let resident = Dialling.keptTaxi()
        resident.press(.digit(1), gap: .milliseconds(800)).press(.digit(1), gap: .milliseconds(300))
        resident.press(.digit(2), gap: .milliseconds(300)).wait(.seconds(1))
        #expect(resident.question?.answer == .cancelOrder, "800 ms apart they are two answers")
        let other = Dialling.keptTaxi()
        other.press(.digit(1), gap: .milliseconds(300)).press(.digit(1), gap: .milliseconds(800))
        other.press(.digit(2), gap: .milliseconds(300)).wait(.seconds(1))
        #expect(other.question?.answer == .page(FunctionID(rawValue: "taxi")), "another taxi, as a menu takes it")
    }

    @Test("In a booth out of order no tile but an emergency's is an offer")
    func outOfOrder() {
        var settings = Sample.settings
        settings.booth.outOfOrder = true
        let foreigner = Resident(settings: settings)
        foreigner.dial("911", gap: .milliseconds(500))
        #expect(foreigner.state.screen.kind == .chooser)
        let slow = Resident(settings: settings)
        slow.dial("119", gap: .milliseconds(1500))
        #expect(slow.question?.services == [.fire])
    }

    // MARK: While it is asked

    private func askedAbout() -> Resident {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).answer().network(.closed(.remote)).wait(.seconds(2)).press(.star)
        resident.wait(.seconds(4))
        resident.dial("120", gap: .milliseconds(1500))
        #expect(resident.question != nil)
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
        #expect(other.emergencies.contains { $0.origin == .asked && $0.outcome == .declined })
    }

    @Test("An order that goes while it is asked about is not answered by its digits")
    func orderGone() {
        let resident = Dialling.keptTaxi()
        resident.dial("112", gap: .milliseconds(600))
        resident.wait(.seconds(1))
        #expect(resident.question?.answer == .cancelOrder)
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
        resident.dial("119", gap: .milliseconds(1500))
        #expect(resident.question?.services == [.fire])
        resident.catalogue.languages.append(Language(code: .japanese, name: "日本語", texts: [:]))
        resident.press(.language)
        #expect(resident.state.language == .japanese)
        #expect(resident.question?.services == EmergencyService.allCases)
    }

    @Test("A number that opened the chooser says so in the record, and when nobody was called")
    func chooserByNumber() {
        let resident = Resident()
        resident.dial("911", gap: .milliseconds(500))
        resident.wait(.seconds(2)).press(.star)
        #expect(resident.emergencies.map(\.outcome) == [.cancelled])
        #expect(resident.emergencies.map(\.origin) == [.dialled])
        let other = Resident()
        other.dial("911", gap: .milliseconds(500))
        other.dial("110", gap: .milliseconds(500))
        #expect(other.countdown?.service == .police, "and there a number may be dialled anew")
    }

    @Test("Right behind another key than a digit, home asks instead of dialling")
    func behindAnotherKey() {
        let resident = Resident()
        resident.press(7).press(.star, gap: .milliseconds(500))
        resident.dial("120", gap: .milliseconds(500))
        #expect(resident.question?.services == [.ambulance])
    }
}
