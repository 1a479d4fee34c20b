import BoothDriver
import Foundation
import Testing

extension EndToEndTests {
    /// `kiosk agent-config`, run as a program: with whom the SIP agent may talk.
    @Suite struct AgentConfigCommandTests {
        private func made(_ change: (String) -> String, _ words: String...) throws -> (Program.End, (String) -> String)
        {
            var result: (Program.End, (String) -> String)?
            try Workshop.with { workshop in
                let file = workshop.configuration + "/booth.yaml"
                try change(String(contentsOfFile: file, encoding: .utf8)).write(
                    toFile: file, atomically: true, encoding: .utf8)
                let output = workshop.configuration + "/agent"
                let end = try Program.run(
                    [Places.kiosk, "agent-config", "--config", workshop.configuration, "--output", output] + words)
                let names = ["config", "accounts", "network.conf", "trunks.nft"]
                let texts = names.map { (try? String(contentsOfFile: "\(output)/\($0)", encoding: .utf8)) ?? "" }
                let files = Dictionary(zip(names, texts)) { first, _ in first }
                result = (end, { files[$0] ?? "" })
            }
            return try #require(result)
        }

        @Test("While the booth is not live the agent's unit reaches this machine and nothing else")
        func notLive() throws {
            let (end, file) = try made { $0 }
            #expect(end.status == 0, "\(end.output)")
            #expect(file("network.conf").contains("IPAddressDeny=any\nIPAddressAllow=localhost"))
            #expect(file("trunks.nft").contains("define trunks4 = { 127.0.0.1 }\ndefine trunks6 = { ::1 }"))
            #expect(file("config").contains("127.0.0.1:0"))
            #expect(file("accounts").contains("call_transfer=no"))
        }

        @Test("A live booth's SIP port is for its trunks' addresses")
        func live() throws {
            let (end, file) = try made {
                $0.replacing("live: false", with: "live: true").replacing("host: 127.0.0.1", with: "host: 192.0.2.9")
            }
            #expect(end.status == 0, "\(end.output)")
            #expect(!file("network.conf").contains("IPAddressDeny"))
            #expect(
                file("trunks.nft").contains(
                    "define sip_port = 5060\ndefine sip_tls_port = 5061\ndefine trunks4 = { 127.0.0.1, 192.0.2.9 }"))
        }

        @Test("A port that the firewall cannot know is refused")
        func anyPort() throws {
            let (end, file) = try made({ $0 }, "--sip", "0.0.0.0:0")
            #expect(end.status != 0)
            #expect(end.output.contains("from 1 to 65535"), "\(end.output)")
            #expect(file("config").isEmpty)
        }
    }
}
