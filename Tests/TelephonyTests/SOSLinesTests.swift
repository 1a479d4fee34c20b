import Testing
import Vocabulary

@testable import Telephony

/// The file with which the SOS service calls for help without the kiosk.
@Suite struct SOSLinesTests {
    private func telephony(live: Bool = true) -> TelephonySettings {
        var telephony = TelephonySettings(
            live: live,
            trunks: [
                Trunk(
                    id: TrunkID(rawValue: "first"), host: "192.0.2.1", port: 5060, transport: .udp, user: "booth"),
                Trunk(id: TrunkID(rawValue: "second"), host: "127.0.0.1", port: 5070, transport: .tcp, user: "b"),
            ],
            services: [.helpCentre: "9990001", EmergencyService.ambulance.service: "120"])
        telephony.targets[.helpCentre] = [
            ServiceTarget(number: "9990001"), ServiceTarget(number: "9990002", trunk: TrunkID(rawValue: "second")),
        ]
        return telephony
    }

    @Test("Every number over every trunk that may dial it, in order")
    func whole() {
        let lines = SOSLines(booth: "PT-0042", telephony: telephony(), countdown: .seconds(8), keys: .standard)
        #expect(
            lines.text == """
                version 1
                booth PT-0042
                live yes
                countdown 8
                key sos 87
                key cancel 14 55
                help sip:booth@192.0.2.1:5060 sip:9990001@192.0.2.1:5060
                help sip:b@127.0.0.1:5070 sip:9990001@127.0.0.1:5070
                help sip:b@127.0.0.1:5070 sip:9990002@127.0.0.1:5070
                ambulance sip:booth@192.0.2.1:5060 sip:120@192.0.2.1:5060
                ambulance sip:b@127.0.0.1:5070 sip:120@127.0.0.1:5070
                ambulance-allowed no
                end

                """)
        #expect(SOSLines.fault(in: lines.text) == nil)
    }

    @Test(
        "The agent's devices, and the file that says where the booth is; a name that the agent cannot keep costs them")
    func devices() {
        func rows(_ microphone: String) -> [Substring] {
            let devices = SOSLines.Devices(
                player: "alsa,handset", source: microphone, announcement: "/var/lib/kiosk/announce/address.wav")
            let lines = SOSLines(
                booth: "PT-0042", telephony: telephony(), countdown: .seconds(8), keys: .standard, devices: devices)
            return lines.text.split(separator: "\n").filter { $0.hasPrefix("sound") || $0.hasPrefix("announcement") }
        }
        #expect(
            rows("alsa,mic") == ["sound alsa,handset alsa,mic", "announcement /var/lib/kiosk/announce/address.wav"])
        #expect(rows("alsa,the mic").isEmpty)
    }

    @Test("A booth that is not live names only trunks of this machine")
    func demonstration() {
        let lines = SOSLines(
            booth: "PT-0042", telephony: telephony(live: false), countdown: .seconds(8), keys: .standard)
        #expect((lines.help + lines.ambulance).allSatisfy { $0.uri.hasSuffix("@127.0.0.1:5070") })
        #expect(lines.text.contains("live no\n"))
    }

    @Test("The keys are those of keys.yaml; a name that no keypad sends leaves the usual one")
    func keys() throws {
        func sosKeys(_ name: String) throws -> [Int] {
            var meanings: [KeyCode: KeyMeaning] = [:]
            for code in try #require(KeyCode.named(name)) { meanings[code] = .key(.sos) }
            let map = KeyMap.standard.with(meanings)
            return SOSLines(booth: "", telephony: telephony(), countdown: .seconds(8), keys: map).sosKeys
        }
        #expect(try sosKeys("F13") == [87, 183])
        #expect(try sosKeys("ESC [ 2 4 ; 5 ~") == [87])
    }

    @Test("What is no whole file is told from one that is")
    func fault() {
        let text = SOSLines(booth: "B", telephony: telephony(), countdown: .seconds(8), keys: .standard).text
        for count in 0..<text.utf8.count {
            #expect(SOSLines.fault(in: String(decoding: text.utf8.prefix(count), as: UTF8.self)) != nil)
        }
        #expect(SOSLines.fault(in: text.replacing("version 1", with: "version 2")) != nil)
        #expect(SOSLines.fault(in: "version 1\nend\n") != nil)
    }
}
