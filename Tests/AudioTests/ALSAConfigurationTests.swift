import AdapterTestSupport
import CALSA
import Foundation
import Testing

@testable import Audio

/// The ALSA file that booths are installed with.
@Suite struct ALSAConfigurationTests {
    private static let file = Checkout.path("deploy/alsa/asound.conf")

    /// Opens a device as the shipped file defines it. This machine may well have no card with the booth's names. Then
    /// the card is what is missing, and nothing else.
    @Test(arguments: [
        ("handset", SND_PCM_STREAM_PLAYBACK, "Handset"), ("speaker", SND_PCM_STREAM_PLAYBACK, "Speaker"),
        ("handset_mic", SND_PCM_STREAM_CAPTURE, "Handset"),
    ])
    func onlyTheCardIsMissing(name: String, stream: snd_pcm_stream_t, card: String) throws {
        kiosk_alsa_silence()
        let configuration = try Self.load(["/usr/share/alsa/alsa.conf", Self.file])
        defer { snd_config_delete(configuration) }
        var pcm: OpaquePointer?
        let status = snd_pcm_open_lconf(&pcm, name, stream, SND_PCM_NONBLOCK, configuration)
        if status == 0 { snd_pcm_close(pcm) }
        var text = [CChar](repeating: 0, count: 256)
        let length = kiosk_alsa_take_message(&text, text.count)
        let message = String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
        #expect(status == 0 || message.contains("card") && message.contains(card), "\(message)")
    }

    private static func load(_ paths: [String]) throws -> OpaquePointer {
        var configuration: OpaquePointer?
        try #require(snd_config_top(&configuration) == 0)
        let loaded = try #require(configuration)
        for path in paths {
            var input: OpaquePointer?
            try #require(snd_input_stdio_open(&input, path, "r") == 0, "\(path)")
            defer { snd_input_close(input) }
            try #require(snd_config_load(loaded, input) == 0, "\(path)")
        }
        return loaded
    }
}
