import KioskCore
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

    @Test("Too large or not understood: halved until one is left, which is set aside", arguments: [400, 413, 422])
    func isolate(status: Int) {
        var plan = UploadPlan(maximumCount: 8)
        var sent = 8
        while sent > 1 {
            let ids = (0..<sent).map(String.init)
            #expect(plan.step(after: .status(status, retryAfter: nil), to: ids, random: 0) == .shrink)
            #expect(plan.count == sent / 2)
            sent = plan.count
        }
        let step = plan.step(after: .status(status, retryAfter: nil), to: ["x"], random: 0)
        #expect(step == .settle(acknowledged: [], setAside: [.init(index: 0, reason: "status \(status)")]))
        _ = plan.step(after: .results([EventResult(id: "y", status: .accepted)]), to: ["y"], random: 0)
        #expect(plan.count == 2, "grows again")
    }

    @Test("A platform that refuses everything does not empty the queue into quarantine")
    func refusesEverything() {
        var plan = UploadPlan(maximumCount: 1)
        var waits = 0
        for _ in 0..<20 {
            let step = plan.step(after: .status(400, retryAfter: nil), to: ["x"], random: 1)
            if case .wait(_, _, _, setAside: []) = step { waits += 1 }
        }
        #expect(waits == 17)
        for status in [404, 405, 301, 204, 500, 502, 408] {
            let step = plan.step(after: .status(status, retryAfter: nil), to: ids, random: 0)
            #expect(step == .wait(.zero, .refused(status: status), acknowledged: [], setAside: []))
        }
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
