import Foundation
import HTTPClient
import Basics
import Reading
import Vocabulary
import Secrets
import Serial
import Synchronization

/// Maintains one source's information: fetches it, checks it, keeps it on disk, and retries after a failure. A bad
/// answer never replaces a good one.
///
/// All runners and `LifeServices` share a queue.
actor SourceRunner {
    /// What all runners share.
    struct Surroundings: Sendable {
        var booth: Booth
        /// The directory for kept answers.
        var directory: String
        var http: HTTPClient?
        var queue: SerialQueue
        /// How long a whole request may take.
        var timeout: Duration
        /// Calls a closure after a delay, on any thread.
        var after: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
        /// Uniform in 0 ..< 1.
        var random: @Sendable () -> Double
        /// The wall clock; nil while it is not trusted, because nothing can then be said about any age.
        var now: @Sendable () -> WallTime?
    }

    /// The state of a source.
    struct Standing: Equatable, Sendable {
        /// What the source offers, whether or not it is still valid.
        var held: Held?
        /// Why it counts as down; nil while it does not.
        var trouble: String?
    }

    let source: LifeSource
    private let around: Surroundings
    private let changed: @Sendable (Standing) -> Void
    private let damaged: @Sendable (String) -> Void
    private var standing = Standing()
    private var kept: KeptAnswer?
    private var backoff: Backoff
    private var isRunning = false
    private var isUnderWay = false
    private var timer = 0

    /// The queue of all sources.
    nonisolated var unownedExecutor: UnownedSerialExecutor { around.queue.asUnownedSerialExecutor() }

    /// Whether a restart should bring the answer back. Information that is old within minutes would only wear the disk.
    private var isKept: Bool { source.expiry >= .seconds(600) }
    private var path: String { "\(around.directory)/\(source.id).plist" }
    private var urls: [String] {
        switch source.origin {
        case .web(let address): SourceReader.urls(source, base: address, booth: around.booth)
        case .file: []
        }
    }

    /// - Parameters:
    ///   - damaged: called on the queue if a kept answer was damaged, with what was done with it.
    ///   - changed: called on the queue with the source's state whenever it may have changed.
    init(
        _ source: LifeSource, _ around: Surroundings, damaged: @escaping @Sendable (String) -> Void = { _ in },
        changed: @escaping @Sendable (Standing) -> Void
    ) {
        self.damaged = damaged
        self.source = source
        self.around = around
        self.changed = changed
        let cap = min(max(source.refresh, .seconds(300)), .seconds(3600))
        backoff = Backoff(base: min(source.refresh, .seconds(10)), cap: cap)
    }

    /// Restores the kept answer and begins to fetch.
    nonisolated func start() {
        around.queue.run(on: self) { runner in
            runner.isRunning = true
            runner.restore()
            runner.fetch()
        }
    }

    /// Fetches now.
    nonisolated func refresh() { around.queue.run(on: self) { $0.fetch() } }

    nonisolated func stop() {
        around.queue.run(on: self) { runner in
            runner.isRunning = false
            runner.timer += 1
        }
    }

    private func restore() {
        guard isKept, let wall = around.now(), let kept = loadKept() else { return }
        let held: Held
        do throws(SourceError) {
            held = try Held(kept.bodies, confirmedAt: kept.confirmedAt, context(wall))
        } catch {
            // It was good when it was saved. By now it may be too old, but its form must still be right.
            if error.isOfForm, !wasGood(kept, wall) { damaged(KeptAnswer.setAside(path)) }
            return
        }
        self.kept = kept
        standing.held = held
        changed(standing)
    }

    /// Whether a kept answer can be read as of its own time. Information that has only expired since then is not
    /// damaged.
    private func wasGood(_ kept: KeptAnswer, _ wall: WallTime) -> Bool {
        let then = WallTime(unixMilliseconds: kept.confirmedAt, utcOffsetSeconds: wall.utcOffsetSeconds)
        return (try? Held(kept.bodies, confirmedAt: kept.confirmedAt, context(then))) != nil
    }

    private func loadKept() -> KeptAnswer? {
        do throws(KeptAnswer.Damage) {
            return try KeptAnswer.load(path, urls: urls)
        } catch {
            damaged(error.line)
            return nil
        }
    }

    private func context(_ wall: WallTime) -> ReadingContext {
        ReadingContext(source: source, booth: around.booth, now: wall)
    }

    private func schedule(_ delay: Duration) {
        isUnderWay = false
        guard isRunning else { return }
        timer += 1
        let number = timer
        around.later(delay, on: self) { if $0.timer == number { $0.fetch() } }
    }

    // MARK: One fetch

    private func fetch() {
        guard isRunning, !isUnderWay else { return }
        isUnderWay = true
        guard around.now() != nil else { return schedule(.seconds(60)) }
        switch source.origin {
        case .web: ask([])
        case .file(let path):
            do throws(SourceError) {
                let bytes = try LocalFile.read(path, most: SourceReader.mostBytes(source.format))
                take([KeptAnswer.Part(body: Data(bytes))])
            } catch {
                fail("\(error)")
            }
        }
    }

    /// Requests the next part.
    private func ask(_ parts: [KeptAnswer.Part]) {
        guard parts.count < urls.count else { return take(parts) }
        // A conditional request needs a validator from the earlier answer.
        let part = kept.map { $0.parts[parts.count] }
        let earlier = part?.etag == nil && part?.lastModified == nil ? nil : part
        let request: HTTPRequest
        do {
            request = try self.request(urls[parts.count], earlier)
        } catch {
            return fail("\(error)")
        }
        guard let http = around.http else { return fail("no HTTP client") }
        http.send(request) { [weak self, queue = around.queue] result in
            guard let self else { return }
            queue.run(on: self) { $0.receive(result, after: parts, earlier) }
        }
    }

    private func request(_ url: String, _ earlier: KeptAnswer.Part?) throws(SecretFile.Failure) -> HTTPRequest {
        var headers: [HTTPHeader] = []
        if let etag = earlier?.etag { headers.append(HTTPHeader("If-None-Match", etag)) }
        if let date = earlier?.lastModified { headers.append(HTTPHeader("If-Modified-Since", date)) }
        var url = url
        if let key = source.key {
            let secret = try SecretFile(path: key.file).line()
            switch key.carrier {
            case .header(let name): headers.append(HTTPHeader(name, secret))
            case .parameter(let name):
                let plain = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\0"..."\u{7F}"))
                let value = secret.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
                url += (url.contains("?") ? "&" : "?") + "\(name)=\(value)"
            }
        }
        return HTTPRequest(
            .get, url, headers: headers, timeout: around.timeout,
            maximumResponse: SourceReader.mostBytes(source.format))
    }

    private func receive(
        _ result: Result<HTTPResponse, HTTPError>, after parts: [KeptAnswer.Part], _ earlier: KeptAnswer.Part?
    ) {
        switch result {
        case .success(let response) where response.foreignPage != nil:
            let isJSON = source.format != .icalendar && source.format != .gtfsRealtime
            let words = response.status == 200 && isJSON ? "no JSON document: " : ""
            fail(words + (response.foreignPage ?? ""), retryAfter: Self.wait(response))
        case .success(let response) where response.status == 200:
            let part = KeptAnswer.Part(
                body: Data(response.body), etag: response.header("ETag"), lastModified: response.header("Last-Modified")
            )
            ask(parts + [part])
        case .success(let response) where response.status == 304:
            guard let earlier else { return fail("status 304 without a question") }
            ask(parts + [earlier])
        case .success(let response)
        where source.format == .qweather && QWeather.refusal(status: response.status) != nil:
            // This is one of several answers. The others may still be had, and the format's reader reports this one.
            ask(parts + [KeptAnswer.Part(body: Data(QWeather.refusal(status: response.status) ?? []))])
        case .success(let response):
            fail("status \(response.status)", retryAfter: Self.wait(response))
        case .failure(.stopped), .failure(.cancelled): schedule(source.refresh)
        // The address may contain a key, so it is not shown.
        case .failure(.badURL): fail("the address cannot be used")
        case .failure(let error): fail("\(error)")
        }
    }

    private static func wait(_ response: HTTPResponse) -> Duration? {
        response.header("Retry-After").flatMap { Int64($0) }.map { .seconds(min(max($0, 0), 3600)) }
    }

    // MARK: The end of a fetch

    private func take(_ parts: [KeptAnswer.Part]) {
        guard let wall = around.now() else { return schedule(.seconds(60)) }
        let kept = KeptAnswer(urls: urls, parts: parts, confirmedAt: wall.unixMilliseconds)
        do throws(SourceError) {
            let held = try Held(kept.bodies, confirmedAt: kept.confirmedAt, context(wall))
            // Prefer the earlier complete answer, as long as it may be shown: it holds what the new one lost.
            if let cut = held.cut, let shown = standing.held, shown.cut == nil,
                shown.validUntil > wall.unixMilliseconds
            {
                throw cut
            }
            standing = Standing(held: held, trouble: nil)
            self.kept = isKept ? kept : nil
            backoff.reset()
            if isKept, !urls.isEmpty { kept.save(path) }
            changed(standing)
            // Jitter, so that a city's booths do not all fetch in the same second for ever.
            schedule(source.refresh * (1 + 0.1 * around.random()))
        } catch {
            fail("\(error)")
        }
    }

    /// While something is shown, a single failure is only a doubt; the second one in a row counts.
    private func fail(_ reason: String, retryAfter: Duration? = nil) {
        let wall = around.now()
        let random = around.random()
        // The kept answer is read again, because time passes, and with it changes which activities are still to come.
        if let wall, let kept,
            let held = try? Held(kept.bodies, confirmedAt: kept.confirmedAt, context(wall))
        {
            standing.held = held
        }
        let isShown = wall.map { wall in (standing.held?.validUntil ?? 0) > wall.unixMilliseconds } ?? false
        let delay = backoff.fail(random: random)
        if !isShown || backoff.failures >= 2 { standing.trouble = reason }
        changed(standing)
        schedule(max(delay, retryAfter ?? .zero))
    }
}

extension SourceRunner.Surroundings {
    /// Calls an actor of the queue later, if it still exists.
    func later<Owner: Actor>(
        _ delay: Duration, on owner: Owner, _ work: @escaping @Sendable (isolated Owner) -> Void
    ) {
        after(delay) { [queue, weak owner] in
            if let owner { queue.run(on: owner, work) }
        }
    }
}
