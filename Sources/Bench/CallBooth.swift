import Foundation
import KioskCore
import Vocabulary
import KioskRuntime
import Screens
import Serial
import Telephony

/// A booth that can only call: the product's runtime and telephone without terminal, voice and platform, so that time
/// and memory are those of calls alone. `kiosk-bench booth` runs it for scripts/bench.d/calls.py.
///
/// Each character on standard input is a key, and the end of input ends the booth. Standard output reports what
/// happens, one line each: the event, its time in nanoseconds of the real-time clock (the one that the kernel uses to
/// stamp datagrams), and the state.
@MainActor
final class CallBooth {
    private let broker: LineBroker
    private let telephone: BoothTelephone
    private let runtime: Runtime
    private var standing = ""

    init(_ house: CallHouse) throws {
        let log: @Sendable (String) -> Void = { FileHandle.standardError.write(Data("kiosk-bench: \($0)\n".utf8)) }
        broker = LineBroker(
            .init(
                controlPort: house.telephony.controlPort, sockets: [(.kiosk, house.telephony.lineSocket, nil)]),
            log: log)
        try broker.start()
        let facts = MainInbox<Action>()
        let frames = MainInbox<Frame>()
        let telephone = BoothTelephone(
            BoothTelephone.Configuration(
                telephony: house.telephony, timings: house.timings,
                devices: CallDevices(source: house.boothSound.source),
                runtime: RuntimeDirectory(house.directory + "/run"), bootID: "bench", now: { Self.now }, day: { 0 }),
            send: facts.post, log: log)
        self.telephone = telephone
        runtime = Runtime(
            catalogue: Self.catalogue,
            settings: Settings(
                booth: Booth(number: "PT-0042", address: [.chinese: "兰溪路 123 号"], sayThis: ["我在兰溪路 123 号"]),
                telephony: house.telephony, timings: house.timings),
            size: Size(columns: 45, rows: 34),
            ports: Ports(
                clock: Self.clock, telephone: telephone.perform, record: { _ in }, randomID: { UUID().uuidString },
                present: { frames.onMessage($0) }, sessionEnded: {}))
        facts.onMessage = { [weak self] in self?.send($0) }
        frames.onMessage = { [weak self] _ in self?.tell() }
    }

    /// Starts the booth, and reads keys on a separate thread until there are no more.
    func start() {
        send(.start(Restored(calls: telephone.restored)))
        telephone.start()
        Blocking.thread("keys") { [self] in
            while let byte = FileHandle.standardInput.readData(ofLength: 1).first {
                guard let key = Key(character: Character(UnicodeScalar(byte))) else { continue }
                Main.run { self.press(key) }
            }
            Main.run { self.stop() }
        }
    }

    private func press(_ key: Key) {
        let pressed = Self.nanoseconds(CLOCK_REALTIME)
        send(.press(key, by: .key))
        say("pressed \(pressed)")
    }

    private func stop() {
        telephone.stop()
        exit(0)
    }

    fileprivate func send(_ action: Action) {
        runtime.send(action)
        tell()
    }

    /// Reports the state if it has changed.
    fileprivate func tell() {
        let state = runtime.state
        let now = "\(state.health.routes.agentConnected ? "agent" : "no-agent") \(screen(state)) \(call(state))"
        guard now != standing else { return }
        standing = now
        say("stands \(Self.nanoseconds(CLOCK_REALTIME)) \(now)")
    }

    private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    private func screen(_ state: State) -> String {
        switch state.screen {
        case .home: "home"
        case .countdown: "countdown"
        case .call: "call"
        case .callEnded: "ended"
        default: "other"
        }
    }

    private func call(_ state: State) -> String {
        guard let call = state.call, let trunk = call.plan.current?.target.trunk.rawValue else { return "none" }
        switch call.stage {
        case .dialling: return "dialling-\(trunk)"
        case .ringing: return "ringing-\(trunk)"
        case .earlyMedia: return "speaking-\(trunk)"
        case .connected: return "connected-\(trunk)"
        case .waiting: return "waiting"
        }
    }

    private static let catalogue = Catalogue(
        functions: [
            Function(
                id: FunctionID(rawValue: "police"), key: EmergencyService.police.key, category: .emergency,
                official: .emergency, label: [.chinese: "报警 110"], short: [.chinese: "报警"],
                steps: [.emergency(.police)])
        ], languages: [Language(code: .chinese, name: "中文", texts: [:])])

    // MARK: Clocks

    private static let clock = Ports.Clock.mainQueue(
        now: { now },
        wall: { WallTime(unixMilliseconds: nanoseconds(CLOCK_REALTIME) / 1_000_000, utcOffsetSeconds: 28_800) })

    private nonisolated static var now: Moment { Moment(milliseconds: nanoseconds(CLOCK_MONOTONIC) / 1_000_000) }

    private nonisolated static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Key {
    /// The key with this character on it.
    fileprivate init?(character: Character) {
        switch character {
        case "*": self = .star
        case "#": self = .hash
        default:
            guard let digit = character.wholeNumberValue else { return nil }
            self = .digit(digit)
        }
    }
}
