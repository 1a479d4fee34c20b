import AdapterTestSupport
import Foundation
import Logging
import Synchronization

@testable import Platform

typealias TestDirectory = TemporaryDirectory

/// Wall time that a test sets.
final class TestClock: Sendable {
    private let time: Mutex<Date>

    /// A Saturday, 09:30 in Shanghai.
    init(_ start: Date = Date(timeIntervalSince1970: 1_740_792_600)) { time = Mutex(start) }

    var now: Date { time.withLock { $0 } }

    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

/// Every line that the platform logged, at every level.
final class LogRecorder: Sendable {
    private let recorded = Mutex<[String]>([])

    var text: String { recorded.withLock { $0.joined(separator: "\n") } }

    func logger() -> Logger {
        var logger = Logger(label: "test") { _ in Handler(recorder: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorder.recorded.withLock { $0.append("\(event.message) \(metadata) \(event.metadata ?? [:])") }
        }
    }
}

/// The booths and tokens that the tests use.
enum TestAccess {
    static let booth = "PT-0042"
    static let boothToken = "first-booth-token"
    static let otherBooth = "PT-0001"
    static let otherToken = "second-booth-token"
    static let operatorToken = "the-operator-token"

    static func tokens() throws -> AccessTokens {
        try AccessTokens(
            booths: [booth: boothToken, otherBooth: otherToken], operatorToken: operatorToken)
    }
}

/// The running platform, as a test sees it.
struct RunningPlatform: Sendable {
    let server: PlatformServer
    let http: HTTPTestClient
    let port: Int
    let log: LogRecorder
}

/// Runs the whole platform on a free loopback port for as long as `body` takes.
func withPlatform<Value: Sendable>(
    in directory: TestDirectory? = nil, simulator: SimulatorSettings? = nil, clock: TestClock? = nil,
    boothRate: RateLimiter.Rate? = nil, logInRate: RateLimiter.Rate = .logIn,
    _ body: @escaping @Sendable (RunningPlatform) async throws -> Value
) async throws -> Value {
    let directory = try directory ?? TestDirectory()
    let log = LogRecorder()
    let server = try PlatformServer(
        PlatformServer.Settings(
            databasePath: directory.file("platform.db"), listen: ListenAddress(host: "127.0.0.1", port: 0),
            tokens: try TestAccess.tokens(), simulator: simulator, boothRate: boothRate,
            logInRate: logInRate,
            clock: { clock?.now ?? Date() }),
        logger: log.logger())
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        let (addresses, found) = AsyncStream<ListenAddress>.makeStream()
        group.addTask {
            defer { found.finish() }
            try? await server.run(stopsOnSignals: false) { found.yield($0) }
            return nil
        }
        group.addTask {
            for await address in addresses {
                return try await body(
                    RunningPlatform(
                        server: server, http: HTTPTestClient(base: address.baseURL), port: address.port, log: log))
            }
            throw TestFailure("the platform did not start: \(log.text)")
        }
        var value: Value?
        while let result = try await group.next() {
            guard let result else { continue }
            value = result
            group.cancelAll()
        }
        withExtendedLifetime(directory) {}
        guard let value else { throw TestFailure("the platform ended early") }
        return value
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Waits for something that no event announces.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw TestFailure("never: \(what)")
}
