import Reporting
import Testing

/// A platform that takes from a queue, by the plan, until the queue is empty or the attempts are used up.
private struct Exchange {
    var plan = UploadPlan()
    var queue: [String]
    var taken: [String] = []
    var setAside: [String] = []

    init(_ count: Int) { queue = (0..<count).map(String.init) }

    /// `answer` gives the status with which the platform answers a batch, or nil if it takes the batch.
    mutating func run(attempts: Int, answer: ([String]) -> Int?) {
        for _ in 0..<attempts where !queue.isEmpty {
            let sent = Array(plan.batch(of: Array(queue.prefix(plan.look.count))))
            let reply: UploadAnswer =
                answer(sent).map { .status($0, retryAfter: nil) }
                ?? .results(sent.map { EventResult(id: $0, status: .accepted) })
            switch plan.step(after: reply, to: sent, random: 1) {
            case .settle(let acknowledged, let aside), .wait(_, _, let acknowledged, let aside):
                taken += acknowledged.map { sent[$0] }
                setAside += aside.map { sent[$0.index] }
                let gone = Set(acknowledged.map { sent[$0] } + aside.map { sent[$0.index] })
                queue.removeAll(where: gone.contains)
            case .shrink: break
            }
        }
    }
}

@Suite("An event that the platform stumbles over does not block the queue")
struct UploadPoisonTests {
    @Test(
        "A server error that one event causes: it is set aside, the others arrive",
        arguments: [[0], [1], [137], [299], [0, 1], [0, 1, 2, 3, 4], [5, 6, 290], [298, 299]])
    func poison(culprits: [Int]) {
        let bad = Set(culprits.map(String.init))
        var exchange = Exchange(300)
        exchange.run(attempts: 50 + 50 * bad.count) { sent in bad.isDisjoint(with: sent) ? nil : 500 }
        // Nothing can be told without a sound event after the last culprit, so one comes in for each culprit.
        for late in 300..<(300 + bad.count) {
            exchange.queue.append(String(late))
            exchange.run(attempts: 30) { sent in bad.isDisjoint(with: sent) ? nil : 500 }
        }
        #expect(Set(exchange.setAside) == bad)
        #expect(exchange.setAside.count == bad.count)
        #expect(exchange.taken.count == 300)
        #expect(Set(exchange.taken).count == exchange.taken.count)
    }

    @Test(
        "A platform that is broken for everything loses nothing, however long",
        arguments: [500, 502, 504, 400, 413, 415, 422])
    func outage(status: Int) {
        var exchange = Exchange(50)
        // All is well before the outage and after it.
        exchange.run(attempts: 1) { _ in nil }
        exchange.queue = (0..<300).map { "event \($0)" }
        exchange.run(attempts: 3_000) { _ in status }
        #expect(exchange.setAside.isEmpty)
        exchange.run(attempts: 6_000) { _ in nil }
        #expect(exchange.queue.isEmpty)
        #expect(exchange.setAside.isEmpty)
    }

    @Test(
        "An event whose batch is refused is found, wherever it is and however many there are",
        arguments: [400, 413, 415, 422],
        [[0], [7], [299], [0, 1, 2, 3], Array(0..<40), [5, 6, 290], stride(from: 0, to: 300, by: 2).map { $0 }])
    func refused(status: Int, culprits: [Int]) {
        let bad = Set(culprits.map(String.init))
        var exchange = Exchange(300)
        exchange.run(attempts: 4_000) { sent in bad.isDisjoint(with: sent) ? nil : status }
        for late in 300..<(300 + bad.count) {
            exchange.queue.append(String(late))
            exchange.run(attempts: 30) { sent in bad.isDisjoint(with: sent) ? nil : status }
        }
        #expect(Set(exchange.setAside) == bad)
        #expect(exchange.setAside.count == bad.count)
        #expect(exchange.taken.count == 300)
    }

    @Test(
        "The platform takes some, then something in between refuses all: nothing is set aside, before or after a restart",
        arguments: [400, 413, 415, 422])
    func proxyInBetween(status: Int) {
        var exchange = Exchange(900)
        exchange.run(attempts: 2) { _ in nil }
        let taken = exchange.taken.count
        #expect(taken > 0)
        exchange.run(attempts: 500) { _ in status }
        // A restart: the plan has lost what it knew.
        exchange.plan = UploadPlan()
        exchange.run(attempts: 500) { _ in status }
        #expect(exchange.taken.count == taken)
        exchange.run(attempts: 1_000) { _ in nil }
        #expect(exchange.queue.isEmpty)
        #expect(exchange.setAside.isEmpty)
    }

    @Test("A queue of one event that is refused keeps it; another that is taken is the proof")
    func single() {
        var exchange = Exchange(1)
        exchange.run(attempts: 200) { _ in 415 }
        #expect(exchange.queue == ["0"])
        exchange.queue.append("1")
        exchange.run(attempts: 4) { $0.contains("0") ? 415 : nil }
        #expect(exchange.setAside == ["0"])
        #expect(exchange.taken == ["1"])
    }

    @Test("A suspect that left the queue by another way does not keep the batches small")
    func suspectGone() {
        var exchange = Exchange(200)
        exchange.run(attempts: 12) { $0.contains("0") ? 400 : 400 }
        exchange.queue.removeAll { $0 == "0" }
        exchange.run(attempts: 20) { _ in nil }
        #expect(exchange.queue.isEmpty)
        #expect(exchange.plan.count > 60)
    }

    @Test("A platform that fails every other time sets nothing aside")
    func flaky() {
        var exchange = Exchange(2_000)
        var turn = 0
        exchange.run(attempts: 5_000) { _ in
            turn += 1
            return turn.isMultiple(of: 2) ? 502 : nil
        }
        #expect(exchange.queue.isEmpty)
        #expect(exchange.setAside.isEmpty)
    }

    @Test("A duplicate or a refusal behind the suspect is no proof that the platform stores")
    func noProof() {
        var plan = UploadPlan()
        for _ in 0..<3 { _ = plan.step(after: .status(500, retryAfter: nil), to: ["a"], random: 1) }
        #expect(plan.skip == 1)
        _ = plan.step(after: .results([EventResult(id: "b", status: .duplicate)]), to: ["b"], random: 1)
        #expect(plan.skip == 1)
        _ = plan.step(after: .results([EventResult(id: "c", status: .rejected)]), to: ["c"], random: 1)
        #expect(plan.skip == 1)
        _ = plan.step(after: .results([EventResult(id: "d", status: .accepted)]), to: ["d"], random: 1)
        #expect(plan.skip == 0)
        #expect(
            plan.step(after: .status(500, retryAfter: nil), to: ["a"], random: 1)
                == .settle(acknowledged: [], setAside: [.init(index: 0, reason: "status 500")]))
    }

    @Test("A suspect that is taken after all is no suspect any more")
    func recovered() {
        var plan = UploadPlan(maximumCount: 8)
        for _ in 0..<3 { _ = plan.step(after: .status(500, retryAfter: nil), to: ["a"], random: 1) }
        _ = plan.step(after: .results([EventResult(id: "b", status: .accepted)]), to: ["b"], random: 1)
        _ = plan.step(after: .results([EventResult(id: "a", status: .accepted)]), to: ["a"], random: 1)
        #expect((plan.skip, plan.count) == (0, 2))
        let step = plan.step(after: .status(500, retryAfter: nil), to: ["c", "d"], random: 1)
        #expect(step == .wait(.seconds(1), .refused(status: 500), acknowledged: [], setAside: []))
    }
}
