import Glibc

/// Mixes the current prompt and the key click into blocks for the device, and can take back what has not been heard.
struct Mixer {
    private(set) var programme: Programme?
    private let library: PromptLibrary
    private let click: [Int16]
    /// Frames rendered since the click began; beyond the click's length if none sounds.
    private var clickPosition = Int.max / 2
    /// Frames rendered since the programme's newest sample.
    private var silentTail = 0
    /// True if the newest block is silent. Sound hardware that runs dry may repeat the end of what it got.
    private var isPadded = true
    private var volume: Float = 1
    /// The gain at the end of the last block. A change is spread over one block, since it would crackle otherwise.
    private var gain: Float = 1

    init(click: [Int16], library: PromptLibrary) {
        self.click = click
        self.library = library
    }

    private var clickSounds: Bool { clickPosition < click.count }

    /// True while `render` has something that the device needs.
    var hasMore: Bool { programme.map { !$0.hasEnded } ?? false || clickSounds || !isPadded }

    /// True if the programme has ended and only silence is among the `queued` frames that have not been heard.
    func isProgrammeHeard(queued: Int) -> Bool { programme.map { $0.hasEnded } ?? false && queued <= silentTail }

    /// Begins a programme in place of the current one.
    mutating func begin(_ programme: Programme) {
        self.programme = programme
        gain = programme.gain ?? volume
        silentTail = 0
    }

    /// Forgets the current programme and returns it. A click continues.
    mutating func endProgramme() -> Programme? {
        defer { programme = nil }
        return programme
    }

    /// Begins the click, or restarts one that sounds.
    mutating func beginClick() { clickPosition = 0 }

    /// Forgets the click and the samples that the device was still to get, because there is no device.
    mutating func silence() {
        clickPosition = Int.max / 2
        silentTail = 0
        isPadded = true
    }

    /// Notes that the device has taken the programme's first samples.
    mutating func markStarted() { programme?.hasStarted = true }

    /// Sets the volume of clicks and of all speech, including what is being said, except a prompt with a volume of its
    /// own.
    mutating func setVolume(step: Int) {
        volume = Gain.factor(step: step)
        if let programme, programme.gain != nil, programme.priority < .emergency { self.programme?.gain = volume }
    }

    /// Replaces `block` by the next `frames` frames, or by nothing if nothing is to be heard.
    mutating func render(into block: inout [Int16], frames: Int, missing: (String) -> Void) {
        block.removeAll(keepingCapacity: true)
        block.append(contentsOf: repeatElement(0, count: frames))
        let count = block.withUnsafeMutableBufferPointer {
            programme?.render(into: $0, from: library, missing: missing) ?? 0
        }
        let sounds = count > 0 || clickSounds
        guard sounds || !isPadded else {
            block.removeAll(keepingCapacity: true)
            return
        }
        isPadded = !sounds
        silentTail = count > 0 ? frames - count : silentTail + frames
        applyGain(to: &block, count: count)
        mixClick(into: &block)
    }

    private mutating func applyGain(to block: inout [Int16], count: Int) {
        let target = programme?.gain ?? volume
        defer { gain = target }
        guard gain != 1 || target != 1 else { return }
        let slope = (target - gain) / Float(block.count)
        for index in 0..<count {
            let scaled = Float(block[index]) * (gain + slope * Float(index + 1))
            block[index] = Int16(clamping: Int(scaled.rounded()))
        }
    }

    private mutating func mixClick(into block: inout [Int16]) {
        if clickSounds {
            for index in 0..<min(block.count, click.count - clickPosition) {
                let scaled = Int((Float(click[clickPosition + index]) * volume).rounded())
                block[index] = Int16(clamping: Int(block[index]) + scaled)
            }
        }
        clickPosition += block.count
    }

    /// Takes back the newest `frames` frames: the device was silenced before they were heard.
    mutating func rewind(_ frames: Int) {
        clickPosition = max(0, clickPosition - frames)
        programme?.rewind(frames - silentTail)
        silentTail = max(0, silentTail - frames)
        isPadded = true
    }
}

/// Conversions between volume steps, decibels and factors.
enum Gain {
    /// Volume in decibels for each step: 6.5 dB apart, so each is clearly louder; 19.5 dB in all.
    static let steps: [Double] = [-19.5, -13, -6.5, 0]

    /// The step itself, or the nearest limit for a step out of range.
    static func nearestStep(_ step: Int) -> Int { min(max(step, 0), steps.count - 1) }

    static func factor(step: Int) -> Float { factor(decibels: steps[nearestStep(step)]) }

    static func factor(decibels: Double) -> Float { decibels == 0 ? 1 : Float(pow(10, decibels / 20)) }
}
