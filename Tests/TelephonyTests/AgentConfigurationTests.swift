import Foundation
import Vocabulary
import Testing

@testable import Telephony

@Suite struct AgentConfigurationTests {
    let trunk = Trunk(
        id: Rig.trunk, host: "127.0.0.1", port: 5081, transport: .tcp, user: "booth", authUser: "pt-0042",
        registrationInterval: 60)

    private func settings(_ lines: String) -> [String] {
        lines.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
    }

    @Test func aBoothHasItsSoundCardAndNoRecorder() throws {
        let agent = AgentConfiguration(
            controlPort: 4444, sipAddress: "0.0.0.0:0", networkInterface: nil,
            sound: .alsa(microphone: "handset_mic", earpiece: "handset"))
        let lines = try settings(agent.config(template: Rig.template("config")))
        #expect(lines.contains("audio_source alsa,handset_mic"))
        #expect(lines.contains("audio_player alsa,handset"))
        #expect(lines.contains("ctrl_tcp_listen 127.0.0.1:4444"))
        #expect(lines.contains("module alsa.so"))
        #expect(lines.contains("call_max_calls 2"), "the second is the second leg of an emergency")
        for absent in ["sndfile", "snd_path", "b2bua", "net_interface", "{{"] {
            #expect(!lines.contains { $0.contains(absent) }, "\(absent)")
        }
    }

    @Test func anAccountHasItsPasswordAndTransport() throws {
        let lines = try settings(
            AgentConfiguration.accounts(
                for: TelephonySettings(trunks: [trunk]), passwords: [trunk.id: "s3cret"],
                template: Rig.template("accounts")))
        let line =
            "<sip:booth@127.0.0.1:5081;transport=tcp>;regint=60;audio_codecs=PCMA,PCMU,G722/16000/1;call_transfer=no"
        #expect(lines == [line + ";auth_user=pt-0042;auth_pass=s3cret"])
    }

    @Test func aTrunkOutsideThisMachineIsNotEvenRegisteredUnlessLive() throws {
        var outside = trunk
        outside.host = "192.0.2.1"
        let template = try Rig.template("accounts")
        let off = try AgentConfiguration.accounts(for: .init(live: false, trunks: [outside]), template: template)
        #expect(!off.contains("192.0.2.1"))
        let on = try AgentConfiguration.accounts(for: .init(live: true, trunks: [outside]), template: template)
        #expect(on.contains("<sip:booth@192.0.2.1:5081;transport=tcp>"))
    }

    @Test(arguments: ["a;b", "a b", "a\nb", "a\"b", "a<b"])
    func aPasswordThatWouldBecomeAnotherParameterIsRefused(_ password: String) throws {
        let template = try Rig.template("accounts")
        #expect(throws: AgentTemplateError.unusableCredentials(trunk.id)) {
            try AgentConfiguration.accounts(
                for: .init(trunks: [trunk]), passwords: [trunk.id: password], template: template)
        }
    }

    @Test func anUnknownPlaceholderIsNamedWithItsLine() {
        #expect(throws: AgentTemplateError.unknownPlaceholder("typo", line: 2)) {
            try AgentConfiguration(controlPort: 1, sound: .file("/x.wav")).config(template: "a b\nkey {{typo}}\n")
        }
    }

    @Test func aPathThatTheAgentWouldCutOffIsRefused() throws {
        let speech = WaveFile(sampleRate: 8_000, samples: [1, 2, 3])
        let long = "/tmp/" + String(repeating: "x", count: 130)
        #expect(throws: PreparedAnnouncement.Failure.path(long)) {
            try PreparedAnnouncement(speech: speech, path: long)
        }
        let fast = WaveFile(sampleRate: 48_000, samples: [1])
        #expect(throws: PreparedAnnouncement.Failure.sampleRate(48_000)) {
            try PreparedAnnouncement(speech: fast, path: "/tmp/x.wav")
        }
    }

    @Test func aWaveFileComesBackAsItWasWritten() async throws {
        try await Rig.with { rig in
            let path = "\(rig.directory)/x.wav"
            let sound = WaveFile(sampleRate: 8_000, samples: [0, 1, -1, .max, .min, 12_345])
            try sound.write(to: path)
            #expect(try WaveFile(path: path) == sound)
            #expect(WaveFile(sampleRate: 8_000, samples: [.min, .min]).level == 1)
            let prepared = try PreparedAnnouncement(speech: sound, path: path)
            #expect(prepared.speechDuration == .zero)
            let padded = try WaveFile(path: path)
            #expect(padded.duration == PreparedAnnouncement.tail)
            #expect(padded.samples.prefix(6) == sound.samples[...])
            try Data("RIFFxxxxWAVE".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: WaveFile.Failure.unsupported(path: path)) { try WaveFile(path: path) }
        }
    }
}
