import Vocabulary
import Serial
import EventQueue
import Foundation
import HTTPClient
import KioskCore
import Reporting

/// Posts the queued events, batch after batch, until the queue is empty. It then rests for an interval or until it is
/// nudged. An event is deleted only after the platform has said that it has it.
actor Uploader {
    private enum State {
        case stopped, resting, busy
        /// The last attempt failed; `told` says whether the platform said how long to wait.
        case waiting(told: Bool)
    }

    private let link: PlatformLink
    private let events: EventQueue
    private let interval: Duration
    /// How long to wait for an answer.
    private let timeout: Duration
    private var plan: UploadPlan
    private var state = State.stopped
    /// The number of the current timer. A timer that was set under an older number is void.
    private var timer = 0
    /// When the timer fires.
    private var due = ContinuousClock.now
    private var nudged = false
    private var underWay: HTTPHandle?
    /// The last sequence of the batch in progress, while another batch is being prepared to follow it.
    private var sending: Int64?
    /// The batch after the one in progress, ready to be posted.
    private var next: Batch?
    private var trouble: UploadTrouble?
    private var isStuck = false
    private var lastAttempt = ContinuousClock.now
    private var nextEpoch = ContinuousClock.now
    /// The shortest time between two new epochs. A platform that keeps asking for new ones is mistaken.
    private static let leastEpoch = Duration.seconds(600)
    /// Nudges shorten the wait after a failure, but never below this.
    private static let leastPause = Duration.seconds(1)

    nonisolated var unownedExecutor: UnownedSerialExecutor { link.queue.asUnownedSerialExecutor() }

    init(link: PlatformLink, events: EventQueue, interval: Duration, timeout: Duration, plan: UploadPlan) {
        self.link = link
        self.events = events
        self.interval = interval
        self.timeout = timeout
        self.plan = plan
    }

    nonisolated func start() {
        link.queue.run(on: self) { uploader in
            uploader.state = .resting
            uploader.cycle()
        }
    }

    /// Asks for an upload without waiting for the interval.
    nonisolated func nudge() {
        link.queue.run(on: self) { $0.takeNudge() }
    }

    /// Gives up the post in progress. The platform may have stored it, and will say so next time.
    nonisolated func stop(completion: @escaping @Sendable () -> Void) {
        link.queue.run(on: self) { uploader in
            uploader.state = .stopped
            uploader.timer += 1
            if let handle = uploader.underWay { uploader.link.cancel(handle) }
            completion()
        }
    }

    private func takeNudge() {
        switch state {
        case .resting: cycle()
        case .busy: nudged = true
        case .waiting(told: false):
            let earliest = max(.now, lastAttempt + Self.leastPause)
            if earliest < due { schedule(earliest - .now) }
        case .waiting(told: true), .stopped: break
        }
    }

    private func schedule(_ delay: Duration) {
        timer += 1
        due = .now + delay
        let number = timer
        link.queue.run(on: self, after: delay) { uploader in
            if uploader.timer == number { uploader.cycle() }
        }
    }

    /// A batch as it is posted.
    private struct Batch {
        var epoch: String
        var stored: [StoredEvent]
        /// The lowest sequence not yet taken by the platform.
        var lowest: Int64
        var body: String

        init?(_ stored: [StoredEvent], epoch: String, lowest: Int64, booth: String) {
            guard !stored.isEmpty else { return nil }
            self.stored = stored
            self.epoch = epoch
            self.lowest = lowest
            let events = stored.map {
                CloudEvent(
                    id: $0.event.id, type: $0.event.type, time: $0.event.time, sequence: $0.sequence,
                    data: $0.event.data)
            }
            body = CloudEventBatch.body(events, booth: booth, epoch: epoch)
        }
    }

    private func cycle() {
        if case .stopped = state { return }
        state = .busy
        timer += 1
        nudged = false
        events.peek(count: plan.look.count, bytes: plan.look.bytes) { [link] epoch, stored in
            link.queue.run(on: self) { $0.post(stored ?? [], epoch: epoch) }
        }
    }

    private func post(_ oldest: [StoredEvent], epoch: String) {
        guard case .busy = state else { return }
        guard let lowest = oldest.first?.sequence,
            let batch = Batch(
                Array(plan.batch(of: oldest, id: \.event.id)), epoch: epoch, lowest: lowest, booth: link.booth.number)
        else {
            if nudged { return cycle() }
            state = .resting
            return schedule(interval)
        }
        send(batch)
    }

    private func send(_ batch: Batch) {
        lastAttempt = .now
        underWay = link.send(
            .post, "/v1/events",
            headers: [
                HTTPHeader("Kiosk-Queue-Epoch", batch.epoch),
                HTTPHeader("Kiosk-Lowest-Unsent", SequenceRanges.padded(batch.lowest)),
            ],
            body: batch.body, contentType: CloudEventBatch.contentType, compressed: true, timeout: timeout, to: self
        ) { $0.take($1, for: batch) }
        lookAhead(of: batch)
    }

    /// Prepares the next batch while the platform is busy with a full one.
    private func lookAhead(of batch: Batch) {
        next = nil
        guard plan.skip == 0, batch.stored.count == plan.count, let last = batch.stored.last?.sequence else { return }
        events.peek(count: plan.count, bytes: plan.maximumBytes, after: last) { [link] epoch, stored in
            link.queue.run(on: self) { uploader in
                guard uploader.sending == last, epoch == batch.epoch, let first = stored?.first?.sequence else {
                    return
                }
                uploader.next = Batch(stored ?? [], epoch: epoch, lowest: first, booth: link.booth.number)
            }
        }
        sending = last
    }

    private func take(_ answer: PlatformLink.Answer, for batch: Batch) {
        underWay = nil
        let next = next
        (self.next, sending) = (nil, nil)
        guard case .busy = state else { return }
        let (stored, epoch) = (batch.stored, batch.epoch)
        let (meaning, isEpochOver) = Self.meaning(answer)
        let step = plan.step(after: meaning, to: stored.map(\.event.id), random: link.random())
        switch step {
        case .settle(let acknowledged, let setAside):
            settle(stored, epoch, acknowledged, setAside)
            link.refuseEvents(nil)
            tell(nil)
            if isEpochOver, ContinuousClock.now >= nextEpoch {
                nextEpoch = .now + Self.leastEpoch
                events.beginEpoch(after: epoch)
                return cycle()
            }
            // The prepared batch can be used only if nothing of this batch is left. Otherwise the order and the lowest
            // sequence would be wrong.
            if let next, plan.skip == 0, acknowledged.count == stored.count {
                send(next)
            } else {
                cycle()
            }
        case .shrink:
            cycle()
        case .wait(let delay, let reason, let acknowledged, let setAside):
            settle(stored, epoch, acknowledged, setAside)
            if case .results = meaning, reason == .credentials {
                link.refuseEvents("the token belongs to another booth")
            }
            tell(reason)
            let told = if case .status(_, retryAfter: .some) = meaning { reason == .busy } else { false }
            state = .waiting(told: told)
            // Urgent events that arrived meanwhile get one early attempt.
            if nudged, !told {
                nudged = false
                schedule(min(delay, Self.leastPause))
            } else {
                schedule(delay)
            }
        }
    }

    private func settle(
        _ stored: [StoredEvent], _ epoch: String, _ acknowledged: [Int], _ setAside: [UploadStep.SetAside]
    ) {
        for event in setAside {
            events.quarantine(stored[event.index].sequence, epoch: epoch, reason: event.reason)
        }
        guard !acknowledged.isEmpty else { return }
        events.acknowledge(acknowledged.map { stored[$0].sequence }, epoch: epoch)
        link.report(.uploaded(acknowledged.count))
    }

    private func tell(_ reason: UploadTrouble?) {
        if plan.isStuck != isStuck {
            isStuck = plan.isStuck
            link.report(.uploadStuck(isStuck))
        }
        guard trouble != reason else { return }
        trouble = reason
        link.report(.upload(reason))
    }

    private struct ResultList: Decodable {
        struct Item: Decodable {
            var id: String
            var status: String
            var reason: String?
        }
        var results: [Item]
        /// Whether the platform already knew the sequences under other ids. Platforms before 0.3 do not send it.
        var beginEpoch: Bool?

        enum CodingKeys: String, CodingKey {
            case results
            case beginEpoch = "begin_epoch"
        }
    }

    /// What an answer means, and whether the platform asks for a new epoch.
    private static func meaning(_ answer: PlatformLink.Answer) -> (UploadAnswer, isEpochOver: Bool) {
        if case .success(let response) = answer, response.status == 200,
            let list = try? JSONDecoder().decode(ResultList.self, from: Data(response.body))
        {
            let results = list.results.compactMap { item in
                EventResult.Status(rawValue: item.status).map {
                    EventResult(id: item.id, status: $0, reason: item.reason)
                }
            }
            return (.results(results), list.beginEpoch == true)
        }
        return (meaning(withoutResults: answer), false)
    }

    private static func meaning(withoutResults answer: PlatformLink.Answer) -> UploadAnswer {
        switch answer {
        case .failure(.malformed), .failure(.tooLarge): return .notUnderstood
        case .failure: return .none
        case .success(let response) where response.status == 200: return .notUnderstood
        case .success(let response)
        where (400..<600).contains(response.status) && ![429, 503].contains(response.status)
            && !PlatformLink.isOwn(response):
            return .refusedElsewhere(response.status)
        case .success(let response):
            let wait = response.header("Retry-After").flatMap {
                RetryAfter.duration($0, date: response.header("Date"))
            }
            return .status(response.status, retryAfter: wait)
        }
    }
}
