import Reporting
import Reading
import Dispatch
import EventQueue
import Foundation
import KioskCore
import Vocabulary
import KioskRuntime
import PlatformClient
import Serial
import Synchronization
import Telephony

/// The platform client, if there is a platform. Each order gets its id once, and reports arrive as actions.
@MainActor
final class PlatformPort {
    private let settings: Settings
    private var client: PlatformClient?
    private var failure: (any Error)?
    private var send: (Action) -> Void = { _ in }
    private var answers: Bool?
    private var hasContent = false
    private var lastSessionAt: Moment?
    private let snapshots = SnapshotCell()
    /// Called when something that a former run left was damaged.
    var damaged: () -> Void = {}
    /// Called with the number of elements of the content that cannot be used.
    var leftOut: (Int) -> Void = { _ in }

    init(settings: Settings, locations: Locations, events: EventQueue) {
        self.settings = settings
        guard let platform = settings.platform else { return }
        let snapshots = snapshots
        do {
            client = try PlatformClient(
                settings: platform, booth: settings.booth, cacheDirectory: locations.state,
                orderClock: OrderClock(
                    bootID: SystemClock.bootID, now: { SystemClock.now },
                    wall: { SystemClock.wall?.unixMilliseconds }),
                contacts: Self.contacts(in: RuntimeDirectory(locations.runtime)), events: events,
                snapshot: { snapshots.value },
                report: { [weak self] report in Main.run { self?.take(report) } })
        } catch {
            failure = error
        }
    }

    /// Callback numbers may be kept in memory only.
    private static func contacts(in runtime: RuntimeDirectory) -> MemoryFile? {
        guard runtime.isMemoryBacked else {
            Log.line("\(runtime.path) is no tmpfs: a number to call back that is on its way is forgotten at a restart")
            return nil
        }
        let file = "contacts.json"
        return MemoryFile(
            read: { runtime.read(file) },
            write: { $0.map { runtime.write($0, to: file) } ?? runtime.remove(file) })
    }

    /// Whether the platform answers, for a technician. The core takes silence for an answer until it knows better; a
    /// technician must not.
    var word: String {
        if client == nil { return failure == nil ? "none" : "offline" }
        return answers.map { $0 ? "online" : "offline" } ?? "not heard of yet"
    }

    /// The orders that a former run left open.
    var restored: [RestoredOrder] { client?.restoredOrders ?? [] }

    func start(snapshot: @escaping @MainActor () -> HeartbeatSnapshot?, _ send: @escaping (Action) -> Void) {
        self.send = send
        snapshots.refresh = snapshot
        client?.start()
        if let failure {
            Log.line("platform: \(failure)")
            send(.online(false))
            send(.fault(.platform, raised: true))
        }
    }

    func stop(completion: @escaping @Sendable () -> Void) {
        guard let client else { return completion() }
        client.stop(completion: completion)
    }

    func uploadNow() { client?.uploadNow() }

    /// Remembers when a session ended, for the heartbeat.
    func note(_ record: Ports.Record) {
        if case .session = record.event.detail { lastSessionAt = SystemClock.now }
    }

    var lastSessionAge: Duration? { lastSessionAt.map { SystemClock.now - $0 } }

    /// Performs a command of the core. An order gets its id here, once.
    func perform(_ command: PlatformCommand) {
        if let client { return client.perform(command, newID: UUID().uuidString.lowercased()) }
        guard case .order(let handle, _) = command else { return }
        Main.run { [weak self] in self?.send(.request(handle, .unreachable)) }
    }

    /// Asks the platform about a card. The answer arrives as an action.
    func askPension(_ handle: CardHandle, answerToReset: String, identification: String) {
        guard let client else {
            return Main.run { [weak self] in self?.send(.card(handle, .unanswered)) }
        }
        client.askPension(handle, answerToReset: answerToReset, identification: identification)
    }

    func forgetPension() { client?.forgetPension() }

    private func take(_ report: PlatformReport) {
        switch report {
        case .online:
            answers = true
            send(.online(true))
            send(.fault(.platform, raised: false))
        case .offline(let reason):
            Log.line("platform: \(reason)")
            answers = false
            send(.online(false))
            send(.fault(.platform, raised: true))
        case .credentials(let refused):
            if let refused { Log.line("platform: \(refused)") }
            send(.fault(.credentials, raised: refused != nil))
        case .clock(let ahead): send(.fault(.clock, raised: ahead != nil))
        case .upload(let trouble): if let trouble { Log.line("platform: upload: \(trouble)") }
        case .uploadStuck(let isStuck): send(.fault(.uploads, raised: isStuck))
        case .uploaded: break
        case .ordersNotKept(let reason): Log.line("orders: \(reason)")
        case .damaged(let line):
            Log.line("kept file damaged: \(line)")
            damaged()
        case .request(let handle, let fact): send(.request(handle, fact))
        case .card(let handle, let fact): send(.card(handle, fact))
        case .content(let content, _):
            hasContent = true
            send(.content(content))
        case .contentRefused(let reason):
            Log.line("platform: content refused: \(reason)")
            guard !hasContent else { break }
            // There is content, but it is unreadable. No page may claim that there is nothing.
            var unread = LifeContent()
            unread.unreadable = [.weather, .buses, .activities, .notices]
            send(.content(unread))
        case .contentLeftOut(let remarks):
            for line in remarks.lines { Log.line("platform: content: \(line)") }
            leftOut(remarks.elementCount)
        }
    }
}

/// The last snapshot of the booth for the heartbeat, which asks for it on its own thread.
final class SnapshotCell: Sendable {
    private let last = Mutex<HeartbeatSnapshot?>(nil)
    @MainActor var refresh: @MainActor () -> HeartbeatSnapshot? = { nil }

    /// Asks the main actor. If it is busy for a second, the last snapshot is used.
    var value: HeartbeatSnapshot {
        let done = DispatchSemaphore(value: 0)
        Main.run { [self] in
            if let snapshot = refresh() { last.withLock { $0 = snapshot } }
            done.signal()
        }
        _ = done.wait(timeout: .now() + .seconds(1))
        return last.withLock { $0 }
            ?? HeartbeatSnapshot(version: KioskVersion.current, uptime: .zero, bootID: SystemClock.bootID)
    }
}
