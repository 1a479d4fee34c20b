import EventQueue
import Foundation
import Vocabulary
import PlatformClient

/// Fills a queue with events of the size that a booth writes.
func fillQueue(directory: String, count: Int) throws -> [Figure] {
    let store = try QueueStore(
        path: try emptied(directory) + "/events.sqlite", booth: "PT-0042", bounds: QueueBounds(rows: count))
    var left = count
    while left > 0 {
        let size = min(500, left)
        _ = try store.append((0..<size).map { _ in sampleEvent(urgent: false) }, now: 0)
        try store.emptyLog()
        left -= size
    }
    try store.close()
    return []
}

/// Measures the peak memory of a process that opens a full queue and uploads fifty batches from it, and how long the
/// queue takes to answer.
func measureMemory(directory: String, url: String) throws -> [Figure] {
    let start = ContinuousClock.now
    let events = try openQueue(directory)
    let opened = (ContinuousClock.now - start) / .milliseconds(1)
    let depth = events.status.depth
    guard depth > 20_000 else { throw BenchFailure(description: "there are only \(depth) events; fill it first") }

    let done = DispatchSemaphore(value: 0)
    let client = try uploader(of: events, directory: directory, url: url) { _ in done.signal() }
    client.start()
    for _ in 0..<50 {
        guard done.wait(timeout: .now() + 60) == .success else {
            throw BenchFailure(description: "nothing was uploaded to \(url) for a minute")
        }
    }
    let peak = try peakMemory()
    client.stop { done.signal() }
    done.wait()
    return [
        Figure(name: "memory_with_1m_queued", value: peak, unit: "MB"),
        Figure(name: "open_with_1m_queued", value: opened, unit: "ms"),
    ]
}

/// Measures how fast a full queue is uploaded to the last event, and the process's peak memory meanwhile.
func measureDrain(directory: String, url: String) throws -> [Figure] {
    let events = try openQueue(directory)
    let depth = events.status.depth
    guard depth >= 1_000 else { throw BenchFailure(description: "there are only \(depth) events; fill it first") }
    let done = DispatchSemaphore(value: 0)
    // When the queue answers this, it has deleted what was uploaded.
    let client = try uploader(of: events, directory: directory, url: url) { _ in
        events.inspect { _ in done.signal() }
    }
    let start = ContinuousClock.now
    client.start()
    while events.status.depth > 0 {
        guard done.wait(timeout: .now() + 60) == .success else {
            throw BenchFailure(description: "nothing was uploaded to \(url) for a minute")
        }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let peak = try peakMemory()
    guard events.status.quarantined == 0 else {
        throw BenchFailure(description: "\(events.status.quarantined) events were refused")
    }
    client.stop { done.signal() }
    done.wait()
    return [
        Figure(name: "drain_rate", value: Double(depth) / seconds, unit: "events/s"),
        Figure(name: "drain_peak_memory", value: peak, unit: "MB"),
    ]
}

/// Opens the queue in a directory and waits until it answers.
private func openQueue(_ directory: String) throws -> EventQueue {
    let events = EventQueue(directory: directory, booth: "PT-0042") { _ in }
    let done = DispatchSemaphore(value: 0)
    events.inspect { _ in done.signal() }
    done.wait()
    return events
}

/// A booth's client for that queue. `uploaded` is called with the size of each batch that the platform has taken.
private func uploader(
    of events: EventQueue, directory: String, url: String, uploaded: @escaping @Sendable (Int) -> Void
) throws -> PlatformClient {
    let token = directory + "/token"
    try Data("bench\n".utf8).write(to: URL(fileURLWithPath: token))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
    return try PlatformClient(
        settings: PlatformSettings(url: url, tokenFile: token),
        booth: Booth(number: "PT-0042", address: [.chinese: "普陀区曹杨路 500 号"]), cacheDirectory: directory,
        events: events,
        snapshot: {
            HeartbeatSnapshot(
                version: "bench", uptime: .seconds(1), bootID: "bench", trunks: [], faults: [], lastSessionAge: nil)
        }
    ) { report in
        if case .uploaded(let count) = report { uploaded(count) }
    }
}

/// The peak resident memory of this process so far, in MB (VmHWM).
private func peakMemory() throws -> Double {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    guard let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) }) else {
        throw BenchFailure(description: "no VmHWM in /proc/self/status")
    }
    return kilobytes / 1024
}
