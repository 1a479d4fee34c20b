import Audio
import Foundation
import Glibc
import Synchronization

/// Measures what speech costs, with one recording after the other, as the player decodes and mixes them.
///
/// - Parameters:
///   - prompts: The directory with a directory of recordings for each language.
///   - device: A paced ALSA device, such as a PulseAudio server with a null sink.
///   - seconds: How long to speak for.
func measureVoice(prompts: String, device: String, seconds: Double) throws -> [Figure] {
    let files = try recordings(prompts)
    // Memory is measured first, on a device that takes sound as fast as it is decoded, until the player's cache is
    // full.
    let before = try residentMemory()
    let library = Speaker(device: "null")
    try library.play(Array(files.prefix(400)))
    let memory = try residentMemory() - before
    library.close()

    let speaker = Speaker(device: device)
    // This player has nothing in its cache, so everything is decoded.
    let start = ContinuousClock.now
    let cpuBefore = processorTime()
    try speaker.play(files, atMost: seconds)
    let cpu = processorTime() - cpuBefore
    let took = (ContinuousClock.now - start) / .seconds(1)
    speaker.close()
    guard took > seconds / 2 else { throw BenchFailure(description: "\(device) is not paced: \(took) s") }
    return [
        Figure(name: "prompt_library_memory", value: memory, unit: "MB"),
        Figure(name: "speaking_cpu", value: 100 * cpu / took, unit: "%"),
    ]
}

private func recordings(_ directory: String) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: directory).filter { $0.hasSuffix(".ogg") }.sorted()
    guard !names.isEmpty else { throw BenchFailure(description: "no recordings in \(directory)") }
    return names.map { directory + "/" + $0 }
}

/// A player that can be waited for.
private final class Speaker: Sendable {
    /// Why the device was lost.
    private final class Trouble: Sendable { let reason = Mutex<String?>(nil) }

    private let player: PromptPlayer
    private let ended = DispatchSemaphore(value: 0)
    private let trouble = Trouble()

    init(device: String) {
        player = PromptPlayer(loudspeaker: device) { [ended, trouble] event in
            switch event {
            case .finished, .cut, .notPlayed: ended.signal()
            case .deviceLost(_, let reason): trouble.reason.withLock { $0 = reason }
            case .started, .missing, .deviceBack: break
            }
        }
    }

    /// Plays the files as one prompt, and cuts it off after this many seconds.
    func play(_ files: [String], atMost seconds: Double = 600) throws {
        player.play(PlayList(files: files), token: 1)
        if ended.wait(timeout: .now() + seconds) == .timedOut {
            player.stop(atMost: .emergency)
            ended.wait()
        }
        if let reason = trouble.reason.withLock({ $0 }) { throw BenchFailure(description: reason) }
    }

    func close() { player.close() }
}

/// The user and system time of this process, in seconds.
private func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The resident memory of this process, in MB (VmRSS).
private func residentMemory() throws -> Double {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
        let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { throw BenchFailure(description: "/proc/self/status has no VmRSS") }
    return kilobytes / 1024
}
