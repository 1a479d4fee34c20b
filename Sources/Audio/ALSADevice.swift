import CALSA
import Glibc

/// A playback stream of the Advanced Linux Sound Architecture.
final class ALSADevice: PCMDevice {
    /// 60 ms bridge a busy moment of the machine. ALSA divides them into four periods of 15 ms.
    private static let latencyMicroseconds: UInt32 = 60_000

    let bufferFrames: Int
    let periodFrames: Int
    private let name: String
    private let pcm: OpaquePointer

    /// Opens `name`: a name from the ALSA configuration ("default", "handset"), or a definition such as
    /// "file:FILE=/tmp/out.wav,FORMAT=wav" or "null".
    init(name: String) throws(PCMError) {
        kiosk_alsa_silence()
        // Old ALSA messages on this thread, about something else, explain nothing here.
        _ = Self.message()
        let pcm: OpaquePointer
        do {
            pcm = try Self.open(name)
        } catch  where error.code == EINVAL && !name.contains("\"") {
            // A bare hardware device that supports neither mono nor 48 kHz: let ALSA convert.
            pcm = try Self.open("plug:SLAVE=\"\(name)\"")
        }
        var buffer: snd_pcm_uframes_t = 0
        var period: snd_pcm_uframes_t = 0
        let status = snd_pcm_get_params(pcm, &buffer, &period)
        guard status >= 0, buffer > 0, period > 0 else {
            snd_pcm_close(pcm)
            throw Self.failure(status, "asking for the buffer of \(name)")
        }
        self.name = name
        self.pcm = pcm
        bufferFrames = Int(buffer)
        periodFrames = Int(period)
    }

    /// Opens a capture stream in the format of the calls, with conversion if necessary, and closes it again.
    static func tryCapture(_ name: String) throws(PCMError) {
        kiosk_alsa_silence()
        _ = message()
        snd_pcm_close(try open(name, SND_PCM_STREAM_CAPTURE))
    }

    private static func open(
        _ name: String, _ stream: snd_pcm_stream_t = SND_PCM_STREAM_PLAYBACK
    ) throws(PCMError) -> OpaquePointer {
        var opened: OpaquePointer?
        // Without NONBLOCK, opening a device that another program holds would wait for that program.
        var status = snd_pcm_open(&opened, name, stream, SND_PCM_NONBLOCK)
        guard status >= 0, let pcm = opened else { throw failure(status, "opening \(name)") }
        status = snd_pcm_set_params(
            pcm, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED, 1, UInt32(PCMFormat.rate), 1, latencyMicroseconds)
        guard status >= 0 else {
            snd_pcm_close(pcm)
            throw failure(status, "configuring \(name)")
        }
        return pcm
    }

    func write(_ frames: UnsafeBufferPointer<Int16>) throws(PCMError) -> Int {
        let written = snd_pcm_writei(pcm, frames.baseAddress, snd_pcm_uframes_t(frames.count))
        if written == -Int(EAGAIN) || written == -Int(EINTR) { return 0 }
        return try checked(written, "writing to")
    }

    func queued() throws(PCMError) -> Int {
        var delay: snd_pcm_sframes_t = 0
        let status = snd_pcm_delay(pcm, &delay)
        // A stream without more data ends by running dry.
        if status == -EPIPE { return 0 }
        try checked(Int(status), "asking for the delay of")
        return max(0, delay)
    }

    func start() throws(PCMError) {
        guard snd_pcm_state(pcm) == SND_PCM_STATE_PREPARED else { return }
        try checked(Int(snd_pcm_start(pcm)), "starting")
    }

    func stop() throws(PCMError) {
        // After a drop, dmix still plays what it has already mixed; rewinding mixes it out again. Where rewinding is
        // impossible, the drop alone has to do, so the result of rewinding does not matter.
        let queued = snd_pcm_sframes_t((try? self.queued()) ?? 0)
        if queued > 0 {
            let rewindable = snd_pcm_rewindable(pcm)
            if rewindable > 0 { _ = snd_pcm_rewind(pcm, snd_pcm_uframes_t(min(queued, rewindable))) }
        }
        try checked(Int(snd_pcm_drop(pcm)), "stopping")
        try prepare()
    }

    func prepare() throws(PCMError) { try checked(Int(snd_pcm_prepare(pcm)), "preparing") }

    func check() throws(PCMError) {
        switch snd_pcm_state(pcm) {
        case SND_PCM_STATE_DISCONNECTED: throw Self.failure(-ENODEV, "checking \(name)")
        case SND_PCM_STATE_SUSPENDED: try prepare()
        default: break
        }
    }

    func wait(wake: Int32, milliseconds: Int32) { kiosk_alsa_wait(pcm, wake, milliseconds) }

    func close() {
        // Closing without a drop may wait for what is queued.
        snd_pcm_drop(pcm)
        snd_pcm_close(pcm)
    }

    @discardableResult
    private func checked(_ status: Int, _ action: String) throws(PCMError) -> Int {
        guard status < 0 else { return status }
        throw Self.failure(Int32(truncatingIfNeeded: status), "\(action) \(name)")
    }

    private static func failure(_ status: Int32, _ action: String) -> PCMError {
        let code = status < 0 ? -status : EIO
        var text = "\(action): \(String(cString: snd_strerror(-code)))"
        if let message = message() { text += " (\(message))" }
        return PCMError(code: code, detail: text)
    }

    private static func message() -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        let length = kiosk_alsa_take_message(&buffer, buffer.count)
        guard length > 0 else { return nil }
        return String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
