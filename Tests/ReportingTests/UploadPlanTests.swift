import Basics
import Reporting
import Testing

@Suite("What the platform's answers mean")
struct UploadPlanTests {
    private let ids = ["a", "b", "c", "d"]

    @Test("Accepted and duplicate leave the queue, rejected is set aside, what is not named stays")
    func results() {
        var plan = UploadPlan()
        let step = plan.step(
            after: .results([
                EventResult(id: "a", status: .accepted),
                EventResult(id: "c", status: .rejected, reason: "type.unknown"),
                EventResult(id: "b", status: .duplicate), EventResult(id: "stranger", status: .accepted),
            ]), to: ids, random: 0.5)
        #expect(
            step == .settle(acknowledged: [0, 1], setAside: [.init(index: 2, reason: "type.unknown")]))
    }

    @Test("An answer that settles nothing waits instead of asking again at once")
    func nothingSettled() {
        var plan = UploadPlan()
        let step = plan.step(after: .results([]), to: ids, random: 0.5)
        #expect(step == .wait(.milliseconds(500), .refused(status: 200), acknowledged: [], setAside: []))
    }

    @Test("Another booth's token sets nothing aside")
    func wrongBooth() {
        var plan = UploadPlan()
        let step = plan.step(
            after: .results(ids.map { EventResult(id: $0, status: .rejected, reason: "source.mismatch") }), to: ids,
            random: 0)
        #expect(step == .wait(.zero, .credentials, acknowledged: [], setAside: []))
    }

    @Test(
        "Too large or not understood: halved until one is left, which is set aside once another is taken",
        arguments: [400, 413, 415, 422])
    func isolate(status: Int) {
        var plan = UploadPlan(maximumCount: 8)
        var sent = 8
        while sent > 1 {
            let ids = (0..<sent).map(String.init)
            #expect(plan.step(after: .status(status, retryAfter: nil), to: ids, random: 0) == .shrink)
            #expect(plan.count == sent / 2)
            sent = plan.count
        }
        let alone = plan.step(after: .status(status, retryAfter: nil), to: ["x"], random: 0)
        #expect(alone == .wait(.zero, .refused(status: status), acknowledged: [], setAside: []))
        #expect(plan.batch(of: ["x", "y"]) == ["y"], "is it the event, or everything?")
        _ = plan.step(after: .results([EventResult(id: "y", status: .accepted)]), to: ["y"], random: 0)
        let step = plan.step(after: .status(status, retryAfter: nil), to: ["x"], random: 0)
        #expect(step == .settle(acknowledged: [], setAside: [.init(index: 0, reason: "status \(status)")]))
        _ = plan.step(after: .results([EventResult(id: "z", status: .accepted)]), to: ["z"], random: 0)
        #expect(plan.count == 2, "grows again")
    }

    @Test("A platform that refuses everything does not empty the queue into quarantine, and is asked less and less")
    func refusesEverything() {
        var plan = UploadPlan(maximumCount: 1)
        var waits: [Duration] = []
        for attempt in 1...20 {
            let step = plan.step(after: .status(400, retryAfter: nil), to: ["x"], random: 1)
            if case .wait(let delay, _, _, setAside: []) = step { waits.append(delay) }
            #expect(plan.isStuck == (attempt >= 4))
        }
        #expect(waits == (0..<20).map { min(.seconds(1 << $0), .seconds(300)) })
        _ = plan.step(after: .results([EventResult(id: "x", status: .accepted)]), to: ["x"], random: 1)
        #expect(!plan.isStuck)
        for status in [404, 405, 301, 204, 500, 502, 408] {
            let step = plan.step(after: .status(status, retryAfter: nil), to: ids, random: 0)
            #expect(step == .wait(.zero, .refused(status: status), acknowledged: [], setAside: []))
        }
    }

    @Test("What a proxy refuses for long may be one event that it dislikes: found, and set aside once others pass")
    func dislikedByProxy() {
        var plan = UploadPlan(maximumCount: 4)
        var queue = ["a", "bad", "c", "d"]
        var setAside: [String] = []
        for _ in 0..<40 where !queue.isEmpty {
            let sent = Array(plan.batch(of: Array(queue.prefix(plan.look.count))))
            let answer: UploadAnswer =
                sent.contains("bad")
                ? .refusedElsewhere(403) : .results(sent.map { EventResult(id: $0, status: .accepted) })
            switch plan.step(after: answer, to: sent, random: 1) {
            case .settle(let acknowledged, let aside), .wait(_, _, let acknowledged, let aside):
                setAside += aside.map { sent[$0.index] }
                let gone = (acknowledged + aside.map(\.index)).map { sent[$0] }
                queue.removeAll(where: gone.contains)
            case .shrink: break
            }
        }
        #expect(queue.isEmpty)
        #expect(setAside == ["bad"])
    }

    @Test("401 and 403 keep everything")
    func credentials() {
        var plan = UploadPlan()
        for status in [401, 403] {
            let step = plan.step(after: .status(status, retryAfter: nil), to: ids, random: 0)
            #expect(step == .wait(.zero, .credentials, acknowledged: [], setAside: []))
        }
    }

    @Test("Retry-After is honoured, a little late, and capped")
    func busy() {
        var plan = UploadPlan()
        func wait(_ seconds: Int, _ random: Double) -> UploadStep {
            plan.step(after: .status(429, retryAfter: .seconds(seconds)), to: ids, random: random)
        }
        #expect(wait(20, 0) == .wait(.seconds(20), .busy, acknowledged: [], setAside: []))
        #expect(wait(20, 0.5) == .wait(.seconds(25), .busy, acknowledged: [], setAside: []))
        #expect(wait(1_000_000, 0) == .wait(.seconds(3_600), .busy, acknowledged: [], setAside: []))
    }

    @Test("Failures in a row wait a random part of a doubling ceiling; success starts over")
    func backoff() {
        var plan = UploadPlan(backoff: Backoff(base: .seconds(1), cap: .seconds(10)))
        func wait() -> Duration {
            guard case .wait(let delay, _, _, _) = plan.step(after: .none, to: ids, random: 0.5) else { return .zero }
            return delay
        }
        #expect((0..<6).map { _ in wait() } == [0.5, 1, 2, 4, 5, 5].map { .seconds($0) })
        _ = plan.step(after: .results([EventResult(id: "a", status: .accepted)]), to: ids, random: 0)
        #expect(wait() == .milliseconds(500))
        var long = Backoff()
        for _ in 0..<200 { #expect(long.fail(random: 0.999) <= .seconds(300)) }
        #expect(long.fail(random: 7) <= .seconds(300))
    }

    @Test("A line that carries small bodies only is found out: the batch shrinks, and grows again")
    func weakLine() {
        var plan = UploadPlan(maximumCount: 8)
        let ids = (0..<8).map { "e\($0)" }
        for _ in 0..<2 { _ = plan.step(after: .none, to: ids, random: 0) }
        #expect(plan.count == 8, "one or two silences are an outage")
        for expected in [4, 2, 1, 1] {
            _ = plan.step(after: .none, to: Array(ids.prefix(plan.count)), random: 0)
            #expect(plan.count == expected)
        }
        _ = plan.step(after: .results([EventResult(id: "e0", status: .accepted)]), to: ["e0"], random: 0)
        #expect(plan.count == 2)
        _ = plan.step(after: .none, to: Array(ids.prefix(2)), random: 0)
        #expect(plan.count == 2)
    }
}
