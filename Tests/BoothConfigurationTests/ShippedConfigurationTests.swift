import Foundation
import Vocabulary
import Testing

@testable import BoothConfiguration

/// The files that ship with the program.
@Suite struct ShippedConfigurationTests {
    private let loaded = ConfigurationStore(directory: Fixture.shipped).load()

    @Test func `they have no problems`() {
        #expect(loaded.problems == [])
        #expect(loaded.source == .current)
    }

    @Test func `they offer ten functions in three official categories`() {
        let functions = loaded.catalogue.functions
        #expect(Set(functions.map(\.key)) == Set(0...9))
        let official = Dictionary(grouping: functions, by: \.official).mapValues(\.count)
        #expect(official == [.services: 3, .emergency: 4, .information: 3])
        #expect(EmergencyService.allCases.allSatisfy { loaded.catalogue.function(onKey: $0.key)?.emergency == $0 })
    }

    @Test func `a taxi takes two keys, a doctor four, and both are rated`() {
        let taxi = loaded.catalogue.function(FunctionID(rawValue: "taxi"))
        #expect(taxi?.steps.map(\.name) == [.confirm, .request, .rating])
        let clinic = loaded.catalogue.function(FunctionID(rawValue: "clinic"))
        #expect(clinic?.steps.map(\.name) == [.choice, .choice, .confirm, .request, .rating])
        guard case .choice(let slot)? = clinic?.steps.dropFirst().first else {
            Issue.record("the second step of clinic is no choice")
            return
        }
        #expect(slot.prompt == PromptKey("clinic.slot"))
        #expect(slot.options.map(\.id) == ["tomorrow-am", "tomorrow-pm", "later"])
    }

    @Test func `they can call nobody outside this machine`() {
        let telephony = loaded.settings.telephony
        #expect(!telephony.live)
        #expect(!telephony.trunks.isEmpty)
        #expect(telephony.trunks.allSatisfy { $0.isLoopback })
    }

    @Test func `numbers stay text`() {
        #expect(loaded.settings.telephony.services[.hotline] == "12345")
        #expect(loaded.settings.local.numbers.map(\.number).first == "12345")
        #expect(loaded.settings.local.wifi?.password == "20262026")
    }

    @Test func `the languages come in the order of the language key`() {
        #expect(loaded.catalogue.languageCodes == [.chinese, .english, .japanese, .korean])
        #expect(loaded.catalogue.text(.keyBack, in: .english) == "Back")
    }

    @Test func `paths begin in the configuration directory`() {
        #expect(loaded.settings.platform?.tokenFile == Fixture.shipped + "/platform-token")
    }
}
