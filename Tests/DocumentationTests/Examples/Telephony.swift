import Telephony
import Testing
import Vocabulary

extension Examples {
    @Test func telephony() throws {
        // shown in Sources/Telephony/Telephony.docc/Telephony.md
        // One trunk on this machine and one that is not.
        var settings = TelephonySettings(
            trunks: [
                Trunk(id: TrunkID(rawValue: "bench"), host: "127.0.0.1", port: 5070, user: "booth"),
                Trunk(id: TrunkID(rawValue: "city"), host: "sip.example.org", port: 5060, user: "booth"),
            ], services: [.helpCentre: "9990001"])
        let template = "<{{address}};transport={{transport}}>;regint={{registration_interval}}{{authentication}}\n"

        // Until the booth is live, the SIP agent does not even know the second.
        let rehearsing = try AgentConfiguration.accounts(for: settings, template: template)
        settings.live = true
        let live = try AgentConfiguration.accounts(for: settings, template: template)
        // end
        #expect(rehearsing.contains("127.0.0.1:5070") && !rehearsing.contains("sip.example.org"))
        #expect(live.contains("sip.example.org"))
    }
}
