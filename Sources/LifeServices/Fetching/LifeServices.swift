import Dispatch
import Foundation
import HTTPClient
import KioskCore
import Synchronization

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
public final class LifeServices: Sendable {
    private struct State {
        /// What the platform offers; nil before it said so.
        var platform: LifeContent?
        var standings: [LifeTopic: TopicStanding] = [:]
        var content: LifeContent?
        var places: PlaceList?
        var troubles: [String: String] = [:]
        var remarks: [String: [SourceError]] = [:]
        var down: Set<LifeTopic> = []
        /// Nil before it was said for the first time.
        var lacksHolidays: Bool?
        var timer = 0
        var isStopped = false
    }

    private let around: SourceRunner.Surroundings
    private let hasPlatform: Bool
    private let delivery: DispatchQueue
    private let onUpdate: @Sendable (LifeReport) -> Void
    private let state = Mutex(State())
    private let runners = Mutex<[SourceRunner]>([])

    /// Services that do nothing until `start`. Throws `HTTPError.failed` if libcurl cannot start; without a source on the web
    /// it is not started.
    /// - Parameters:
    ///   - hasPlatform: whether there is a platform that may offer content: without one, what has no source is not set up.
    ///   - directory: where answers are kept; made if it is missing.
    ///   - http: the certificates to trust, for tests and for sources inside a network of its own.
    ///   - random: uniform in 0 ..< 1, for jitter.
    ///   - now: the booth's clock; nil while it is not trusted.
    ///   - delivery: where `onUpdate` is called, in order.
    public convenience init(
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
            after: { delay, work in
                DispatchQueue.global(qos: .utility).asyncAfter(
                    deadline: .now() + .nanoseconds(delay.wholeNanoseconds), execute: work)
            }, delivery: delivery, onUpdate: onUpdate)
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
            queue: DispatchQueue(label: "cn.laoyouting.life-services", qos: .utility), timeout: timeout, after: after,
            random: random, now: now)
        self.hasPlatform = hasPlatform
        self.delivery = delivery
        self.onUpdate = onUpdate
        let all = sources.map { source in
            SourceRunner(
                source, around, damaged: { [weak self] line in self?.deliver(.damaged(line)) },
                changed: { [weak self] runner in self?.take(runner) })
        }
        runners.withLock { $0 = all }
    }

    /// Shows what was kept and is still valid, then begins to fetch.
    public func start() {
        around.queue.async { [around] in
            try? FileManager.default.createDirectory(
                atPath: around.directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        for runner in runners.withLock({ $0 }) { runner.start() }
        // Without any source of holidays none of them will say it.
        around.queue.async { [self] in reportHolidays() }
    }

    /// The platform's content, the default for every topic.
    public func offer(_ content: LifeContent) {
        around.queue.async { [self] in
            state.withLock { $0.platform = content }
            publish()
        }
    }

    /// Fetches a topic now.
    public func refresh(_ topic: LifeTopic) {
        for runner in runners.withLock({ $0 }) where runner.source.topic == topic { runner.refresh() }
    }

    /// Ends everything without waiting for the network; nothing is delivered any more once `completion` comes.
    public func stop(completion: @escaping @Sendable () -> Void = {}) {
        for runner in runners.withLock({ $0 }) { runner.stop() }
        around.queue.async { [self] in
            runners.withLock { $0 = [] }
            state.withLock {
                $0.isStopped = true
                $0.timer += 1
            }
            guard let http = around.http else { return completion() }
            http.stop(completion: completion)
        }
    }

    // MARK: On the queue

    private func deliver(_ report: LifeReport) {
        guard state.withLock({ !$0.isStopped }) else { return }
        delivery.async { [onUpdate] in onUpdate(report) }
    }

    private func take(_ runner: SourceRunner) {
        let (standing, source) = (runner.standing, runner.source)
        var leftOut: Int?
        let lines: [String] = state.withLock { state in
            var lines: [String] = []
            // The same trouble with other numbers in it is no news.
            let isNews = state.troubles[source.id]?.filter { !$0.isNumber } != standing.trouble?.filter { !$0.isNumber }
            if isNews {
                lines.append("source '\(source.id)': \(standing.trouble ?? "well again")")
                state.troubles[source.id] = standing.trouble
            }
            let remarks = standing.held?.remarks ?? []
            if state.remarks[source.id, default: []] != remarks {
                lines += remarks.lines.map { "source '\(source.id)': \($0)" }
                state.remarks[source.id] = remarks
                leftOut = remarks.elementCount
            }
            return lines
        }
        for line in lines { deliver(.log(line)) }
        if let leftOut { deliver(.leftOut(source: source.id, count: leftOut)) }
        reportFault(of: source.topic)
        publish()
    }

    private func reportFault(of topic: LifeTopic) {
        let isDown = runners.withLock { runners in
            runners.contains { $0.source.topic == topic && $0.standing.trouble != nil }
        }
        let isNews = state.withLock { isDown ? $0.down.insert(topic).inserted : $0.down.remove(topic) != nil }
        if isNews { deliver(.fault(topic, raised: isDown)) }
    }

    /// Says it once to whoever listens, also that nothing is missing: the sources before these may have said otherwise.
    private func reportHolidays() {
        // Before the first answer, or the first trouble, nobody knows what a source has.
        let (sources, isWaiting) = runners.withLock { runners in
            (
                runners.map(\.source),
                runners.contains { $0.source.topic == .holidays && $0.standing == SourceRunner.Standing() }
            )
        }
        guard HolidayFiles.areNeeded(by: sources), !isWaiting, let date = around.now()?.date else { return }
        let known = state.withLock { $0.content?.holidays?.value.years ?? [] }
        let isMissing = Holidays.missingYear(known, on: date) != nil
        let isNews = state.withLock { state in
            defer { state.lacksHolidays = isMissing }
            return state.lacksHolidays != isMissing
        }
        guard isNews else { return }
        deliver(.holidaysMissing(isMissing))
    }

    /// Delivers what has changed, and comes back when something expires.
    private func publish() {
        // Without a clock nothing of ours is held, and nobody shows what the platform sent either.
        let wall = around.now()
        let now = wall?.unixMilliseconds ?? 0
        let all = runners.withLock { $0.map { ($0.source, $0.standing) } }
        let sources = all.map { ($0.0, $0.1.held) }
        let (merge, news, number) = state.withLock { state in
            let merge = LifeMerge(sources, platform: state.platform ?? LifeContent(), at: now)
            var news: [LifeReport] = []
            let standings = TopicStandings.of(
                all, booth: around.booth, platform: hasPlatform ? .some(state.platform) : nil, at: now)
            if state.standings != standings { news.append(.standings(standings)) }
            state.standings = standings
            if state.content != merge.content { news.append(.content(merge.content)) }
            if let places = merge.places, state.places != places { news.append(.places(places)) }
            state.content = merge.content
            state.places = merge.places ?? state.places
            state.timer += 1
            return (merge, news, state.timer)
        }
        news.forEach(deliver)
        reportHolidays()
        // On another day another year may be missing.
        let midnight = HolidayFiles.areNeeded(by: sources.map(\.0)) ? wall?.nextMidnight : nil
        guard let expires = [merge.expires, midnight].compactMap({ $0 }).min() else { return }
        // No later than in a day: the clock may be set in the meantime.
        let delay = min(max(expires - now, 0) + 1, 86_400_000)
        around.later(.milliseconds(delay)) { [weak self] in
            guard let self, state.withLock({ $0.timer == number }) else { return }
            publish()
        }
    }
}

extension WallTime {
    /// When the next day begins at the booth, milliseconds since 1970.
    fileprivate var nextMidnight: Int64 {
        Int64(date.dayNumber + 1) * 86_400_000 - Int64(utcOffsetSeconds) * 1000
    }
}
