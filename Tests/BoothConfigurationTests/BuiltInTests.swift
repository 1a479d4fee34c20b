import Foundation
import Vocabulary
import Testing

@testable import BoothConfiguration

/// What is left when a file is broken and there is no copy of it.
@Suite struct BuiltInTests {
    @Test func `without any file the emergency keys and a person are there, and nobody can be called`() throws {
        let store = ConfigurationStore(directory: "/nonexistent", state: nil)
        let loaded = store.load()
        #expect(loaded.source == .builtIn)
        #expect(loaded.settings.telephony == TelephonySettings())
        #expect(loaded.settings.telephony.trunks == [])
        #expect(loaded.catalogue.functions.map(\.key) == [4, 5, 6, 0])
        #expect(EmergencyService.allCases.allSatisfy { loaded.catalogue.function(onKey: $0.key)?.emergency == $0 })
        #expect(loaded.catalogue.languageCodes == [.chinese])
        #expect(loaded.catalogue.text(.emergencyPolice, in: .chinese) == "报警 110")
    }

    @Test func `its names fit their tiles in every language`() {
        for function in BuiltIn.functions {
            for code in BuiltIn.codes {
                let label = function.label.values[code] ?? ""
                let short = function.short.values[code] ?? ""
                #expect(1...FunctionsDecoder.labelColumns ~= DisplayWidth.columns(of: label), "\(label)")
                #expect(1...FunctionsDecoder.shortColumns ~= DisplayWidth.columns(of: short), "\(short)")
            }
        }
    }

    @Test func `a valid booth.yaml gives its trunks to the built-in functions`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write("functions: [", to: "functions.yaml")
        let loaded = fixture.store.load()
        #expect(loaded.source == .builtIn)
        #expect(loaded.catalogue.functions == BuiltIn.functions)
        #expect(loaded.settings.telephony.trunks.map(\.id.rawValue) == ["demo"])
        #expect(loaded.settings.telephony.services[EmergencyService.fire.service] == "119")
    }

    @Test func `a mistake in booth.yaml closes the line, but not the address`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "port: 5070", "port: 0")
        let loaded = fixture.store.load()
        #expect(loaded.source == .builtIn)
        #expect(loaded.settings.telephony.trunks == [])
        #expect(loaded.settings.telephony.services == [:])
        #expect(loaded.settings.booth.nearestPhone.text(in: .english) == "The shop")
        #expect(loaded.catalogue.function(onKey: 1) != nil)
    }

    @Test func `a language with a mistake keeps its other words`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("languages/zh-Hans.yaml", "  key.confirm: \"word\"\n", "")
        let loaded = fixture.store.load()
        #expect(loaded.source == .builtIn)
        #expect(loaded.catalogue.function(onKey: 1) != nil)
        #expect(loaded.catalogue.text(.keyNext, in: .chinese) == "word")
    }
}
