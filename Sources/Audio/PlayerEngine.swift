import Glibc

/// The player of one sink, without a thread: it takes commands, feeds frames to its device, and reports events. The
/// time is passed in, so that tests control it.
struct PlayerEngine {
    /// What the caller should do before the next step.
    enum Rest: Equatable {
        case none
        /// Wait for room in the device, or for a command, at most this long.
        case untilRoom(milliseconds: Int32)
        /// Wait for a command, or until this moment.
        case until(Duration)
    }

    /// A device counts as lost if it takes nothing for this long while there is something to play.
    static let stallLimit: Duration = .seconds(1)
    /// Added to the time that the queued frames need. A device that has not ended by then is stopped.
    static let drainGrace: Duration = .milliseconds(500)
    /// How often an idle device is checked, so that a fault is known before a resident comes.
    static let checkInterval: Duration = .seconds(60)

    let sink: AudioSink
    /// The open device; nil before the first step and while it is lost.
    private(set) var device: (any PCMDevice)?
    private var outage = Outage()
    private var mixer: Mixer
    private let open: PCMOpener
    private let emit: (AudioEvent) -> Void

    /// The block in hand. From `blockOffset` on, the device has not taken it yet.
    private var block: [Int16] = []
    private var blockOffset = 0
    /// Whether the device has frames that it has not been told to play.
    private var needsStart = false
    /// Whether the device was told to play and has not been stopped.
    private var isRunning = false
    private var framesSinceOpen = 0
    private var lastProgress: Duration = .zero
    private var waitedInVain = false
    private var drainDeadline: Duration?
    private var nextCheck: Duration = .zero

    init(
        sink: AudioSink, open: @escaping PCMOpener, click: [Int16], library: PromptLibrary,
        emit: @escaping (AudioEvent) -> Void
    ) {
        self.sink = sink
        self.open = open
        self.emit = emit
        mixer = Mixer(click: click, library: library)
    }

    /// Whether something more important is being said.
    func isSaying(moreThan priority: SpeechPriority) -> Bool {
        guard let programme = mixer.programme else { return false }
        return programme.priority > priority
    }

    private var hasBlock: Bool { blockOffset < block.count }
    private var isBusy: Bool { mixer.hasMore || mixer.programme != nil || hasBlock || isRunning }

    // MARK: Commands

    /// Carries out one command; `step` must follow.
    mutating func apply(_ command: PlayerCommand, now: Duration) {
        if device == nil && outage.retryAt == nil { reopen(now: now) }
        switch command {
        case .play(let list, let token):
            play(list, token: token, now: now)
        case .stop(let priority):
            if let programme = mixer.programme, programme.priority <= priority { cut(now: now) }
        case .click:
            guard device != nil else { return }
            withdraw(now: now)
            mixer.beginClick()
        case .volume(let step):
            mixer.setVolume(step: step)
        case .close:
            cut(now: now)
            closeDevice()
        }
    }

    private mutating func play(_ list: PlayList, token: UInt64, now: Duration) {
        if let programme = mixer.programme, programme.priority > list.priority {
            emit(.notPlayed(token, .higherPriority))
            return
        }
        if mixer.programme != nil { cut(now: now) } else { withdraw(now: now) }
        guard let device else {
            emit(.notPlayed(token, .noDevice))
            return
        }
        let history = device.bufferFrames + device.periodFrames
        mixer.begin(Programme(list, token: token, historyFrames: history))
    }

    /// Ends the current programme and silences it at once. A click continues.
    private mutating func cut(now: Duration) {
        guard mixer.programme != nil else { return }
        withdraw(now: now)
        // If the device was lost while it was being silenced, the programme has ended already.
        if let programme = mixer.endProgramme() { emit(.cut(programme.token)) }
    }

    /// Silences the device and takes back what has not been heard yet, so that it can be mixed anew with what comes.
    private mutating func withdraw(now: Duration) {
        guard let device, isRunning || needsStart || hasBlock else { return }
        do {
            let queued = min(try device.queued(), device.bufferFrames)
            try stop(device)
            mixer.rewind(queued + block.count - blockOffset)
        } catch {
            deviceFailed(error, now: now)
        }
        forgetBlock()
    }

    private mutating func forgetBlock() {
        block.removeAll(keepingCapacity: true)
        blockOffset = 0
    }

    private mutating func stop(_ device: any PCMDevice) throws(PCMError) {
        try device.stop()
        isRunning = false
        needsStart = false
        drainDeadline = nil
    }

    // MARK: Time

    /// Does what can be done now without waiting, at most one buffer's worth.
    mutating func step(now: Duration) -> Rest {
        if let retryAt = outage.retryAt, now < retryAt { return .until(retryAt) }
        guard let device else {
            reopen(now: now)
            return .none
        }
        do {
            if isBusy { return try keepSounding(on: device, now: now) }
            if now >= nextCheck {
                nextCheck = now + Self.checkInterval
                try device.check()
            }
            return .until(nextCheck)
        } catch {
            deviceFailed(error, now: now)
            return .none
        }
    }

