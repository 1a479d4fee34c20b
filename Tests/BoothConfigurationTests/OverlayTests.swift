import Vocabulary
import Testing

@testable import BoothConfiguration

/// A file laid over `booth.yaml`, as the demonstration does.
@Suite struct OverlayTests {
    private func store(_ fixture: Fixture, overlay: String) throws -> ConfigurationStore {
        try fixture.write(overlay, to: "demo.yaml")
        return ConfigurationStore(
            directory: fixture.directory, overlay: fixture.directory + "/demo.yaml", state: fixture.state)
    }

    @Test func `groups merge key by key, lists and texts are replaced`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let loaded = try store(
            fixture,
            overlay: """
                telephony:
                  trunks: [{ id: other, host: 127.0.0.2, user: guest }]
                  control_port: 4445
                  services: { help-centre: "0800" }
                platform: { url: "http://127.0.0.1:9090" }
                audio: { speaker: none }
                """
        ).load()
        #expect(loaded.problems == [])
        let telephony = loaded.settings.telephony
        #expect(telephony.trunks.map(\.id.rawValue) == ["other"])
        #expect(telephony.controlPort == 4445)
        #expect(telephony.services[.helpCentre] == "0800")
        #expect(telephony.services[EmergencyService.police.service] == "110")
        #expect(loaded.settings.platform?.url == "http://127.0.0.1:9090")
        #expect(loaded.settings.platform?.tokenFile == fixture.directory + "/platform-token")
        #expect(loaded.settings.audio == AudioSettings(speaker: "none"))
        #expect(loaded.settings.booth.number == "PT-0001")
    }

    @Test func `a mistake in it is reported there`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let store = try store(fixture, overlay: "telephony:\n  control_port: none\n  liv: true\nplatfrom: {}\n")
        let file = fixture.directory + "/demo.yaml"
        #expect(
            store.check().map(\.description) == [
                "\(file):2:17: error: 'control_port' is a whole number from 1 to 65535, not 'none'; "
                    + "write control_port: 1 to 65535",
                "\(file):3:3: error: unknown key 'liv' in telephony; did you mean 'live'?",
                "\(file):4:1: error: unknown key 'platfrom' in booth.yaml; did you mean 'platform'?",
            ])
    }

    @Test func `it cannot open the way out without live`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let overlay = "telephony: { trunks: [{ id: out, host: 203.0.113.1, user: booth }] }"
        let loaded = try store(fixture, overlay: overlay).load()
        #expect(loaded.settings.telephony.trunks == [])
        #expect(loaded.problems.hasErrors)
    }

    @Test func `one that is missing is an error, not an absence`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let store = ConfigurationStore(directory: fixture.directory, overlay: "/nonexistent/demo.yaml")
        #expect(
            store.check().map(\.description) == [
                "/nonexistent/demo.yaml:1:1: error: the file is missing; copy the shipped file back"
            ])
    }

    @Test func `today's overlay lies over yesterday's booth`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = try store(fixture, overlay: "telephony: { control_port: 5001 }").load()
        try fixture.write("booth: [", to: "booth.yaml")
        let loaded = try store(fixture, overlay: "telephony: { control_port: 5002 }").load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.settings.telephony.controlPort == 5002)
    }

    @Test func `a broken overlay is replaced by yesterday's`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = try store(fixture, overlay: "telephony: { control_port: 5001 }").load()
        let loaded = try store(fixture, overlay: "telephony: { control_port: x }").load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.settings.telephony.controlPort == 5001)
    }
}
