import Reporting
import Testing

/// A platform that takes from a queue. The way to it may refuse a batch by chance.
private struct Exchange {
    var plan = UploadPlan(leastRounds: 3)
    var queue: [String]
    var taken: Set<String> = []
    var setAside: [String] = []

    init(_ count: Int) { queue = (0..<count).map(String.init) }

    /// `answer` gives what comes back for a batch, or nil if the platform takes it.
    mutating func run(attempts: Int, answer: ([String]) -> UploadAnswer?) {
        for _ in 0..<attempts where !queue.isEmpty {
            let sent = Array(plan.batch(of: Array(queue.prefix(plan.look.count))))
            let reply = answer(sent) ?? .results(sent.map { EventResult(id: $0, status: .accepted) })
            switch plan.step(after: reply, to: sent, random: 1) {
            case .settle(let acknowledged, let aside), .wait(_, _, let acknowledged, let aside):
                taken.formUnion(acknowledged.map { sent[$0] })
                setAside += aside.map { sent[$0.index] }
                let gone = Set(acknowledged.map { sent[$0] } + aside.map { sent[$0.index] })
                queue.removeAll(where: gone.contains)
            case .shrink: break
            }
        }
    }

    /// Sound events come in until the queue is empty, or until `most` have come in.
    mutating func runWithLate(most: Int, answer: ([String]) -> UploadAnswer?) {
        for late in 0..<most where !queue.isEmpty {
            queue.append("late \(late)")
            run(attempts: 30, answer: answer)
        }
    }
}

/// The same numbers each time (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func hits(percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

@Suite("A way that now takes and now refuses does not make sound events look bad")
struct UploadProofTests {
    private static func refusal(_ status: Int) -> UploadAnswer { .status(status, retryAfter: nil) }

    @Test(
        "On a way that refuses by chance everything arrives, and of three thousand sound events one is set aside at most",
        arguments: [50, 60, 70, 80, 90], [400, 413, 415, 500])
    func flapping(percent: Int, status: Int) {
        var events = 0
        var setAside = 0
        for seed in 1...12 as ClosedRange<UInt64> {
            var numbers = Seeded(state: seed)
            var exchange = Exchange(250)
            exchange.run(attempts: 50_000) { _ in numbers.hits(percent: percent) ? Self.refusal(status) : nil }
            #expect(exchange.queue.isEmpty)
            #expect(exchange.taken.count + exchange.setAside.count == 250)
            setAside += exchange.setAside.count
            events += 250
        }
        #expect(setAside * 3_000 <= events)
    }

    @Test("So it is when the program is started anew again and again", arguments: [50, 70, 90])
    func restarts(percent: Int) {
        var setAside = 0
        for seed in 1...8 as ClosedRange<UInt64> {
            var numbers = Seeded(state: seed)
            var exchange = Exchange(100)
            for _ in 0..<1_000 where !exchange.queue.isEmpty {
                exchange.plan = UploadPlan(leastRounds: 3)
                exchange.run(attempts: 40) { _ in numbers.hits(percent: percent) ? Self.refusal(400) : nil }
            }
            #expect(exchange.queue.isEmpty)
            setAside += exchange.setAside.count
        }
        #expect(setAside <= 1, "of 800")
    }

    @Test("Once such a way is steady, what is bad is found, and nothing else", arguments: [50, 70, 90], [400, 500])
    func steadyAtLast(percent: Int, status: Int) {
        for seed in 1...3 as ClosedRange<UInt64> {
            var numbers = Seeded(state: seed)
            var exchange = Exchange(300)
            let bad = Set((0..<300).filter { $0 % 7 < 2 }.map(String.init))
            exchange.run(attempts: 200) { sent in
                !bad.isDisjoint(with: sent) || numbers.hits(percent: percent) ? Self.refusal(status) : nil
            }
            exchange.runWithLate(most: 1_500) { bad.isDisjoint(with: $0) ? nil : Self.refusal(status) }
            #expect(exchange.queue.isEmpty)
            #expect(bad.isSuperset(of: exchange.setAside))
            #expect(exchange.setAside.count == bad.count)
        }
    }

    @Test(
        "Bad events are found wherever they are; the sound ones arrive without waiting for that",
        arguments: [
            [0], [299], Array(0..<40), stride(from: 0, to: 300, by: 2).map { $0 },
            stride(from: 1, to: 300, by: 2).map { $0 },
            (0..<300).filter { $0 % 3 != 2 }, (0..<300).filter { $0 != 280 }, (0..<300).filter { $0 != 0 },
            Array(0..<299), Array(0..<300),
        ], [1, 3])
    func found(culprits: [Int], rounds: Int) {
        let bad = Set(culprits.map(String.init))
        var exchange = Exchange(300)
        exchange.plan = UploadPlan(leastRounds: rounds)
        exchange.run(attempts: 3_000) { bad.isDisjoint(with: $0) ? nil : Self.refusal(400) }
        #expect(exchange.taken.count == 300 - bad.count)
        // A proof needs other events that are taken.
        exchange.runWithLate(most: 1_000) { bad.isDisjoint(with: $0) ? nil : Self.refusal(400) }
        #expect(exchange.queue.isEmpty)
        #expect(Set(exchange.setAside) == bad)
        #expect(exchange.setAside.count == bad.count)
    }

    @Test("An event is set aside after three rounds in a row; a failure of anything else in between begins them anew")
    func rounds() {
        var plan = UploadPlan(leastRounds: 3)
        func fails(_ id: String) -> Bool {
            if case .settle(_, setAside: let aside) = plan.step(after: Self.refusal(400), to: [id], random: 1) {
                return !aside.isEmpty
            }
            return false
        }
        func isTaken(_ id: String) {
            _ = plan.step(after: .results([EventResult(id: id, status: .accepted)]), to: [id], random: 1)
        }
        #expect(!fails("bad"))
        for other in ["a", "b"] {
            isTaken(other)
            #expect(!fails("bad"))
        }
        _ = plan.step(after: .none, to: ["c"], random: 1)
        isTaken("c")
        #expect(!fails("bad"), "the other one was not taken at the first attempt")
        for other in ["d", "e"] {
            isTaken(other)
            #expect(!fails("bad"))
        }
        isTaken("f")
        #expect(fails("bad"))
    }

    @Test("A gateway without an answer from the platform says nothing of an event", arguments: [500, 502, 504, 520])
    func gateway(status: Int) {
        var plan = UploadPlan()
        for _ in 0..<100 { _ = plan.step(after: .refusedElsewhere(status), to: ["a"], random: 1) }
        #expect(plan.skip == 0)
        #expect(plan.isStuck)
        _ = plan.step(after: .refusedElsewhere(status), to: ["a", "b", "c", "d"], random: 1)
        #expect(plan.count == 2, "it may be the size")
        var numbers = Seeded(state: 1)
        var exchange = Exchange(2_000)
        exchange.plan = UploadPlan()
        exchange.run(attempts: 20_000) { _ in numbers.hits(percent: 70) ? .refusedElsewhere(status) : nil }
        #expect(exchange.queue.isEmpty && exchange.setAside.isEmpty)
    }
}
