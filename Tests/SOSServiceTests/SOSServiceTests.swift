import BoothDriver
import Foundation
import Glibc
import Spawn
import Testing

/// The SOS service beside the real kiosk, broker, SIP agent and operator. The kiosk is stopped and goes on at some second
/// after SOS was pressed: whatever happens, the help centre hears of it, and it is called once.
@Suite
struct SOSServiceTests {
    /// Seconds after the press.
    struct Stop: CustomTestStringConvertible {
        var at: Int
        var until: Int
        var testDescription: String { "stopped at \(at) s, on again at \(until) s" }
    }

    /// In `make test` the turning points: before the key, within and after the two seconds, in the service's countdown,
    /// in its call; and within the kiosk's own countdown and call. SOS_MATRIX=1 has every second of both.
    static var stops: [Stop] {
        guard ProcessInfo.processInfo.environment["SOS_MATRIX"] == nil else {
            return (0...20).flatMap { at in
                [1, 2, 3, 5, 8, 12, 16].map { Stop(at: at, until: at + $0) }
            } + (1...25).map { Stop(at: 0, until: $0) }
        }
        return [
            Stop(at: 0, until: 1), Stop(at: 0, until: 5), Stop(at: 0, until: 14), Stop(at: 3, until: 9),
            Stop(at: 3, until: 25), Stop(at: 12, until: 17),
        ]
    }

    @Test("SOS is answered by one call, whenever the kiosk is stopped and goes on", arguments: stops)
    func oneCall(_ stop: Stop) async throws {
        try await with { booth, sos in
            let kiosk = try booth.pid(of: .kiosk)
            defer { kill(kiosk, SIGCONT) }
            let pressed = ContinuousClock.now
            if stop.at == 0 { kill(kiosk, SIGSTOP) }
            try sos.press()
            try booth.tmux.command("send-keys", "F11")
            if stop.at > 0 {
                try await Task.sleep(until: pressed + .seconds(stop.at))
                kill(kiosk, SIGSTOP)
            }
            try await Task.sleep(until: pressed + .seconds(stop.until))
            kill(kiosk, SIGCONT)
            try await eventually("the operator answers") { !booth.recordings(of: .operator).isEmpty }
            try await booth.see("挂断")
            // The service's number of attempts is in nobody's records but the operator's.
            try await Task.sleep(for: .seconds(3))
            try await booth.press("*", brings: "再按一次就挂断")
            try await booth.press("*")
            try await booth.gone("再按一次就挂断")
            // A second call would begin within the chooser's time and a round's pause.
            try await Task.sleep(for: .seconds(12))
            #expect(
                booth.recordings(of: .operator).count == 1, "one call, not \(booth.recordings(of: .operator).count)")
            #expect(try booth.shows("通话结束"), "\((try? booth.picture()) ?? "")")
        }
    }

    @Test("A kiosk that is gone for good: the service calls, and a key cancels in time")
    func gone() async throws {
        try await with { booth, sos in
            kill(try booth.pid(of: .kiosk), SIGSTOP)
            try sos.press()
            try await eventually("the prompt") { sos.played == ["countdown"] }
            try sos.press(.cancel)
            try await eventually("that it was cancelled") { sos.played == ["countdown", "cancelled"] }
            try sos.press()
            try await eventually("the operator answers") { booth.recordings(of: .operator).count == 1 }
            kill(try booth.pid(of: .kiosk), SIGCONT)
        }
    }

    private func with(_ body: (Booth, Service) async throws -> Void) async throws {
        let directory = try Places.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let booth = try await Booth(in: directory)
        let result: Result<Void, any Error>
        do {
            try booth.startDemonstration()
            try await booth.seeAttract()
            let service = try await Service(booth)
            defer { service.end() }
            result = .success(try await body(booth, service))
        } catch {
            result = .failure(error)
        }
        let left = try await booth.close()
        if case .failure = result { Issue.record("the ends of the logs:\n\(booth.logs)") }
        try result.get()
        #expect(left.isEmpty, "processes were left behind")
    }
}

/// The real booth-sos, with a FIFO for the keypad and a program that only notes which prompt it is told to play.
final class Service {
    enum Key: UInt16 { case sos = 87, cancel = 14 }

    private let program: Child
    private let keypad: Int32
    private let log: String

    init(_ booth: Booth) async throws {
        let directory = booth.directory
        let (fifo, player) = (directory + "/keypad", directory + "/player")
        log = directory + "/played"
        mkfifo(fifo, 0o600)
        try "#!/bin/sh\nbasename \"$4\" .wav >>'\(log)'\n".write(toFile: player, atomically: true, encoding: .utf8)
        chmod(player, 0o755)
        let overlay = try booth.read("overlay.yaml")
        let line = overlay.split(separator: "\n").first { $0.contains("line_socket:") }?.split(separator: " ").last
        let socket = try #require(line.map(String.init)).replacing("kiosk.sock", with: "sos.sock")
        let lines = booth.state + "/sos/lines"
        try await eventually("the kiosk's file for the service") { access(lines, R_OK) == 0 }
        program = try Child(
            [
                Places.root + "/.build-sos/booth-sos-checked", "--line", socket, "--lines", lines, "--player", player,
                "--device", fifo,
            ], output: .file(booth.state + "/sos.log"))
        var opened: Int32 = -1
        try await eventually("the service reads its keypad") {
            opened = open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            return opened >= 0
        }
        keypad = opened
    }

    /// The prompts that were played, in order.
    var played: [String] {
        ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Presses a key of the keypad, as the kernel reports it (struct input_event).
    func press(_ key: Key = .sos) throws {
        var event = [UInt8](repeating: 0, count: 24)
        event[16] = 1
        event[18] = UInt8(key.rawValue)
        event[20] = 1
        try #require(write(keypad, event, event.count) == event.count)
    }

    func end() {
        program.send(SIGKILL)
        close(keypad)
    }
}
