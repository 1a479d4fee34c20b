/// A part of the booth that runs from its start to its stop. After swift-service-lifecycle's `Service` and `ServiceGroup`, on
/// the main queue: nothing here waits.
@MainActor
struct Service {
    /// Begins. What it throws ends the program.
    let start: @MainActor () throws -> Void
    /// Ends, and says when it has.
    let stop: @MainActor (_ ended: @escaping @MainActor @Sendable () -> Void) -> Void

    /// A part whose end takes no time, or that has nothing to end.
    init(start: @escaping @MainActor () throws -> Void = {}, stop: @escaping @MainActor () -> Void = {}) {
        self.init(start: start) { ended in
            stop()
            ended()
        }
    }

    /// A part whose end takes its time.
    init(
        start: @escaping @MainActor () throws -> Void = {},
        endingLater stop: @escaping @MainActor (_ ended: @escaping @MainActor @Sendable () -> Void) -> Void
    ) {
        self.start = start
        self.stop = stop
    }
}

/// Parts that start in order and stop in the reverse order, each once the one before has ended.
@MainActor
final class ServiceGroup {
    private var running: [Service] = []

    /// Starts them all. One that fails leaves those before it running, for `stop`.
    func start(_ services: [Service]) throws {
        for service in services {
            try service.start()
            running.append(service)
        }
    }

    /// Stops what runs, the last first.
    func stop(_ ended: @escaping @MainActor @Sendable () -> Void) {
        guard let service = running.popLast() else { return ended() }
        service.stop { self.stop(ended) }
    }
}
