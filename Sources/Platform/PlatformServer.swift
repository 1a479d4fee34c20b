import UnixSignals
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle

/// The whole platform: storage, workers and HTTP.
struct PlatformServer: Sendable {
    struct Settings: Sendable {
        var databasePath: String
        var listen: ListenAddress
        var tokens: AccessTokens
        /// The simulator that answers requests; nil if people do.
        var simulator: SimulatorSettings? = SimulatorSettings()
        /// How often each booth may ask; nil for no limit.
        var boothRate: RateLimiter.Rate? = .booth
        /// How often log-ins may be tried, by all callers together.
        var logInRate: RateLimiter.Rate = .logIn
        /// How long events and closed requests are kept, in seconds.
        var retention: TimeInterval = 180 * 86_400
        /// The wall clock; tests set their own.
        var clock: @Sendable () -> Date = { Date() }
    }

    let settings: Settings
    let logger: Logger
    let database: PlatformDatabase
    let clock: SteadyClock
    let watch: ClockWatch
    private let lock: DatabaseLock
    let schemas: RecordSchemas
    let events: any EventStore
    let desk: RequestDesk
    let housekeeping: RequestHousekeeping
    let board = ChangeBoard()

    /// Opens the database. Throws if that fails or if another platform serves it. If it is damaged, the platform starts
    /// and answers with 503.
    init(_ settings: Settings, logger: Logger) throws {
        self.settings = settings
        self.logger = logger
        schemas = try RecordSchemas()
        let clock = SteadyClock(wall: settings.clock)
        self.clock = clock
        lock = try DatabaseLock(database: settings.databasePath)
        database = try PlatformDatabase.open(path: settings.databasePath, logger: logger)
        watch = ClockWatch(database: database, clock: clock, logger: logger)
        events = SQLiteEventStore(database: database, logger: logger)
        desk = RequestDesk(
            store: RequestStore(database: database), board: board,
            simulator: SimulatorSwitch(settings.simulator), clock: { clock.now })
        housekeeping = RequestHousekeeping(desk: desk, logger: logger)
    }

    /// Serves until the process is asked to stop (SIGTERM, SIGINT) or the task is cancelled. `onListening` gets the
    /// actual address once connections are accepted.
    func run(
        stopsOnSignals: Bool = true,
        onListening: @escaping @Sendable (ListenAddress) async -> Void
    ) async throws {
        let listen = settings.listen
        let application = Application(
            router: router(),
            // An idle connection is closed after a while; a long poll of 30 s counts as busy.
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: .hostname(listen.host, port: listen.port)),
            services: workers,
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? listen.port
                await onListening(ListenAddress(host: listen.host, port: port))
            },
            logger: logger)
        do {
            try await application.runService(gracefulShutdownSignals: stopsOnSignals ? [.sigterm, .sigint] : [])
        } catch {
            try? database.close()
            lock.release()
            throw error
        }
        defer { lock.release() }
        try database.close()
    }

    private var workers: [any Service] {
        [
            worker("requests", housekeeping.step),
            worker("simulator", RequestSimulator(desk: desk).step),
            worker(
                "retention",
                Retention(
                    events: events, requests: desk.store, lifetime: settings.retention, watch: watch, logger: logger
                ).step),
        ]
    }

    private var time: @Sendable () -> Date { { [clock] in clock.now } }

    private func worker(_ name: String, _ step: @escaping @Sendable (Date) async throws -> Date?) -> Worker {
        Worker(name: name, board: board, clock: time, logger: logger, step: step)
    }

    private func router() -> Router<PlatformContext> {
        let router = Router(context: PlatformContext.self)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: StorageMiddleware(database: database))
        let heartbeats = HeartbeatStore(database: database)
        let logIn = LogInRoutes(
            tokens: settings.tokens, sessions: OperatorSessions(), limit: RateLimiter(settings.logInRate),
            clock: time)
        logIn.add(to: Endpoints(router: router))
        PageRoutes(
            events: events, heartbeats: heartbeats, desk: desk, booths: settings.tokens.booths, logIn: logIn,
            watch: watch, clock: time
        ).add(to: Endpoints(router: router))
        RequestPageRoutes(desk: desk, logIn: logIn, clock: time).add(to: Endpoints(router: router))
        let authenticated = Endpoints(
            router: router.group().add(
                middleware: AuthenticationMiddleware(
                    tokens: settings.tokens, boothLimit: settings.boothRate.map { RateLimiter($0) })))
        EventRoutes(store: events, schemas: schemas, clock: time).add(to: authenticated)
        HeartbeatRoutes(store: heartbeats, clock: time).add(to: authenticated)
        RequestRoutes(desk: desk).add(to: authenticated)
        ContentRoutes(clock: time).add(to: authenticated)
        PensionRoutes(clock: time).add(to: authenticated)
        AdminRoutes(store: events).add(to: authenticated)
        return router
    }
}
