import Dispatch
import Synchronization

/// Nothing came within a time far beyond anything plausible.
struct NothingCame: Error, CustomStringConvertible { let description: String }

/// A list that grows on one thread and is awaited on another.
final class EventLog<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var position = 0
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private struct Waiter {
        let matches: @Sendable (Element) -> Bool
        let continuation: CheckedContinuation<Element, any Error>
    }

    private let state = Mutex(State())

    var all: [Element] { state.withLock { $0.elements } }

    func append(_ element: Element) {
        state.withLock {
            $0.elements.append(element)
            Self.serve(&$0)
        }
    }

    /// The next element that matches, after the one returned before.
    func next(
        _ what: String, within time: DispatchTimeInterval = .seconds(90),
        where matches: @escaping @Sendable (Element) -> Bool
    ) async throws -> Element {
        try await withCheckedThrowingContinuation { continuation in
            let id = state.withLock {
                let id = $0.nextWaiter
                $0.nextWaiter += 1
                $0.waiters[id] = Waiter(matches: matches, continuation: continuation)
                Self.serve(&$0)
                return id
            }
            DispatchQueue.global().asyncAfter(deadline: .now() + time) { [self] in
                let (waiter, seen) = state.withLock { ($0.waiters.removeValue(forKey: id), $0.elements) }
                waiter?.continuation.resume(throwing: NothingCame(description: "no \(what); came: \(seen)"))
            }
        }
    }

    private static func serve(_ state: inout State) {
        for (id, waiter) in state.waiters.sorted(by: { $0.key < $1.key }) {
            guard let index = state.elements[state.position...].firstIndex(where: waiter.matches) else { continue }
            state.position = index + 1
            state.waiters[id] = nil
            waiter.continuation.resume(returning: state.elements[index])
        }
    }
}

extension EventLog where Element: Equatable {
    @discardableResult
    func next(_ element: Element) async throws -> Element { try await next("\(element)") { $0 == element } }
}

/// A value that is set once and awaited, by any number of tasks.
final class Signal<Value: Sendable>: Sendable {
    private let state = Mutex<(value: Value?, waiters: [EventLog<Value>])>((nil, []))

    var value: Value? { state.withLock { $0.value } }

    func set(_ value: Value) {
        let waiters = state.withLock {
            $0.value = value
            return $0.waiters
        }
        for waiter in waiters { waiter.append(value) }
    }

    func wait(_ what: String) async throws -> Value {
        let log = EventLog<Value>()
        let value = state.withLock {
            $0.waiters.append(log)
            return $0.value
        }
        if let value { return value }
        return try await log.next(what) { _ in true }
    }
}

/// Lets a few through at a time. The others wait, in the order in which they came.
actor Gate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ free: Int) { self.free = free }

    nonisolated func pass<Passed: Sendable>(_ body: @Sendable () async throws -> Passed) async throws -> Passed {
        await enter()
        let result: Result<Passed, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await leave()
        return try result.get()
    }

    private func enter() async {
        if free > 0 { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() { if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() } }
}
