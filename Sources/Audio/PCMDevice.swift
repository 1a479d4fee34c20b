import Glibc

/// The error of a sound device.
struct PCMError: Error, Equatable {
    /// A positive `errno` value.
    let code: Int32
    /// What was tried, in English, for the log.
    let detail: String

    /// True where preparing the stream again is enough: it ran dry (EPIPE) or the machine slept (ESTRPIPE).
    var isRecoverable: Bool { code == EPIPE || code == ESTRPIPE }
}

/// The fixed format of every device here: 48 kHz is what Opus decodes to and what telephone and USB codecs take
/// without conversion.
enum PCMFormat {
    static let rate = 48_000

    static func frames(milliseconds: Int) -> Int { milliseconds * rate / 1_000 }
    static func duration(frames: Int) -> Duration { .microseconds(frames * 1_000_000 / rate) }
}

/// One open playback stream: mono, signed 16 bits, 48 kHz. No call blocks, apart from `wait`.
///
/// The player is written against this protocol so that every fault can be produced by a fake with a virtual clock;
/// `ALSADevice` is the real one.
protocol PCMDevice: AnyObject {
    var bufferFrames: Int { get }
    var periodFrames: Int { get }

    /// Gives frames to the device. Returns how many it took: 0 when its buffer is full.
    func write(_ frames: UnsafeBufferPointer<Int16>) throws(PCMError) -> Int
    /// How many frames given to the device have not been heard yet: 0 once it ran dry.
    func queued() throws(PCMError) -> Int
    /// Begins to play what has been written since `stop`, `prepare` or opening.
    func start() throws(PCMError)
    /// Silences the device at once, forgets what is queued and is ready for `write`.
    func stop() throws(PCMError)
    /// Makes the stream usable after a recoverable error.
    func prepare() throws(PCMError)
    /// Throws if an idle device has gone away.
    func check() throws(PCMError)
    /// Sleeps until there is room for a period, `wake` is readable, or the time is over.
    func wait(wake: Int32, milliseconds: Int32)
    /// Releases the device. Nothing else may be called afterwards.
    func close()
}

/// Opens the device anew, on the player's thread.
typealias PCMOpener = @Sendable () throws(PCMError) -> any PCMDevice

/// A sink and how its device is opened. (A dictionary of openers makes the compiler of Swift 6.3 crash.)
struct SinkDevice: Sendable {
    let sink: AudioSink
    let open: PCMOpener
}
