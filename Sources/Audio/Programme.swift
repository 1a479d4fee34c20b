/// A prompt during playback: its fragments, the pauses between them, and what has not been heard from the device yet.
struct Programme {
    let token: UInt64
    let priority: SpeechPriority
    /// The gain of its own volume; nil follows the player's.
    var gain: Float?
    /// True once a sample of it has been given to the device.
    var hasStarted = false
    /// True once its last sample has been rendered.
    private(set) var hasEnded = false
    /// True once it has yielded a sample.
    private(set) var hasSound = false

    private let files: [String]
    private let pauses: [Int]
    private let historyLimit: Int
    private var nextFile = 0
    private var source: PromptSource?
    private var pause = 0
    /// The newest samples rendered, in case the device is stopped before they are heard.
    private var history: [Int16] = []
    /// Samples to be rendered again before any new ones.
    private var replay: [Int16] = []

    init(_ list: PlayList, token: UInt64, historyFrames: Int) {
        self.token = token
        priority = list.priority
        gain = list.volume.map(Gain.factor(step:))
        files = list.files
        pauses = list.pauses.map { PCMFormat.frames(milliseconds: $0) }
        historyLimit = historyFrames
    }

    /// Fills `output` from its beginning. Returns the number of samples, which is lower than the capacity only when the
    /// prompt has ended.
    mutating func render(
        into output: UnsafeMutableBufferPointer<Int16>, from library: PromptLibrary, missing: (String) -> Void
    ) -> Int {
        var count = 0
        while count < output.count {
            let rest = UnsafeMutableBufferPointer(rebasing: output[count...])
            let added = renderPart(into: rest, from: library, missing: missing)
            guard added > 0 || !hasEnded else { break }
            count += added
        }
        if count > 0 { hasSound = true }
        history.append(contentsOf: output[..<count])
        history.removeFirst(max(0, history.count - historyLimit))
        return count
    }

    private mutating func renderPart(
        into output: UnsafeMutableBufferPointer<Int16>, from library: PromptLibrary, missing: (String) -> Void
    ) -> Int {
        if !replay.isEmpty {
            let count = min(replay.count, output.count)
            for index in 0..<count { output[index] = replay[index] }
            replay.removeFirst(count)
            return count
        }
        if pause > 0 {
            let count = min(pause, output.count)
            for index in 0..<count { output[index] = 0 }
            pause -= count
            return count
        }
        if let source {
            let count = source.read(into: output)
            if count < output.count {
                library.keep(source)
                self.source = nil
                if nextFile < files.count, nextFile <= pauses.count { pause = pauses[nextFile - 1] }
            }
            return count
        }
        guard nextFile < files.count else {
            hasEnded = true
            return 0
        }
        source = library.open(files[nextFile])
        if source == nil { missing(files[nextFile]) }
        nextFile += 1
        return 0
    }

    /// Takes back the last `frames` rendered samples, because the device was stopped before they were heard.
    mutating func rewind(_ frames: Int) {
        let count = min(max(0, frames), history.count)
        guard count > 0 else { return }
        replay.insert(contentsOf: history.suffix(count), at: 0)
        history.removeLast(count)
        hasEnded = false
    }
}
