import Glibc

/// A sine of a known level, for setting an amplifier or measuring a loudspeaker.
public struct Tone: Sendable, Equatable {
    /// Frequencies in Hz that every device here can reproduce.
    public static let frequencies = 20.0...20_000
    /// Levels in dBFS: 0 is the sine that just reaches full scale (IEC 61606).
    public static let levels = -80.0...0
    /// Durations in seconds.
    public static let durations = 0.1...600

    /// The device could not be opened, or stopped taking sound.
    public struct Failure: Error, CustomStringConvertible {
        /// What happened, in English.
        public let description: String
    }

    private let frequency: Double
    private let amplitude: Double
    private let frames: Int
    /// The length of the fades in and out; without them the edges would click.
    private let fade: Double

    /// Creates a tone from its frequency in Hz, level in dBFS and duration in seconds. Values out of range are moved to
    /// the nearest limit.
    public init(frequency: Double, decibels: Double, seconds: Double) {
        self.frequency = min(max(frequency, Self.frequencies.lowerBound), Self.frequencies.upperBound)
        let level = min(max(decibels, Self.levels.lowerBound), Self.levels.upperBound)
        amplitude = Double(Gain.factor(decibels: level)) * Double(Int16.max)
        let duration = min(max(seconds, Self.durations.lowerBound), Self.durations.upperBound)
        frames = Int(duration * Double(PCMFormat.rate))
        fade = Double(PCMFormat.frames(milliseconds: 10))
    }

    /// The tone's samples from a position on.
    func samples(from start: Int, count: Int) -> [Int16] {
        (start..<min(start + count, frames)).map { index in
            let edge = min(1, Double(min(index, frames - 1 - index)) / fade)
            let phase = 2 * Double.pi * frequency * Double(index) / Double(PCMFormat.rate)
            return Int16((amplitude * edge * sin(phase)).rounded())
        }
    }

    /// Plays the tone on an ALSA device, named as for `PromptPlayer`. Returns once it has been heard. It blocks
    /// meanwhile, so it is for commands, never for the booth.
    public func play(on device: String) throws(Failure) {
        do {
            try play(on: try ALSADevice(name: device), now: Self.monotonic)
        } catch {
            throw Failure(description: error.detail)
        }
    }

    private static func monotonic() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    func play(on device: any PCMDevice, now: () -> Duration) throws(PCMError) {
        defer { device.close() }
        var position = 0
        var isRunning = false
        var lastProgress = now()
        while position < frames {
            if now() - lastProgress > PlayerEngine.stallLimit {
                throw PCMError(code: ETIME, detail: "the device takes nothing any more")
            }
            guard let count = try write(samples(from: position, count: device.periodFrames), to: device) else {
                isRunning = false
                continue
            }
            position += count
            if count > 0 { lastProgress = now() }
            // Either the buffer is full, or it holds the whole of a short tone.
            if !isRunning, count == 0 || position == frames {
                try device.start()
                isRunning = true
            }
            if count == 0 { device.wait(wake: -1, milliseconds: 20) }
        }
        let end = now() + PCMFormat.duration(frames: try device.queued()) + PlayerEngine.drainGrace
        while try device.queued() > 0, now() < end { usleep(5_000) }
    }

    /// Returns how many frames were taken; nil if the stream had to be prepared again.
    private func write(_ block: [Int16], to device: any PCMDevice) throws(PCMError) -> Int? {
        do {
            return try block.withUnsafeBufferPointer { frames throws(PCMError) in try device.write(frames) }
        } catch  where error.isRecoverable {
            try device.prepare()
            return nil
        }
    }
}
