import Basics
public import Dispatch
import Foundation
public import HTTPClient
import Reading
public import Vocabulary
import Serial

/// What the sources tell the rest of the kiosk.
public enum LifeReport: Equatable, Sendable {
    /// What to show: the booth's own sources and the platform's content, merged.
    case content(LifeContent)
    /// The places around the booth.
    case places(PlaceList)
    /// The state of the sources, the platform among them: why a topic may have nothing to show.
    case standings([LifeTopic: TopicStanding])
    /// A source of this topic went down, or all of them are in order again.
    case fault(LifeTopic, raised: Bool)
    /// No source knows the holidays of this year (or, from December on, of the next one), or one knows them again.
    case holidaysMissing(Bool)
    /// A kept answer was damaged; the text says what was done with it, as a line for the log.
    case damaged(String)
    /// How many elements of a source's last answer cannot be used. The rest is shown, and the log names a few of them.
    case leftOut(source: String, count: Int)
    /// A line for the log: a source's name and what is wrong with it, or that it is in order again. It never contains a
    /// key.
    case log(String)
}

/// The booth's own sources of daily-life information, as `sources.yaml` names them.
///
/// Fetching happens on HTTPClient's thread, everything else on a serial queue; no method blocks. An answer is shown
/// only if it has the right form, is plausible and is up to date. Otherwise, what was shown before stays for as long as
/// it is valid.
public actor LifeServices {
    private let around: SourceRunner.Surroundings
    private let hasPlatform: Bool
    private let delivery: DispatchQueue
    private let onUpdate: @Sendable (LifeReport) -> Void
    /// Every source with its state.
    private var sources: [(runner: SourceRunner, standing: SourceRunner.Standing)] = []
    /// The platform's content; nil until it has been offered.
    private var platform: LifeContent?
    private var standings: [LifeTopic: TopicStanding] = [:]
    private var content: LifeContent?
    private var places: PlaceList?
    private var troubles: [String: String] = [:]
    private var remarks: [String: [SourceError]] = [:]
    private var down: Set<LifeTopic> = []
    /// Nil until it has been reported for the first time.
    private var lacksHolidays: Bool?
    private var timer = 0
    private var isStopped = false

    /// The queue of all sources.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { around.queue.asUnownedSerialExecutor() }

    /// Services that do nothing until `start`. libcurl is started only if there is a source on the web.
    /// - Parameters:
    ///   - hasPlatform: whether there is a platform that may offer content. Without one, a topic without a source
    ///     counts as not set up.
    ///   - directory: where answers are kept; created if it is missing.
    ///   - settings: the certificates to trust, for tests and for sources inside a private network.
    ///   - random: uniform in 0 ..< 1, for jitter.
    ///   - now: the booth's clock; nil while it is not trusted.
    ///   - delivery: where `onUpdate` is called, in order.
    /// - Throws: `HTTPError.failed` if libcurl cannot start.
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

    /// The same initialiser, with timers that the caller controls.
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

    /// Shows kept answers that are still valid, then begins to fetch.
    public nonisolated func start() {
        around.queue.run(on: self) { services in
            try? FileManager.default.createDirectory(
                atPath: services.around.directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            for (runner, _) in services.sources { runner.start() }
            // If there is no source of holidays, no source will trigger this report.
            services.around.queue.run(on: services) { $0.reportHolidays() }
        }
    }

    /// Takes the platform's content, which is the default for every topic.
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

    /// Ends everything without waiting for the network. Nothing is delivered after `completion` is called.
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
        // The same trouble with other numbers in it is not reported again.
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

    /// Reports whether holidays are missing, at first also if they are not, because earlier sources may have reported
    /// otherwise.
    private func reportHolidays() {
        // Until a source's first answer or failure, nobody knows what it has.
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

    /// Delivers what has changed, and schedules the next call for when something expires.
    private func publish() {
        // Without a clock, nothing from our sources is held, and the platform's content is not shown either.
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
        // After midnight another year may be needed.
        let midnight = HolidayFiles.areNeeded(by: sources.map(\.0)) ? wall?.nextMidnight : nil
        guard let expires = [merge.expires, midnight].compactMap({ $0 }).min() else { return }
        // In a day at the latest, because the clock may be set meanwhile.
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
