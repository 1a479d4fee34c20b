/// A part of the booth that runs from its start to its stop. It is modelled on swift-service-lifecycle's `Service` and
/// `ServiceGroup`, but runs on the main queue, where nothing waits.
@MainActor
struct Service {
    /// Starts the part. An error thrown here ends the program.
    let start: @MainActor () throws -> Void
    /// Stops the part, and calls `ended` when it has stopped.
    let stop: @MainActor (_ ended: @escaping @MainActor @Sendable () -> Void) -> Void

    /// A part that stops at once, or has nothing to stop.
    init(start: @escaping @MainActor () throws -> Void = {}, stop: @escaping @MainActor () -> Void = {}) {
        self.init(start: start) { ended in
            stop()
            ended()
        }
    }

    /// A part that takes time to stop.
    init(
        start: @escaping @MainActor () throws -> Void = {},
        endingLater stop: @escaping @MainActor (_ ended: @escaping @MainActor @Sendable () -> Void) -> Void
    ) {
        self.start = start
        self.stop = stop
    }
}

/// Parts that start in order and stop in reverse order, each after the previous one has stopped.
@MainActor
final class ServiceGroup {
    private var running: [Service] = []

    /// Starts all parts. If one fails, those before it keep running until `stop`.
    func start(_ services: [Service]) throws {
        for service in services {
            try service.start()
            running.append(service)
        }
    }

    /// Stops the running parts, the last one first.
    func stop(_ ended: @escaping @MainActor @Sendable () -> Void) {
        guard let service = running.popLast() else { return ended() }
        service.stop { self.stop(ended) }
    }
}
