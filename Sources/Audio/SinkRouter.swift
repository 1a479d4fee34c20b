/// Combines the engines of all sinks into one player: there is one voice, which is heard from one sink at a time. A
/// fault of one device does not affect the other.
struct SinkRouter {
    /// What the thread should do before the next step.
    enum Rest {
        case none
        /// Wait for room in this device, or for a command, at most this long.
        case untilRoom(any PCMDevice, milliseconds: Int32)
        /// Wait for a command, or until this moment.
        case until(Duration)
    }

    /// The longest sleep in milliseconds while two devices have something to play. The thread then sleeps on one of
    /// them, for a third of a period, so that the other does not run dry.
    static let turn: Int32 = 5

    private var engines: [PlayerEngine]
    private let emit: (AudioEvent) -> Void

    /// Creates a router with at most one device per sink.
    init(_ devices: [SinkDevice], click: [Int16], cacheBytes: Int, emit: @escaping (AudioEvent) -> Void) {
        let library = PromptLibrary(capacity: cacheBytes)
        engines = devices.map {
            PlayerEngine(sink: $0.sink, open: $0.open, click: click, library: library, emit: emit)
        }
        self.emit = emit
    }

    /// Carries out one command; `step` must follow.
    mutating func apply(_ command: PlayerCommand, now: Duration) {
        switch command {
        case .play(let list, let token): play(list, token: token, command, now: now)
        case .click(let sink): apply(command, now: now) { $0.sink == sink }
        case .stop, .volume, .close: apply(command, now: now) { _ in true }
        }
    }

    private mutating func apply(_ command: PlayerCommand, now: Duration, to isMeant: (PlayerEngine) -> Bool) {
        for index in engines.indices where isMeant(engines[index]) { engines[index].apply(command, now: now) }
    }

    private mutating func play(_ list: PlayList, token: UInt64, _ command: PlayerCommand, now: Duration) {
        if engines.contains(where: { $0.isSaying(moreThan: list.priority) }) {
            return emit(.notPlayed(token, .higherPriority))
        }
        apply(.stop(atMost: list.priority), now: now) { $0.sink != list.sink }
        guard engines.contains(where: { $0.sink == list.sink }) else { return emit(.notPlayed(token, .noDevice)) }
        apply(command, now: now) { $0.sink == list.sink }
    }

    /// Does what can be done now without waiting, at most one buffer's worth for each device.
    mutating func step(now: Duration) -> Rest {
        var rest = Rest.until(now + .seconds(3_600))
        for index in engines.indices {
            let own = engines[index].step(now: now)
            switch (rest, own) {
            case (.none, _), (_, .none): rest = .none
            case (.until(let one), .until(let other)): rest = .until(min(one, other))
            case (.until(let moment), .untilRoom(let milliseconds)):
                let limit = min(milliseconds, (moment - now).pollMilliseconds)
                rest = engines[index].device.map { .untilRoom($0, milliseconds: limit) } ?? .none
            case (.untilRoom(let device, let milliseconds), .until(let moment)):
                rest = .untilRoom(device, milliseconds: min(milliseconds, (moment - now).pollMilliseconds))
            case (.untilRoom(let device, let milliseconds), .untilRoom(let other)):
                rest = .untilRoom(device, milliseconds: min(milliseconds, other, Self.turn))
            }
        }
        return rest
    }
}