    private mutating func keepSounding(on device: any PCMDevice, now: Duration) throws(PCMError) -> Rest {
        if !isRunning { lastProgress = now }
        let written = try fill(device)
        if written > 0 {
            lastProgress = now
            drainDeadline = nil
        }
        if needsStart { try start(device) }
        if !hasBlock && !mixer.hasMore { return try drain(device, now: now) }
        if written >= device.bufferFrames { return .none }
        if now - lastProgress > Self.stallLimit {
            throw PCMError(code: ETIME, detail: "the device takes nothing any more")
        }
        // A device that reports room but takes nothing must not make the thread spin.
        let again = waitedInVain && written == 0
        waitedInVain = written == 0
        return again ? .until(now + .milliseconds(5)) : .untilRoom(milliseconds: 10)
    }

    /// Writes blocks until the device is full, there is nothing left, or a whole buffer was written.
    private mutating func fill(_ device: any PCMDevice) throws(PCMError) -> Int {
        var written = 0
        var recoveries = 0
        while written < device.bufferFrames {
            if !hasBlock { renderBlock(frames: device.periodFrames) }
            guard hasBlock else { break }
            do {
                let count = try write(to: device)
                if count == 0 { break }
                written += count
                recoveries = 0
            } catch  where error.isRecoverable && recoveries < 8 {
                // The refused block is still here and is written again.
                recoveries += 1
                try device.prepare()
                isRunning = false
                needsStart = false
            }
        }
        return written
    }

    private mutating func renderBlock(frames: Int) {
        blockOffset = 0
        guard mixer.hasMore else { return forgetBlock() }
        let emit = self.emit
        mixer.render(into: &block, frames: frames) { emit(.missing(path: $0)) }
        if let programme = mixer.programme, programme.hasEnded, !programme.hasSound {
            _ = mixer.endProgramme()
            emit(.notPlayed(programme.token, .nothingReadable))
        }
    }

    private mutating func write(to device: any PCMDevice) throws(PCMError) -> Int {
        let offset = blockOffset
        let count = try block.withUnsafeBufferPointer { block throws(PCMError) in
            try device.write(UnsafeBufferPointer(rebasing: block[offset...]))
        }
        guard count > 0 else { return 0 }
        blockOffset += count
        needsStart = needsStart || !isRunning
        framesSinceOpen += count
        if let programme = mixer.programme, programme.hasSound, !programme.hasStarted {
            mixer.markStarted()
            emit(.started(programme.token))
        }
        return count
    }

    private mutating func start(_ device: any PCMDevice) throws(PCMError) {
        do {
            try device.start()
            isRunning = true
        } catch  where error.isRecoverable {
            try device.prepare()
        }
        needsStart = false
    }

    /// Waits for the last frames to be heard, but not for ever.
    private mutating func drain(_ device: any PCMDevice, now: Duration) throws(PCMError) -> Rest {
        let queued = try device.queued()
        let deadline = drainDeadline ?? now + PCMFormat.duration(frames: queued) + Self.drainGrace
        drainDeadline = deadline
        let isOver = queued == 0 || now >= deadline
        if isOver || mixer.isProgrammeHeard(queued: queued), let programme = mixer.endProgramme() {
            emit(.finished(programme.token))
        }
        guard isOver else {
            return .until(now + min(max(PCMFormat.duration(frames: queued), .milliseconds(1)), .milliseconds(10)))
        }
        try stop(device)
        nextCheck = now + Self.checkInterval
        return .until(nextCheck)
    }

    // MARK: Faults

    /// Opens the device for the first time, or again after the back-off.
    private mutating func reopen(now: Duration) {
        do {
            let opened = try open()
            if outage.retryAt != nil {
                try probe(opened)
                outage.retryAt = nil
                emit(.deviceBack(sink))
            }
            device = opened
            nextCheck = now + Self.checkInterval
        } catch {
            lose(error, now: now)
        }
    }

    /// A device may open and still refuse all sound. It counts as back only once it has taken some.
    private func probe(_ device: any PCMDevice) throws(PCMError) {
        let silence = [Int16](repeating: 0, count: device.periodFrames)
        do {
            _ = try silence.withUnsafeBufferPointer { frames throws(PCMError) in try device.write(frames) }
            try device.stop()
        } catch {
            device.close()
            throw error
        }
    }

    /// Handles a failed device. One that has worked for a second is reopened at once, since its handle may be stale or
    /// its card changed. Any other waits; otherwise a device that opens and then fails would be reopened endlessly.
    private mutating func deviceFailed(_ error: PCMError, now: Duration) {
        let hasWorked = framesSinceOpen >= PCMFormat.rate
        closeDevice()
        if hasWorked {
            outage.reset()
            device = try? open()
        }
        if device == nil { lose(error, now: now) }
    }

    private mutating func closeDevice() {
        device?.close()
        device = nil
        isRunning = false
        needsStart = false
        drainDeadline = nil
        framesSinceOpen = 0
    }

    private mutating func lose(_ error: PCMError, now: Duration) {
        if outage.retryAt == nil { emit(.deviceLost(sink, error.detail)) }
        outage.postpone(from: now)
        forgetBlock()
        mixer.silence()
        if let programme = mixer.endProgramme() {
            emit(programme.hasStarted ? .cut(programme.token) : .notPlayed(programme.token, .noDevice))
        }
    }
}
