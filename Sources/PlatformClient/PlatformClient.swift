public import EventQueue
public import Foundation
public import HTTPClient
public import KioskCore
public import Reporting
public import Vocabulary
import Serial

/// The booth's side of the management platform: uploads, heartbeat, orders, content.
///
/// Everything runs on one serial queue of its own, and no method blocks. Reports are called on that queue, in order;
/// the caller hops to its own.
public final class PlatformClient: Sendable {
    private let http: HTTPClient
    private let link: PlatformLink
    private let uploader: Uploader
    private let heartbeat: Heartbeat
    private let requests: RequestClient
    private let content: ContentFetcher
    private let pension: PensionClient
    /// The orders that a former run left open. `start` continues them under these handles.
    public let restoredOrders: [RestoredOrder]

    /// A client that does nothing until `start`.
    /// - Parameters:
    ///   - cacheDirectory: where the last good content and the open orders are kept.
    ///   - orderClock: dates the open orders. Without it they are not kept and end with the program.
    ///   - contacts: where call-back numbers that the platform does not have yet survive a restart; nil to keep them
    ///     nowhere.
    ///   - events: the queue to upload; close it only after `stop` has completed.
    ///   - uploadTimeout: how long a post of events may take; more than zero.
    ///   - requestPatience: how long a resident waits for "ordered" or "cancelled".
    ///   - random: uniform in 0 ..< 1, for jitter.
    ///   - now: the wall clock in milliseconds since 1970.
    ///   - snapshot: called for each heartbeat, on the client's queue.
    ///   - report: called with what happened, on the client's queue.
    /// - Throws: `HTTPError.failed` if libcurl cannot start.
    public init(
        settings: PlatformSettings, booth: Booth, cacheDirectory: String, orderClock: OrderClock? = nil,
        contacts: MemoryFile? = nil, events: EventQueue, plan: UploadPlan = UploadPlan(leastRounds: 3),
        uploadTimeout: Duration = .seconds(30),
        requestPatience: Duration = .seconds(15),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) },
        snapshot: @escaping @Sendable () -> HeartbeatSnapshot,
        report: @escaping @Sendable (PlatformReport) -> Void
    ) throws(HTTPError) {
        http = try HTTPClient(
            HTTPSettings(
                caFile: settings.caFile, clientCertificateFile: settings.clientCertificateFile,
                clientKeyFile: settings.clientKeyFile))
        link = PlatformLink(
            settings: settings, booth: booth, http: http, queue: SerialQueue(label: "cn.laoyouting.platform-client"),
            random: random, now: now, report: report)
        uploader = Uploader(
            link: link, events: events, interval: settings.uploadInterval, timeout: uploadTimeout, plan: plan)
        heartbeat = Heartbeat(
            link: link, events: events, interval: settings.heartbeatInterval, snapshot: snapshot)
        let journal = orderClock.map { OrderJournal(directory: cacheDirectory, clock: $0) }
        let pending = PendingContacts(file: contacts, of: journal?.kept.orders.map(\.id) ?? [])
        let book = OrderBook(
            patience: requestPatience, kept: journal?.kept ?? KeptOrders(), contacts: pending.numbers)
        restoredOrders = orderClock.map { book.restored(at: $0.date) } ?? []
        requests = RequestClient(link: link, book: book, clock: orderClock, journal: journal, contacts: pending)
        pension = PensionClient(link: link, patience: requestPatience)
        content = ContentFetcher(
            link: link, interval: settings.contentInterval,
            cache: ContentCache(path: "\(cacheDirectory)/\(KeptContent.file)"))
        link.observe(
            doubted: { [heartbeat] in heartbeat.probe() }, returned: { [uploader] in uploader.nudge() },
            dated: { [events] isRight in events.noteClock(isRight: isRight) })
    }

    /// Starts the client: uploads what is queued, sends a heartbeat, fetches the content, and continues the orders of a
    /// former run.
    public func start() {
        uploader.start()
        heartbeat.start()
        content.start()
        requests.start()
    }

    /// Ends everything without waiting for the network. The event queue may be closed once `completion` is called.
    public func stop(completion: @escaping @Sendable () -> Void = {}) {
        content.stop()
        pension.forget()
        requests.stop()
        heartbeat.stop()
        uploader.stop { [http] in http.stop(completion: completion) }
    }

    /// Uploads now; call it when the queue reports urgent events as committed.
    public func uploadNow() { uploader.nudge() }

    /// Fetches the content now.
    func refreshContent() { content.refresh() }

    /// Asks about the pension that belongs to a card. The answer comes as a `CardFact`, unless `forgetPension` is
    /// called first.
    /// - Parameters:
    ///   - answerToReset: hexadecimal digits.
    ///   - identification: hexadecimal digits.
    public func askPension(_ handle: CardHandle, answerToReset: String, identification: String) {
        pension.ask(handle, answerToReset: answerToReset, identification: identification)
    }

    /// Drops the question about a card, because nobody waits for the answer any more.
    public func forgetPension() { pension.forget() }

    /// Carries out the core's command about an order and reports the outcome as a `RequestFact`. A call-back number is
    /// kept in memory only, until the platform has it.
    /// - Parameter newID: a UUID made for this command. An order is placed once under this id, however often it has to
    ///   be sent.
    public func perform(_ command: PlatformCommand, newID: String) { requests.perform(command, newID: newID) }
}
