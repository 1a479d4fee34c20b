import Basics
public import Dispatch
import Foundation
public import HTTPClient
import Reading
public import Vocabulary
import Serial

/// What the sources tell the rest of the kiosk.
public enum LifeReport: Equatable, Sendable {
    /// What to show, the booth's own sources and the platform's content put together.
    case content(LifeContent)
    /// The places around the booth.
    case places(PlaceList)
    /// How the sources stand, the platform as one of them: why there may be nothing to show of a topic.
    case standings([LifeTopic: TopicStanding])
    /// A source of this topic went down, or all of them are well again.
    case fault(LifeTopic, raised: Bool)
    /// The holidays of this year, or from December on of the next, are known to no source, or are again.
    case holidaysMissing(Bool)
    /// A kept answer was damaged; what was done with it, as a line for the log.
    case damaged(String)
    /// How many elements of a source's last answer cannot be used; the rest is shown, and the log names a few.
    case leftOut(source: String, count: Int)
    /// A line for the log: a source's name and what is wrong with it, or that it is well again. Never a key.
    case log(String)
}

/// The booth's own sources of daily-life information, as `sources.yaml` names them.
///
/// Fetching is HTTPClient's thread's work, everything else runs on a serial queue; no method blocks. An answer is shown only
/// if it has the right form, can be true, and speaks of now; otherwise what was there stays for as long as it is valid.
public actor LifeServices {
    private let around: SourceRunner.Surroundings
    private let hasPlatform: Bool
    private let delivery: DispatchQueue
    private let onUpdate: @Sendable (LifeReport) -> Void
    /// Every source, and where it stands.
    private var sources: [(runner: SourceRunner, standing: SourceRunner.Standing)] = []
    /// What the platform offers; nil before it said so.
    private var platform: LifeContent?
    private var standings: [LifeTopic: TopicStanding] = [:]
    private var content: LifeContent?
    private var places: PlaceList?
    private var troubles: [String: String] = [:]
    private var remarks: [String: [SourceError]] = [:]
    private var down: Set<LifeTopic> = []
    /// Nil before it was said for the first time.
    private var lacksHolidays: Bool?
    private var timer = 0
    private var isStopped = false

    /// The queue of all sources.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { around.queue.asUnownedSerialExecutor() }

    /// Services that do nothing until `start`. Throws `HTTPError.failed` if libcurl cannot start; without a source on the web
    /// it is not started.
    /// - Parameters:
    ///   - hasPlatform: whether there is a platform that may offer content: without one, what has no source is not set up.
    ///   - directory: where answers are kept; made if it is missing.
    ///   - http: the certificates to trust, for tests and for sources inside a network of its own.
    ///   - random: uniform in 0 ..< 1, for jitter.
    ///   - now: the booth's clock; nil while it is not trusted.
    ///   - delivery: where `onUpdate` is called, in order.
    public init(
        sources: [LifeSource], booth: Booth, hasPlatform: Bool = false, directory: String,
        http settings: HTTPSettings = HTTPSettings(),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        now: @escaping @Sendable () -> WallTime?, delivery: DispatchQueue = .main,
        onUpdate: @escaping @Sendable (LifeReport) -> Void
    ) throws(HTTPError) {
        try self.init(
            sources: sources, booth: booth, hasPlatform: hasPlatform, directory: directory, http: settings,
            timeout: .seconds(30), random: random,
            now: now,
            after: { delay, work in Blocking.run(after: delay, work) }, delivery: delivery, onUpdate: onUpdate)
    }

    /// The same with the passing of time in the caller's hands.
    init(
        sources: [LifeSource], booth: Booth, hasPlatform: Bool = false, directory: String, http settings: HTTPSettings,
        timeout: Duration,
        random: @escaping @Sendable () -> Double, now: @escaping @Sendable () -> WallTime?,
        after: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void, delivery: DispatchQueue,
        onUpdate: @escaping @Sendable (LifeReport) -> Void
    ) throws(HTTPError) {
        let asksTheWeb = sources.contains { if case .web = $0.origin { true } else { false } }
        around = SourceRunner.Surroundings(
            booth: booth, directory: directory, http: asksTheWeb ? try HTTPClient(settings) : nil,
            queue: SerialQueue(label: "cn.laoyouting.life-services", urgency: .low), timeout: timeout, after: after,
            random: random, now: now)
        self.hasPlatform = hasPlatform
        self.delivery = delivery
        self.onUpdate = onUpdate
        around.queue.run(on: self) { $0.make(sources) }
    }

    private func make(_ sources: [LifeSource]) {
        self.sources = sources.enumerated().map { index, source in
            let runner = SourceRunner(
                source, around,
                damaged: { [weak self] line in self?.assumeIsolated { $0.deliver(.damaged(line)) } },
                changed: { [weak self] standing in self?.assumeIsolated { $0.take(standing, of: index) } })
            return (runner, SourceRunner.Standing())
        }
    }

    /// Shows what was kept and is still valid, then begins to fetch.
    public nonisolated func start() {
        around.queue.run(on: self) { services in
            try? FileManager.default.createDirectory(
                atPath: services.around.directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            for (runner, _) in services.sources { runner.start() }
            // Without any source of holidays none of them will say it.
            services.around.queue.run(on: services) { $0.reportHolidays() }
        }
    }

    /// The platform's content, the default for every topic.
    public nonisolated func offer(_ content: LifeContent) {
        around.queue.run(on: self) { services in
            services.platform = content
            services.publish()
        }
    }

    /// Fetches a topic now.
    public nonisolated func refresh(_ topic: LifeTopic) {
        around.queue.run(on: self) { services in
            for (runner, _) in services.sources where runner.source.topic == topic { runner.refresh() }
        }
    }

    /// Ends everything without waiting for the network; nothing is delivered any more once `completion` comes.
    public nonisolated func stop(completion: @escaping @Sendable () -> Void = {}) {
        around.queue.run(on: self) { services in
            for (runner, _) in services.sources { runner.stop() }
            services.sources = []
            services.isStopped = true
            services.timer += 1
            guard let http = services.around.http else { return completion() }
            http.stop(completion: completion)
        }
    }

    // MARK: On the queue

    private func deliver(_ report: LifeReport) {
        guard !isStopped else { return }
        delivery.async { [onUpdate] in onUpdate(report) }
    }

    private func take(_ standing: SourceRunner.Standing, of index: Int) {
        guard sources.indices.contains(index) else { return }
        sources[index].standing = standing
        let source = sources[index].runner.source
        // The same trouble with other numbers in it is no news.
        if troubles[source.id]?.filter({ !$0.isNumber }) != standing.trouble?.filter({ !$0.isNumber }) {
            deliver(.log("source '\(source.id)': \(standing.trouble ?? "well again")"))
            troubles[source.id] = standing.trouble
        }
        let remarks = standing.held?.remarks ?? []
        if self.remarks[source.id, default: []] != remarks {
            for line in remarks.lines { deliver(.log("source '\(source.id)': \(line)")) }
            self.remarks[source.id] = remarks
            deliver(.leftOut(source: source.id, count: remarks.elementCount))
        }
        reportFault(of: source.topic)
        publish()
    }

    private func reportFault(of topic: LifeTopic) {
        let isDown = sources.contains { $0.runner.source.topic == topic && $0.standing.trouble != nil }
        let isNews = isDown ? down.insert(topic).inserted : down.remove(topic) != nil
        if isNews { deliver(.fault(topic, raised: isDown)) }
    }

    /// Says it once to whoever listens, also that nothing is missing: the sources before these may have said otherwise.
    private func reportHolidays() {
        // Before the first answer, or the first trouble, nobody knows what a source has.
        let isWaiting = sources.contains {
            $0.runner.source.topic == .holidays && $0.standing == SourceRunner.Standing()
        }
        guard HolidayFiles.areNeeded(by: sources.map(\.runner.source)), !isWaiting, let date = around.now()?.date else {
            return
        }
        let known = content?.holidays?.value.years ?? []
        let isMissing = Holidays.missingYear(known, on: date) != nil
        guard lacksHolidays != isMissing else { return }
        lacksHolidays = isMissing
        deliver(.holidaysMissing(isMissing))
    }

    /// Delivers what has changed, and comes back when something expires.
    private func publish() {
        // Without a clock nothing of ours is held, and nobody shows what the platform sent either.
        let wall = around.now()
        let now = wall?.unixMilliseconds ?? 0
        let all = self.sources.map { ($0.runner.source, $0.standing) }
        let sources = all.map { ($0.0, $0.1.held) }
        let merge = LifeMerge(sources, platform: platform ?? LifeContent(), at: now)
        let standings = TopicStandings.of(
            all, booth: around.booth, platform: hasPlatform ? .some(platform) : nil, at: now)
        let news = (
            standings: self.standings != standings, content: content != merge.content, places: places != merge.places
        )
        self.standings = standings
        content = merge.content
        places = merge.places ?? places
        timer += 1
        let number = timer
        if news.standings { deliver(.standings(standings)) }
        if news.content { deliver(.content(merge.content)) }
        if news.places, let places = merge.places { deliver(.places(places)) }
        reportHolidays()
        // On another day another year may be missing.
        let midnight = HolidayFiles.areNeeded(by: sources.map(\.0)) ? wall?.nextMidnight : nil
        guard let expires = [merge.expires, midnight].compactMap({ $0 }).min() else { return }
        // No later than in a day: the clock may be set in the meantime.
        let delay = min(max(expires - now, 0) + 1, 86_400_000)
        around.later(.milliseconds(delay), on: self) { if $0.timer == number { $0.publish() } }
    }
}

extension WallTime {
    /// When the next day begins at the booth, milliseconds since 1970.
    fileprivate var nextMidnight: Int64 {
        Int64(date.dayNumber + 1) * 86_400_000 - Int64(utcOffsetSeconds) * 1000
    }
}
