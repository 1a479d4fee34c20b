import Synchronization

/// Collects what a callback reports, from any thread, and lets a test await it without sleeping.
public final class Recorder<Value: Sendable>: Sendable {
    private struct State {
        var values: [Value] = []
        var waiters: [Waiter] = []
        var nextID = 0
    }

    private struct Waiter {
        var id: Int
        var condition: @Sendable ([Value]) -> Bool
        var continuation: CheckedContinuation<[Value], any Error>
    }

    private let state = Mutex(State())

    /// Nothing reported yet.
    public init() {}

    /// Everything reported so far, in order.
    public var values: [Value] { state.withLock { $0.values } }

    /// Takes a value; hand this to the callback.
    public func record(_ value: Value) {
        let ready = state.withLock { state in
            state.values.append(value)
            let values = state.values
            let ready = state.waiters.filter { $0.condition(values) }
            state.waiters.removeAll { $0.condition(values) }
            return ready.map { ($0.continuation, values) }
        }
        for (continuation, values) in ready { continuation.resume(returning: values) }
    }

    /// Waits until the condition holds for everything reported, and returns that. Throws when the test is cancelled.
    @discardableResult
    public func wait(until condition: @escaping @Sendable ([Value]) -> Bool) async throws -> [Value] {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let now: [Value]? = state.withLock { state in
                    if condition(state.values) { return state.values }
                    state.waiters.append(Waiter(id: id, condition: condition, continuation: continuation))
                    return nil
                }
                if let now { continuation.resume(returning: now) }
                if Task.isCancelled { giveUp(id) }
            }
        } onCancel: {
            giveUp(id)
        }
    }

    private func giveUp(_ id: Int) {
        let waiter = state.withLock { state in
            let index = state.waiters.firstIndex { $0.id == id }
            return index.map { state.waiters.remove(at: $0) }
        }
        guard let waiter else { return }
        print("given up waiting; reported so far: \(values)")
        waiter.continuation.resume(throwing: CancellationError())
    }

    /// The first value that fits, once there is one.
    @discardableResult
    public func first(where fits: @escaping @Sendable (Value) -> Bool) async throws -> Value {
        let values = try await wait { $0.contains(where: fits) }
        guard let value = values.first(where: fits) else { throw CancellationError() }
        return value
    }
}
