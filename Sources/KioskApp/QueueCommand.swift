import ArgumentParser
import ControlSocket
import EventQueue
import Foundation

/// `kiosk queue`: what waits to be uploaded. The running kiosk answers; without one the file is opened, under its lock.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Show the events that wait to be uploaded.",
        discussion: "Asks the running kiosk; opens the file only when no kiosk holds its lock.")

    enum Topic: String, ExpressibleByArgument, CaseIterable {
        case status, list
    }

    @OptionGroup var locations: Locations

    @Argument(help: "status, or list: one JSON object a line, oldest first.")
    var topic: Topic = .status

    @Option(help: "The longest list.")
    var limit = 100

    func run() throws {
        let request = ControlRequest("queue", [topic.rawValue, String(limit)])
        if let reply = try ControlClient.ask(request, at: locations.controlSocket) {
            guard reply.ok else { throw Failure(reply.text) }
            return print(reply.text)
        }
        guard FileManager.default.fileExists(atPath: locations.state + "/events.sqlite") else {
            throw Failure("\(locations.state): no kiosk runs here and there is no queue; is --state right?")
        }
        let lock: StateLock
        do {
            lock = try StateLock(directory: locations.state)
        } catch {
            throw Failure("\(locations.state): a kiosk holds the queue but does not answer (\(error))")
        }
        let queue = EventQueue(directory: locations.state, booth: "") { _ in }
        print(QueueReportText.text(of: queue, topic: topic.rawValue, limit: limit))
        withExtendedLifetime(lock) {
            let closed = DispatchSemaphore(value: 0)
            queue.close { closed.signal() }
            closed.wait()
        }
    }
}

/// The queue in words, the same from the running kiosk and from the file.
enum QueueReportText {
    /// Waits for the queue's own thread; never call it on the main queue.
    static func text(of queue: EventQueue, topic: String, limit: Int) -> String {
        let done = DispatchSemaphore(value: 0)
        let text = Box("")
        if topic == "list" {
            queue.peek(count: max(1, limit), bytes: 8 << 20) { _, events in
                text.value = (events ?? []).map(line).joined(separator: "\n")
                done.signal()
            }
        } else {
            // The status is published after each look; the second look comes after the first one's publication.
            queue.inspect { _ in }
            queue.inspect { _ in done.signal() }
        }
        done.wait()
        if topic == "list" { return text.value }
        let status = queue.status
        let oldest = status.oldest.map { Date(timeIntervalSince1970: Double($0) / 1000).formatted(.iso8601) } ?? "-"
        return """
            depth \(status.depth)
            in memory \(status.inMemory)
            oldest \(oldest)
            lowest unsent \(status.lowestUnsent.map(String.init) ?? "-")
            dropped \(status.dropped)
            quarantined \(status.quarantined)
            epoch \(status.epoch ?? "-")
            storage \(status.trouble.map { "\($0)" } ?? "ok")
            """
    }

    private static func line(_ stored: StoredEvent) -> String {
        "{\"sequence\":\(stored.sequence),\"id\":\"\(stored.event.id)\",\"type\":\"\(stored.event.type)\","
            + "\"time\":\(stored.event.time),\"data\":\(stored.event.data)}"
    }

    /// Filled on the queue's thread before the semaphore is signalled, read after it: never at the same time.
    private final class Box: @unchecked Sendable {
        var value: String
        init(_ value: String) { self.value = value }
    }
}
