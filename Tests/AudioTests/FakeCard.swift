import Glibc

@testable import Audio

/// A sound card in memory with a clock of its own: it plays 48 samples in each of its milliseconds and keeps what was
/// heard. Faults are ordered by the test.
final class FakeCard: @unchecked Sendable {  // Used on the test's own thread only: the engine has none.
    var now: Duration = .zero
    /// What came out of the loudspeaker, without the silence while it is stopped.
    var heard: [Int16] = []
    /// What a player may ask of a device while it sounds, except writing.
    enum Call: CaseIterable {
        case queued, start, stop, prepare
    }

    /// Answers of the next calls, taken from the front; 0 means success.
    var errors: [Call: [Int32]] = [:]
    var openErrors: [Int32] = []
    var writeErrors: [Int32] = []
    var checkError: Int32 = 0
    /// The most frames that one write takes.
    var largestWrite = Int.max
    /// The clock of the card stands still, and nothing is played any more.
    var isStuck = false
    private(set) var opened = 0
    private(set) var closed = 0
    private(set) var calls = 0
    fileprivate(set) var device: FakeDevice?

    var open: PCMOpener {
        { () throws(PCMError) in
            self.opened += 1
            if !self.openErrors.isEmpty { try Self.answer(self.openErrors.removeFirst(), "opening") }
            let device = FakeDevice(card: self)
            self.device = device
            return device
        }
    }

    fileprivate static func answer(_ code: Int32, _ action: String) throws(PCMError) {
        if code != 0 { throw PCMError(code: code, detail: action) }
    }

    fileprivate func countCall() { calls += 1 }

    fileprivate func answer(_ call: Call) throws(PCMError) {
        calls += 1
        guard let code = errors[call]?.first else { return }
        errors[call]?.removeFirst()
        try Self.answer(code, "\(call)")
    }
    fileprivate func countClose() { closed += 1 }

    /// Moves the clock, and plays what is due.
    func advance(to moment: Duration) {
        guard moment > now else { return }
        now = moment
        device?.play()
    }
}

final class FakeDevice: PCMDevice {
    let bufferFrames = 2_880
    let periodFrames = 720
    private let card: FakeCard
    private var queue: [Int16] = []
    private var playedUntil: Duration?
    private var isDry = false

    init(card: FakeCard) { self.card = card }

    /// Plays whole milliseconds.
    func play() {
        guard let since = playedUntil, !card.isStuck else { return }
        let milliseconds = Int((card.now - since) / .milliseconds(1))
        playedUntil = since + .milliseconds(milliseconds)
        let count = min(queue.count, milliseconds * 48)
        card.heard.append(contentsOf: queue[..<count])
        queue.removeFirst(count)
        if milliseconds * 48 > count { isDry = true }
    }

    var isStuck: Bool { card.isStuck }

    var timeUntilRoom: Duration {
        .milliseconds(max(0, (queue.count + periodFrames - bufferFrames + 47) / 48))
    }

    func write(_ frames: UnsafeBufferPointer<Int16>) throws(PCMError) -> Int {
        card.countCall()
        if !card.writeErrors.isEmpty { try FakeCard.answer(card.writeErrors.removeFirst(), "writing") }
        try FakeCard.answer(isDry ? EPIPE : 0, "writing")
        let count = min(frames.count, card.largestWrite, bufferFrames - queue.count)
        queue.append(contentsOf: frames[..<count])
        return count
    }

    func queued() throws(PCMError) -> Int {
        try card.answer(.queued)
        return queue.count
    }

    func start() throws(PCMError) {
        try card.answer(.start)
        playedUntil = card.now
    }

    func stop() throws(PCMError) {
        try card.answer(.stop)
        empty()
    }

    func prepare() throws(PCMError) {
        try card.answer(.prepare)
        empty()
    }

    private func empty() {
        queue.removeAll()
        playedUntil = nil
        isDry = false
    }

    func check() throws(PCMError) {
        card.countCall()
        try FakeCard.answer(card.checkError, "checking")
    }

    func wait(wake: Int32, milliseconds: Int32) {}

    func close() { card.countClose() }
}

/// The player on fake cards, driven by the test as `PromptPlayer`'s thread would.
final class Booth {
    /// The loudspeaker's card.
    let card = FakeCard()
    /// The handset's card, which is there only if asked for.
    let handset = FakeCard()
    private(set) var events: [AudioEvent] = []
    private var router: SinkRouter
    private let box: EventBox

    private final class EventBox { var events: [AudioEvent] = [] }

    /// How often the thread would have woken up.
    private(set) var wakeUps = 0

    init(click: [Int16] = KeyClick.samples(), cacheBytes: Int = 1 << 20, hasHandset: Bool = false) {
        let box = EventBox()
        self.box = box
        var devices = [SinkDevice(sink: .loudspeaker, open: card.open)]
        if hasHandset { devices.append(SinkDevice(sink: .handset, open: handset.open)) }
        router = SinkRouter(devices, click: click, cacheBytes: cacheBytes) { box.events.append($0) }
    }

    func order(_ commands: PlayerCommand...) {
        for command in commands { router.apply(command, now: card.now) }
        advance(by: .zero)
    }

    private func advance(to moment: Duration) {
        card.advance(to: moment)
        handset.advance(to: moment)
    }

    /// Lets time pass. The player wakes up whenever it has asked to.
    func advance(by duration: Duration) {
        let end = card.now + duration
        while true {
            let rest = router.step(now: card.now)
            events = box.events
            switch rest {
            case .none: continue
            case .untilRoom(let device, let milliseconds):
                // A stuck card says at once that it has room, and takes nothing.
                let fake = device as? FakeDevice
                let room = fake?.isStuck == true ? .microseconds(100) : fake?.timeUntilRoom ?? .zero
                let grain: Duration = fake?.isStuck == true ? .zero : .milliseconds(1)
                let next = card.now + min(.milliseconds(Int(milliseconds)), max(room, grain))
                guard next <= end else { return advance(to: end) }
                advance(to: next)
            case .until(let moment):
                guard moment <= end else { return advance(to: end) }
                advance(to: moment)
            }
            wakeUps += 1
        }
    }
}
