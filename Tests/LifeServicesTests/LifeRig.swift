import AdapterTestSupport
import Dispatch
import Foundation
import HTTPClient
import Vocabulary
import Synchronization

@testable import LifeServices

/// Sources that talk to one scripted server, a clock that the test sets, and everything that is reported.
final class LifeRig: Sendable {
    let server: ScriptedServer
    let reports: Recorder<LifeReport>
    let services: LifeServices
    let directory: TemporaryDirectory
    let timers = Recorder<Later>()
    private let cell: ClockCell

    /// Something that waits until the test says that its time has come.
    struct Later: Sendable {
        var delay: Duration
        var work: @Sendable () -> Void
    }

    /// - Parameters:
    ///   - directory: a former rig's, to start with what it kept.
    ///   - script: what the server answers; a path is `/` and the source's id, and what the format adds.
    init(
        _ sources: [LifeSource], directory: TemporaryDirectory? = nil, now: WallTime? = Fixtures.now,
        timeout: Duration = .seconds(30),
        script: @escaping @Sendable (ScriptedServer.Request) -> [ScriptedServer.Step]
    ) throws {
        let server = try ScriptedServer(script: script)
        let reports = Recorder<LifeReport>()
        self.server = server
        self.reports = reports
        self.directory = try directory ?? TemporaryDirectory()
        let ours = sources.map { source in
            var source = source
            if case .web(let address) = source.origin { source.origin = .web(server.url + address) }
            return source
        }
        let cell = ClockCell(now)
        self.cell = cell
        services = try LifeServices(
            sources: ours, booth: Fixtures.booth, directory: self.directory.path + "/life", http: HTTPSettings(),
            timeout: timeout, random: { 0.5 }, now: { cell.value },
            after: { [timers] delay, work in timers.record(Later(delay: delay, work: work)) },
            delivery: DispatchQueue(label: "test-delivery"), onUpdate: { reports.record($0) })
    }

    /// The booth's clock.
    var now: WallTime? {
        get { cell.value }
        set { cell.value = newValue }
    }

    deinit {
        services.stop()
        server.stop()
    }

    /// Stops the sources and the server, and waits until the sources have ended.
    func stop() async {
        await withCheckedContinuation { continuation in services.stop { continuation.resume() } }
        server.stop()
    }

    /// The first content that fits.
    @discardableResult
    func content(_ fits: @escaping @Sendable (LifeContent) -> Bool) async throws -> LifeContent {
        let report = try await reports.first { if case .content(let content) = $0 { fits(content) } else { false } }
        guard case .content(let content) = report else { throw CancellationError() }
        return content
    }

    /// The last content reported.
    var last: LifeContent? {
        reports.values.reversed().lazy.compactMap { if case .content(let content) = $0 { content } else { nil } }.first
    }

    /// What was logged, without the items that were left out.
    var log: [String] { all.filter { !$0.contains(": left out: ") } }

    private var all: [String] { reports.values.compactMap { if case .log(let line) = $0 { line } else { nil } } }
}

/// A clock that only moves when it is told to.
final class ClockCell: Sendable {
    private let time: Mutex<WallTime?>

    init(_ time: WallTime?) { self.time = Mutex(time) }

    var value: WallTime? {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}
