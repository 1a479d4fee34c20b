import ArgumentParser
import ControlSocket
import EventQueue
import Foundation
import Serial

/// `kiosk queue`: shows what waits to be uploaded. The running kiosk answers. If none is running, the file is opened
/// under its lock.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Show, export or retry the events that wait to be uploaded.",
        discussion: "Asks the running kiosk; opens the file only when no kiosk holds its lock.")

    enum Topic: String, ExpressibleByArgument, CaseIterable {
        case status, list, export, retry
    }

    @OptionGroup var locations: Locations

    @Argument(
        help: """
            status; list: the oldest, one JSON object a line; export: all of them; retry: what the platform would not \
            take is put back to be uploaded once more.
            """)
    var topic: Topic = .status

    @Option(help: "The longest list.")
    var limit = 100

    @Option(help: "The file to export to; standard output without it.")
    var output: String?

    @Flag(help: "List or export what the platform would not take, with its reasons.")
    var quarantined = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is at least 1") }
        guard output == nil || topic == .export else { throw ValidationError("--output goes with export") }
    }

    func run() throws {
        let source = try QueueSource(locations)
        defer { source.close() }
        switch topic {
        case .status, .retry: print(try source.ask([topic.rawValue]))
        case .list: try pages(of: source, most: limit) { print($0) }
        case .export: try export(from: source)
        }
    }

    private func export(from source: QueueSource) throws {
        guard let output else {
            try pages(of: source, most: .max) { print($0) }
            return
        }
        // The file's content is as private as the queue itself.
        let descriptor = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure("\(output): \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let count: Int
        do {
            count = try pages(of: source, most: .max) { try file.write(contentsOf: Data(($0 + "\n").utf8)) }
            try file.synchronize()
        } catch {
            throw Failure("\(output) is not complete: \(error)")
        }
        print("\(count) exported to \(output)")
    }

    /// Passes on lines, many at a time. What is uploaded meanwhile is left out. Returns the number of lines.
    @discardableResult
    private func pages(of source: QueueSource, most: Int, _ write: (String) throws -> Void) throws -> Int {
        let kind: QueueDesk.Kind = quarantined ? .quarantined : .queued
        var after = "0"
        var count = 0
        while count < most {
            let lines = try source.ask(["page", kind.rawValue, after, String(min(1_000, most - count))])
                .split(separator: "\n")
            guard let next = lines.first, next != "-" else { break }
            try write(lines.dropFirst().joined(separator: "\n"))
            after = String(next)
            count += lines.count - 1
        }
        return count
    }
}

/// Who answers: the running kiosk, or the queue's file if no kiosk is running.
private enum QueueSource {
    case kiosk(socket: String)
    case file(EventQueue, StateLock)

    init(_ locations: Locations) throws {
        if try ControlClient.ask(ControlRequest("queue", ["status"]), at: locations.controlSocket) != nil {
            self = .kiosk(socket: locations.controlSocket)
            return
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
        do {
            // Opened first as a test: only the kiosk may set a broken file aside, since it knows its own number.
            try QueueStore(path: locations.state + "/events.sqlite", booth: "").close()
        } catch {
            throw Failure("the queue cannot be read, the kiosk will set it aside or wait when it starts: \(error)")
        }
        // Does not drop anything because of a limit. That, too, is left to the kiosk, which knows its number.
        let bounds = QueueBounds(rows: .max, bytes: .max, age: .seconds(1_000_000_000))
        self = .file(EventQueue(directory: locations.state, booth: "", bounds: bounds) { _ in }, lock)
    }

    func ask(_ words: [String]) throws -> String {
        let answer: QueueDesk.Answer
        switch self {
        case .kiosk(let socket):
            guard let reply = try ControlClient.ask(ControlRequest("queue", words), at: socket) else {
                throw Failure("the kiosk stopped meanwhile; try again")
            }
            answer = (reply.ok, reply.text)
        case .file(let queue, _): answer = QueueDesk.answer(words, from: queue)
        }
        guard answer.ok else { throw Failure(answer.text) }
        return answer.text
    }

    func close() {
        guard case .file(let queue, let lock) = self else { return }
        Blocking.wait { done in queue.close { done(()) } }
        withExtendedLifetime(lock) {}
    }
}
