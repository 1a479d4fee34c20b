import EventQueue
import Foundation

/// What durability costs on top of SQLite itself: an urgent event handed to the booth's queue until its commit is
/// reported, against the same transaction through SQLite's C interface. Both write in the same directory, in turns, so
/// that a slow moment of the disk falls on both.
func measureAppend(directory: String) throws -> [Figure] {
    let (rounds, appends) = (60, 20)
    for name in ["queue", "raw"] {
        let path = "\(directory)/\(name)"
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    let ours = try QueueAppender(directory: "\(directory)/queue")
    let raw = try RawQueue(path: "\(directory)/raw/events.sqlite")
    // Tables grown, statements prepared, threads started.
    for _ in 0..<appends { try ours.append(sample()) }
    for _ in 0..<appends { try raw.append(sample()) }

    var ourTimes: [Double] = []
    var rawTimes: [Double] = []
    for round in 0..<rounds {
        let events = (0..<2 * appends).map { _ in sample() }
        let (first, second) = (events[..<appends], events[appends...])
        if round.isMultiple(of: 2) {
            ourTimes.append(try microseconds(first, ours.append))
            rawTimes.append(try microseconds(second, raw.append))
        } else {
            rawTimes.append(try microseconds(first, raw.append))
            ourTimes.append(try microseconds(second, ours.append))
        }
    }
    ours.close()
    return [
        Figure(name: "append_durable_ratio", value: ourTimes.median / rawTimes.median, unit: "ratio"),
        Figure(name: "append_durable", value: ourTimes.median, unit: "us"),
        Figure(name: "append_raw", value: rawTimes.median, unit: "us"),
    ]
}

/// Microseconds for one append, the mean of a round.
private func microseconds(
    _ events: ArraySlice<QueuedEvent>, _ append: (QueuedEvent) throws -> Void
) rethrows -> Double {
    let start = ContinuousClock.now
    for event in events { try append(event) }
    return (ContinuousClock.now - start) / .microseconds(1) / Double(events.count)
}

/// An event of the size that a booth writes.
private func sample() -> QueuedEvent {
    QueuedEvent(
        id: UUID().uuidString.lowercased(), type: "cn.laoyouting.booth.call.ended",
        time: Int64(Date().timeIntervalSince1970 * 1000), urgent: true,
        data: #"{"booth":"PT-0042","session":"0f6b3c52-7e3a-4c0b-9d0e-2f6f6f1f3a11","function":"person","#
            + #""language":"zh-Hans","input":"key","step":"call","outcome":"answered","duration_ms":74211,"#
            + #""offline":false,"ring_ms":2140,"talk_ms":71022,"ended_by":"far_side","route":"demo"}"#)
}

/// The booth's queue, appended to by a thread that waits for each commit.
private final class QueueAppender {
    private let queue: EventQueue
    private let reported = DispatchSemaphore(value: 0)

    init(directory: String) throws {
        queue = EventQueue(directory: directory, booth: "PT-0042") { [reported] _ in reported.signal() }
        try awaitWithoutTrouble { [queue, reported] in queue.inspect { _ in reported.signal() } }
    }

    func append(_ event: QueuedEvent) throws {
        try awaitWithoutTrouble { queue.append(event) }
    }

    func close() {
        queue.close { [reported] in reported.signal() }
        reported.wait()
    }

    /// Any report ends the wait; a storage in trouble, which would make every append look fast, ends the measurement.
    private func awaitWithoutTrouble(_ work: () -> Void) throws {
        work()
        guard reported.wait(timeout: .now() + 30) == .success else {
            throw BenchFailure(description: "the queue reported nothing for 30 s")
        }
        if let trouble = queue.status.trouble { throw BenchFailure(description: "\(trouble)") }
    }
}
