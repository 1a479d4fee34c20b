import AdapterTestSupport
import Foundation
import Reporting
import Vocabulary

@testable import EventQueue

/// A queue in a directory with everything that it reported.
struct Booth {
    let directory: String
    let reports = Recorder<QueueReport>()
    let queue: EventQueue

    init(
        _ directory: String, bounds: QueueBounds = QueueBounds(), grouping: Duration = .milliseconds(20),
        now: @escaping @Sendable () -> Int64 = { 1_780_000_000_000 }
    ) {
        self.directory = directory
        queue = EventQueue(
            directory: directory, booth: "PT-0042", bounds: bounds, grouping: grouping, now: now
        ) { [reports] in reports.record($0) }
    }

    var file: String { directory + "/events.sqlite" }

    /// Events committed so far, in the order of the reports.
    var committed: [StoredEvent] { reports.values.flatMap(\.stored) }

    func committed(_ count: Int) async throws -> [StoredEvent] {
        try await reports.wait { $0.flatMap(\.stored).count >= count }.flatMap(\.stored)
    }

    func peek(_ count: Int = 1_000_000, bytes: Int = .max) async -> (epoch: String, events: [StoredEvent]?) {
        await withCheckedContinuation { continuation in
            queue.peek(count: count, bytes: bytes) { continuation.resume(returning: ($0, $1)) }
        }
    }

    func acknowledge(_ sequences: [Int64], epoch: String) async {
        await withCheckedContinuation { continuation in
            queue.acknowledge(sequences, epoch: epoch) { continuation.resume() }
        }
    }

    func quarantine(_ sequence: Int64, epoch: String, reason: String) async {
        await withCheckedContinuation { continuation in
            queue.quarantine(sequence, epoch: epoch, reason: reason) { continuation.resume() }
        }
    }

    func close() async {
        await withCheckedContinuation { continuation in queue.close { continuation.resume() } }
    }
}

extension QueueReport {
    var stored: [StoredEvent] { if case .committed(let events, _) = self { events } else { [] } }
    var loss: QueueLoss? { if case .dropped(let loss) = self { loss } else { nil } }
    var isDegraded: Bool { if case .degraded = self { true } else { false } }
    var asidePath: String? { if case .setAside(let path) = self { path } else { nil } }
}

func event(
    _ id: String, type: String = "cn.laoyouting.booth.step.v1", urgent: Bool = false, time: Int64 = 1_780_000_000_000,
    data: String = "{\"outcome\":\"shown\"}"
) -> QueuedEvent {
    QueuedEvent(id: id, type: type, time: time, urgent: urgent, data: data)
}

let emergencyType = "cn.laoyouting.booth.emergency.v1"

/// A copy of what is on disk at this instant, as a power cut would leave it.
func crashImage(of directory: String) throws -> TemporaryDirectory {
    let image = try TemporaryDirectory()
    let files = FileManager.default
    for name in ["events.sqlite", "events.sqlite-wal"] where files.fileExists(atPath: "\(directory)/\(name)") {
        try files.copyItem(atPath: "\(directory)/\(name)", toPath: "\(image.path)/\(name)")
    }
    return image
}
