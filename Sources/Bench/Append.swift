import EventQueue
import Foundation
import Synchronization

/// Measures what the booth's queue costs on top of SQLite itself. An urgent event, or a batch that ends with one, is
/// timed from `append` to the report of its commit, and compared with the same transaction through SQLite's C
/// interface. Both write in the same directory, one append each in turn, so that a slow moment of the disk affects
/// both.
func measureAppend(directory: String) throws -> [Figure] {
    let ours = try QueueAppender(directory: try emptied("\(directory)/queue"))
    let raw = try RawQueue(path: try emptied("\(directory)/raw") + "/events.sqlite")
    defer { ours.close() }
    var figures: [Figure] = []
    for (name, size, turns) in [("durable", 1, 1_500), ("batch", 100, 300)] {
        var (ourTimes, rawTimes): ([Double], [Double]) = ([], [])
        // By then the tables have grown, the statements are compiled and the threads are started.
        let warmUp = 50
        for turn in 0..<(warmUp + turns) {
            let (first, second) = (samples(size), samples(size))
            // The two take turns in going first.
            let rawFirst = turn.isMultiple(of: 2) ? try raw.append(first) : nil
            let mine = try ours.append(second)
            let theirs = try rawFirst ?? raw.append(first)
            guard turn >= warmUp else { continue }
            ourTimes.append(mine)
            rawTimes.append(theirs)
        }
        figures += [
            // The ratio is taken turn by turn: the disk may have been faster at one side's median than at the other's.
            Figure(name: "append_\(name)_ratio", value: zip(ourTimes, rawTimes).map { $0 / $1 }.median, unit: "ratio"),
            Figure(name: "append_\(name)", value: ourTimes.median, unit: "us"),
            Figure(name: "append_\(name)_raw", value: rawTimes.median, unit: "us"),
        ]
    }
    // The share of waking the queue's thread, which the loop in C does not do. A commit comes before each, as above.
    let handovers = try (0..<500).map { _ in
        _ = try raw.append(samples(1))
        return try ours.handOver()
    }
    return figures + [Figure(name: "append_handover", value: handovers.median, unit: "us")]
}

/// An empty directory at a path.
func emptied(_ path: String) throws -> String {
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}

/// Events of the size that a booth writes. The last one is urgent, so that they are committed together and at once.
private func samples(_ count: Int) -> [QueuedEvent] {
    (1...count).map { sampleEvent(urgent: $0 == count) }
}

/// An event of the size that a booth writes. It follows docs/schemas, so the platform accepts it.
func sampleEvent(urgent: Bool) -> QueuedEvent {
    QueuedEvent(
        id: UUID().uuidString.lowercased(), type: "cn.laoyouting.booth.step.v1",
        time: Int64(Date().timeIntervalSince1970 * 1000), urgent: urgent,
        data: #"{"booth":"PT-0042","session":"0f6b3c52-7e3a-4c0b-9d0e-2f6f6f1f3a11","function":"person","#
            + #""official_category":"services","language":"zh-Hans","input":"key","duration_ms":74211,"#
            + #""offline":false,"use":1,"outcome":"forward","step":"call","position":2,"first_key_ms":2140,"#
            + #""wrong_keys":0,"repeats":1}"#)
}

extension RawQueue {
    /// Commits the events in one transaction.
    /// - Returns: The time in microseconds.
    fileprivate func append(_ events: [QueuedEvent]) throws -> Double {
        let start = ContinuousClock.now
        try commit(events)
        return (ContinuousClock.now - start) / .microseconds(1)
    }
}

/// The booth's queue with a thread that appends and waits for each commit.
private final class QueueAppender {
    private let queue: EventQueue
    private let reports = Reports()

    init(directory: String) throws {
        queue = EventQueue(directory: directory, booth: "PT-0042") { [reports] in reports.take($0) }
        queue.inspect { [reports] _ in reports.signal() }
        try wait()
    }

    /// The time in microseconds until the queue's thread reports the commit, which is when a booth learns of it.
    func append(_ events: [QueuedEvent]) throws -> Double {
        reports.expect(events.count)
        let start = ContinuousClock.now
        for event in events { queue.append(event) }
        try wait()
        return (reports.committedAt - start) / .microseconds(1)
    }

    /// The time in microseconds until the queue's thread starts on what it is handed.
    func handOver() throws -> Double {
        reports.expect(0)
        let start = ContinuousClock.now
        queue.inspect { [reports] _ in reports.take(.committed([], urgent: false)) }
        try wait()
        return (reports.committedAt - start) / .microseconds(1)
    }

    func close() {
        queue.close { [reports] in reports.signal() }
        reports.wait()
    }

    /// Ends the measurement if the storage is in trouble, since every append would then look fast.
    private func wait() throws {
        guard reports.wait() else { throw BenchFailure(description: "the queue reported nothing for 30 s") }
        if let trouble = queue.status.trouble { throw BenchFailure(description: "\(trouble)") }
    }
}

/// Counts the committed events and notes the time.
private final class Reports: Sendable {
    private let state = Mutex((missing: 0, at: ContinuousClock.now))
    private let reported = DispatchSemaphore(value: 0)

    var committedAt: ContinuousClock.Instant { state.withLock { $0.at } }

    func expect(_ count: Int) { state.withLock { $0.missing = count } }

    func take(_ report: QueueReport) {
        let now = ContinuousClock.now
        guard case .committed(let events, _) = report else { return signal() }
        let done = state.withLock { state in
            state.missing -= events.count
            state.at = now
            return state.missing == 0
        }
        if done { signal() }
    }

    func signal() { reported.signal() }

    @discardableResult
    func wait() -> Bool { reported.wait(timeout: .now() + 30) == .success }
}
