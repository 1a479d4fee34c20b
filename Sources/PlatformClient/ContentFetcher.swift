import Serial
import EventQueue
import HTTPClient
import Basics
import Reading
import Vocabulary

/// Fetches the platform's content when it has changed, checks it, and keeps the last good one on disk. A bad answer
/// never replaces a good one.
actor ContentFetcher {
    private let link: PlatformLink
    private let interval: Duration
    private let cache: ContentCache
    private var content = LifeContent()
    private var etag: String?
    private var remarks: [SourceError] = []
    private var backoff: Backoff
    private var isRunning = false
    private var isUnderWay = false
    private var timer = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { link.queue.asUnownedSerialExecutor() }

    init(link: PlatformLink, interval: Duration, cache: ContentCache) {
        self.link = link
        self.interval = interval
        self.cache = cache
        backoff = Backoff(base: min(interval, .seconds(2)), cap: interval)
    }

    nonisolated func start() {
        link.queue.run(on: self) { fetcher in
            fetcher.isRunning = true
            fetcher.restore()
            fetcher.fetch()
        }
    }

    /// Fetches now.
    nonisolated func refresh() {
        link.queue.run(on: self) { $0.fetch() }
    }

    nonisolated func stop() {
        link.queue.run(on: self) { fetcher in
            fetcher.isRunning = false
            fetcher.timer += 1
        }
    }

    private func restore() {
        let kept: ContentCache.Entry?
        do throws(ContentCache.Damage) {
            kept = try cache.load()
        } catch {
            return link.report(.damaged(error.line))
        }
        guard let entry = kept else { return }
        // It was usable when it was saved, so if it cannot be read now, the file is damaged.
        guard let document = try? ContentDocument(Array(entry.body), fetchedAt: entry.fetchedAt) else {
            return link.report(.damaged(KeptFile.setAside(cache.path)))
        }
        guard document.badParts.isEmpty else {
            let parts = document.badParts.joined(separator: ", ")
            return link.report(.contentRefused(reason: "what was kept is not used: \(parts)"))
        }
        etag = entry.etag
        content = document.merged(with: content)
        link.report(.content(content, fetchedAt: entry.fetchedAt))
    }

    private func schedule(_ delay: Duration) {
        timer += 1
        let number = timer
        link.queue.run(on: self, after: delay) { fetcher in
            if fetcher.timer == number { fetcher.fetch() }
        }
    }

    private func fetch() {
        guard isRunning, !isUnderWay else { return }
        isUnderWay = true
        timer += 1
        let headers = etag.map { [HTTPHeader("If-None-Match", $0)] } ?? []
        link.send(.get, "/v1/content", headers: headers, to: self) { fetcher, answer in
            fetcher.isUnderWay = false
            guard fetcher.isRunning else { return }
            fetcher.take(answer)
        }
    }

    private func take(_ answer: PlatformLink.Answer) {
        switch answer {
        case .success(let response) where response.status == 304:
            backoff.reset()
            schedule(interval)
        case .success(let response) where response.status == 200:
            accept(response)
        case .success, .failure:
            schedule(backoff.fail(random: link.random()))
        }
    }

    private func accept(_ response: HTTPResponse) {
        let now = link.now()
        let document: ContentDocument
        do throws(SourceError) {
            document = try ContentDocument(response.body, fetchedAt: now)
        } catch {
            link.report(.contentRefused(reason: "no content document: \(error)"))
            return schedule(backoff.fail(random: link.random()))
        }
        let refused = document.refused(given: content)
        content = document.merged(with: content)
        if refused.isEmpty {
            etag = response.header("ETag")
            cache.save(.init(etag: etag, fetchedAt: now, body: .init(response.body)))
        } else {
            link.report(.contentRefused(reason: refused.joined(separator: ", ")))
        }
        // Unchanged remarks are not reported again.
        if document.remarks != remarks {
            remarks = document.remarks
            link.report(.contentLeftOut(remarks))
        }
        backoff.reset()
        link.report(.content(content, fetchedAt: now))
        schedule(interval)
    }
}
