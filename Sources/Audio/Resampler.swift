import Glibc

/// Changes the sampling rate of one channel, to 48 kHz unless told, in blocks, by a polyphase windowed-sinc filter.
///
/// With the ratio reduced to `up / down`, output sample n lies at input position n * down / up; the fraction selects
/// one of `up` sets of coefficients. 16 zero crossings on each side keep the images of 16 to 24 kHz speech below
/// -60 dB, for about 1 % of a core.
struct Resampler {
    private static let crossings = 16

    private let up: Int
    private let down: Int
    private let taps: Int
    private let coefficients: [Float]
    private var input: [Float]
    private var phase = 0
    private var flushed = false

    /// Returns nil for a rate (Hz) that no recording has: accepted is what divides into at most 640 phases, which
    /// all rates from 8 000 to 192 000 in use do, and keeps the table of coefficients small.
    init?(from rate: Int, to target: Int = PCMFormat.rate) {
        guard (4_000...384_000).contains(rate) else { return nil }
        var divisor = (rate, target)
        while divisor.1 != 0 { divisor = (divisor.1, divisor.0 % divisor.1) }
        up = target / divisor.0
        down = rate / divisor.0
        guard up <= 640 else { return nil }
        // When the rate falls, the pass band must end below the new half rate, and the filter grows as it narrows.
        let cutoff = min(1, Double(up) / Double(down)) * 0.95
        let half = Int((Double(Self.crossings) / min(1, Double(up) / Double(down))).rounded(.up))
        taps = 2 * half
        coefficients = Self.design(up: up, half: half, cutoff: cutoff)
        // The filter looks half its length back: without this silence the first samples would be lost.
        input = [Float](repeating: 0, count: half - 1)
    }

    private static func design(up: Int, half: Int, cutoff: Double) -> [Float] {
        var table = [Float]()
        table.reserveCapacity(up * 2 * half)
        for phase in 0..<up {
            let fraction = Double(phase) / Double(up)
            let row = (0..<2 * half).map { tap -> Double in
                let distance = Double(tap - (half - 1)) - fraction
                let angle = Double.pi * distance
                let sinc = distance == 0 ? cutoff : sin(angle * cutoff) / angle
                // A Hann window, wide enough for every tap.
                return sinc * (0.5 + 0.5 * cos(angle / Double(half)))
            }
            // Every phase passes a constant unchanged: no tone at the rate of the phases.
            let sum = row.reduce(0, +)
            table.append(contentsOf: row.map { Float($0 / sum) })
        }
        return table
    }

    /// Takes samples and appends what they yield to `output`.
    mutating func process(_ samples: some Collection<Float>, into output: inout [Float]) {
        input.append(contentsOf: samples)
        var start = 0
        input.withUnsafeBufferPointer { input in
            coefficients.withUnsafeBufferPointer { coefficients in
                while start + taps <= input.count {
                    var sum: Float = 0
                    let row = phase * taps
                    for tap in 0..<taps { sum += input[start + tap] * coefficients[row + tap] }
                    output.append(sum)
                    phase += down
                    start += phase / up
                    phase %= up
                }
            }
        }
        input.removeFirst(start)
    }

    /// Appends the samples that the filter still holds. Call once, at the end of the recording.
    mutating func flush(into output: inout [Float]) {
        guard !flushed else { return }
        flushed = true
        process(repeatElement(0, count: taps / 2), into: &output)
    }
}
