import Foundation
import Synchronization
import Testing

@testable import Serial

/// Work beside the main queue. It runs in order and isolated, and ends when it is cancelled.
@Suite struct SerialTests {
    private actor Counter {
        let queue = SerialQueue(label: "counter")
        var numbers: [Int] = []

        nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

        nonisolated func add(_ number: Int) { queue.run(on: self) { $0.numbers.append(number) } }
        nonisolated var sum: [Int] { queue.wait(on: self) { $0.numbers } }
        func awaited() -> Int { numbers.count }
    }

    @Test func workIsDoneInTheOrderInWhichItWasHandedOver() async {
        let counter = Counter()
        for number in 0..<1_000 { counter.add(number) }
        #expect(counter.sum == Array(0..<1_000))
        // What awaits it runs on the same queue, after the rest.
        counter.add(1_000)
        #expect(await counter.awaited() == 1_001)
    }

    @Test func anAlarmThatIsLetGoOfDoesNotRing() async {
        let counter = Counter()
        var alarm: Watch? = counter.queue.alarm(on: counter, after: .milliseconds(20)) { $0.numbers.append(1) }
        #expect(alarm != nil)
        alarm = nil
        let kept = await withCheckedContinuation { continuation in
            // This alarm is later than the first, on the same queue. Had the first rung, it would have done so before.
            let kept = Mutex<Watch?>(nil)
            let watch = counter.queue.alarm(on: counter, after: .milliseconds(60)) {
                continuation.resume(returning: $0.numbers)
            }
            kept.withLock { $0 = watch }
            counter.queue.run(after: .seconds(30)) { withExtendedLifetime(watch) {} }
        }
        #expect(kept == [])
    }

    @Test func aDescriptorIsReadAndThenClosed() async throws {
        let pipe = Pipe()
        let queue = SerialQueue(label: "reader")
        let descriptor = dup(pipe.fileHandleForReading.fileDescriptor)
        let (bytes, news) = AsyncStream<UInt8>.makeStream()
        let (ends, ended) = AsyncStream<Void>.makeStream()
        var watch: Watch? = queue.whenReadable(
            descriptor,
            ended: {
                close(descriptor)
                ended.yield()
            }
        ) {
            var byte: UInt8 = 0
            if read(descriptor, &byte, 1) == 1 { news.yield(byte) }
        }
        try pipe.fileHandleForWriting.write(contentsOf: [7, 8])
        var iterator = bytes.makeAsyncIterator()
        #expect(await iterator.next() == 7)
        #expect(await iterator.next() == 8)
        #expect(watch != nil)
        watch = nil
        for await _ in ends { break }
        #expect(fcntl(descriptor, F_GETFD) == -1)
    }

    @Test func aThreadHasItsNameAndIsInterruptedByNoSignalButItsOwnFaults() async {
        let (name, blocked) = await withCheckedContinuation { continuation in
            Blocking.thread("a-long-name-for-a-thread", stackSize: 256 * 1024) {
                let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
                var mask = sigset_t()
                pthread_sigmask(SIG_BLOCK, nil, &mask)
                let blocked = [SIGTERM, SIGINT, SIGCHLD, SIGWINCH, SIGSEGV, SIGABRT].map { sigismember(&mask, $0) == 1 }
                continuation.resume(returning: (name, blocked))
            }
        }
        #expect(name == "a-long-name-for\n")
        #expect(blocked == [true, true, true, true, false, false])
    }

    @Test func whatComesByACompletionCanBeWaitedFor() async {
        let value = await withCheckedContinuation { continuation in
            Blocking.run {
                continuation.resume(
                    returning: Blocking.wait { done in SerialQueue(label: "answer").run { done(42) } } as Int)
            }
        }
        #expect(value == 42)
    }

    @Test @MainActor func anInboxHandsOverOnTheMainQueueInOrder() async {
        let inbox = MainInbox<Int>()
        let (numbers, news) = AsyncStream<Int>.makeStream()
        inbox.onMessage = { number in
            MainActor.assertIsolated()
            news.yield(number)
        }
        let queue = SerialQueue(label: "sender")
        queue.run { for number in 0..<100 { inbox.post(number) } }
        var received: [Int] = []
        for await number in numbers {
            received.append(number)
            if received.count == 100 { break }
        }
        #expect(received == Array(0..<100))
    }

    @Test(
        arguments: [
            (.seconds(-5), 0), (.milliseconds(1), 1_000_000), (.nanoseconds(1_500_000_001), 1_500_000_001),
        ] as [(Duration, UInt64)])
    func durationsAreCountedAsDispatchDoes(duration: Duration, nanoseconds: UInt64) {
        let before = DispatchTime.now()
        let then = DispatchTime.in(duration).uptimeNanoseconds
        #expect(then >= before.uptimeNanoseconds + nanoseconds)
        #expect(then <= DispatchTime.now().uptimeNanoseconds + nanoseconds)
        #expect(DispatchTime.in(.seconds(Int64.max)) > .now())
    }
}
