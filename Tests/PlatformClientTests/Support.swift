import AdapterTestSupport
import EventQueue
import Foundation
import HTTPClient
import Basics
import KioskCore
import Reporting
import Vocabulary
import Synchronization
import Testing

@testable import PlatformClient

/// A booth's queue and platform client against a scripted platform, in a directory of their own.
final class Booth: Sendable {
    let directory: TemporaryDirectory
    let queueReports = Recorder<QueueReport>()
    let reports = Recorder<PlatformReport>()
    let queue: EventQueue
    let client: PlatformClient
    let settings: PlatformSettings
    /// The wall clock of everything here, milliseconds since 1970.
    let now: @Sendable () -> Int64

    init(
        url: String, plan: UploadPlan = UploadPlan(backoff: Backoff(base: .milliseconds(2), cap: .milliseconds(20))),
        interval: Duration = .seconds(3600), heartbeat: Duration = .seconds(3600), patience: Duration = .seconds(10),
        uploadTimeout: Duration = .seconds(30), certificates: String? = nil, clientCertificate: String? = nil,
        random: @escaping @Sendable () -> Double = { 0.5 }, token: String = "secret-token", tokenMode: Int = 0o600,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) },
        directory: TemporaryDirectory? = nil, orderClock: OrderClock? = nil, contacts: MemoryFile? = nil
    ) throws {
        self.directory = try directory ?? TemporaryDirectory()
        self.now = now
        let tokenFile = try self.directory.file("token", Array("\(token)\n".utf8), mode: tokenMode)
        settings = PlatformSettings(
            url: url, tokenFile: tokenFile, caFile: certificates.map { $0 + "/ca.pem" },
            clientCertificateFile: clientCertificate.map { "\($0).pem" },
            clientKeyFile: clientCertificate.map { "\($0).key" },
            uploadInterval: interval, heartbeatInterval: heartbeat,
            contentInterval: interval)
        let queueReports = queueReports
        let reports = reports
        queue = EventQueue(directory: self.directory.path, booth: "PT-0042", grouping: .milliseconds(5), now: now) {
            queueReports.record($0)
        }
        client = try PlatformClient(
            settings: settings,
            booth: Vocabulary.Booth(number: "PT-0042", address: [.chinese: "普陀区曹杨路 500 号"]),
            cacheDirectory: self.directory.path, orderClock: orderClock, contacts: contacts, events: queue,
            plan: plan,
            uploadTimeout: uploadTimeout,
            requestPatience: patience, random: random, now: now,
            snapshot: {
                HeartbeatSnapshot(
                    version: "0.1", uptime: .seconds(90), bootID: "boot",
                    trunks: [.init(id: TrunkID(rawValue: "main"), state: "registered")],
                    faults: [.audio], lastSessionAge: .seconds(12))
            }
        ) { reports.record($0) }
    }

    /// Appends events, of now unless told otherwise, waits until they are durable, and returns their ids.
    @discardableResult
    func append(
        _ count: Int, urgent: Bool = true, prefix: String = "e", time: Int64? = nil
    ) async throws -> [String] {
        let ids = (0..<count).map { "\(prefix)\($0)" }
        let time = time ?? now()
        for id in ids {
            queue.append(
                QueuedEvent(
                    id: id, type: "cn.laoyouting.booth.step.v1", time: time, urgent: urgent,
                    data: "{\"outcome\":\"shown\",\"id\":\"\(id)\"}"))
        }
        try await queueReports.wait { reports in
            var committed: Set<String> = []
            for case .committed(let events, _) in reports { committed.formUnion(events.map(\.event.id)) }
            return committed.isSuperset(of: ids)
        }
        return ids
    }

    /// Waits until the platform has said that it has this many.
    func uploaded(_ count: Int) async throws {
        try await reports.wait { reports in
            var sum = 0
            for case .uploaded(let number) in reports { sum += number }
            return sum >= count
        }
        await settled()
    }

    /// Waits until the queue has done what it was told.
    func settled() async {
        await withCheckedContinuation { continuation in queue.inspect { _ in continuation.resume() } }
    }

    func facts(_ handle: RequestHandle) -> [RequestFact] { reports.values.facts(handle) }

    /// The stop order of the kiosk: the client before the queue.
    func stop() async {
        await withCheckedContinuation { continuation in client.stop { continuation.resume() } }
        await withCheckedContinuation { continuation in queue.close { continuation.resume() } }
    }
}

extension [PlatformReport] {
    func facts(_ handle: RequestHandle) -> [RequestFact] {
        compactMap { if case .request(handle, let fact) = $0 { fact } else { nil } }
    }
}

/// A platform's memory of events. It deduplicates by id, as the contract says.
final class EventStore: Sendable {
    private let state = Mutex((stored: [String](), seen: Set<String>(), posts: 0))

    var stored: [String] { state.withLock { $0.stored } }
    var posts: Int { state.withLock { $0.posts } }

    /// Stores a batch and says so per event.
    func take(_ request: ScriptedServer.Request) -> (post: Int, body: String) {
        state.withLock { state in
            state.posts += 1
            let results = request.array.map { event in
                let id = event["id"] as? String ?? "?"
                let isNew = state.seen.insert(id).inserted
                if isNew { state.stored.append(id) }
                return "{\"id\":\"\(id)\",\"status\":\"\(isNew ? "accepted" : "duplicate")\"}"
            }
            return (state.posts, "{\"results\":[\(results.joined(separator: ","))]}")
        }
    }
}

/// A file in memory, as the runtime directory of a booth has it.
final class Memory: Sendable {
    private let data = Mutex<Data?>(nil)

    var text: String? { data.withLock { $0 }.map { String(decoding: $0, as: UTF8.self) } }

    init(_ text: String? = nil) { data.withLock { $0 = text.map { Data($0.utf8) } } }

    var file: MemoryFile {
        MemoryFile(
            read: { self.data.withLock { $0 } },
            write: { data in
                self.data.withLock { $0 = data }
                return true
            })
    }
}

/// A problem as the platform words it: about an order if it names one.
func problem(_ status: Int, _ code: String, request: String? = nil) -> ScriptedServer.Step {
    let about = request.map { ",\"request\":\"\($0)\"" } ?? ""
    return .respond(
        status, "{\"type\":\"urn:laoyouting:problem:\(code)\",\"title\":\"No\",\"status\":\(status)\(about)}",
        type: "application/problem+json")
}

/// Waits for what nobody announces: a file.
func eventually(_ what: String, _ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("never: \(what)")
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// The quiet rest of a platform: heartbeats are welcome, and there is no content.
func otherwise(_ request: ScriptedServer.Request) -> [ScriptedServer.Step] {
    request.path == "/v1/heartbeat" ? [.respond(200, "{}")] : [.respond(404, "{}", type: "application/problem+json")]
}

extension OrderJournal {
    /// Keeps one more order.
    mutating func add(_ order: KeptOrder) throws { try keep(KeptOrders(kept.orders + [order])) }
}

/// What residents want, in a test's words.
extension PlatformClient {
    func submit(_ handle: RequestHandle, id: String, _ order: RequestOrder) {
        perform(.order(handle, order), newID: id)
    }
    func addContact(_ handle: RequestHandle, number: String) { perform(.contact(handle, number: number), newID: "-") }
    func cancel(_ handle: RequestHandle) { perform(.cancel(handle), newID: "-") }
    func forget(_ handle: RequestHandle) { perform(.forget(handle), newID: "-") }
}
