import Serial
import Testing

// shown in Sources/Serial/Serial.docc/Serial.md
/// Counts what arrives from several threads.
actor Counter {
    private let queue = SerialQueue(label: "cn.laoyouting.counter")
    private var count = 0

    /// The queue's thread is the actor's: a call that blocks there starves nobody else.
    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// May be called from any thread; returns at once.
    nonisolated func add(_ number: Int) { queue.run(on: self) { $0.count += number } }

    /// Waits for everything that was handed over before.
    nonisolated var total: Int { queue.wait(on: self) { $0.count } }
}
// end

extension Examples {
    @Test func serial() {
        // shown in Sources/Serial/Serial.docc/Serial.md
        let counter = Counter()
        for number in 1...10 { counter.add(number) }
        let total = counter.total
        // end
        #expect(total == 55)
    }
}
