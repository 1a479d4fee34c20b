import ArgumentParser
import Foundation
import Glibc
import Logging

/// The reference management platform of the booths.
@main
struct PlatformCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-platform",
        abstract: "The reference management platform: events, heartbeats, requests and content of the booths.",
        discussion: """
            Speaks the interface in docs/platform-api.yaml, keeps everything in one SQLite file and
            shows pages at / and /requests to whoever has the operator's token.
            Unless --no-dispatcher is given, requests are answered by a simulator; no car comes. At /requests
            people answer by hand, and set the simulator or turn it off.
            Logs to standard error. SIGTERM and SIGINT stop it cleanly.
            """)

    @Option(help: "The SQLite file; created if it is not there.")
    var database: String

    @Option(help: "HOST:PORT to listen on; port 0 takes a free one.")
    var listen: ListenAddress

    @Option(help: "JSON file of booth numbers and their tokens, like {\"PT-0042\": \"…\"}; mode 0600.")
    var tokens: String

    @Option(help: "File with the operator's token, for the page and /v1/admin; mode 0600.")
    var operatorTokenFile: String?

    @Option(help: "File to write the base URL to, once the platform listens.")
    var readyFile: String?

    @Option(help: "Seconds until the simulated dispatcher accepts a request.")
    var dispatcherAcceptAfter = 1.5

    @Option(help: "Seconds from accepting to its answer.")
    var dispatcherAssignAfter = 3.0

    @Option(help: "Of a hundred requests, how many the simulated dispatcher lets fail.")
    var dispatcherFailPercent = 0

    @Option(help: "Of a hundred requests, how many the simulated dispatcher never answers.")
    var dispatcherSilentPercent = 0

    @Option(help: "Requests a second that each booth may send in the long run; ten times that at once. 0: no limit.")
    var boothRate = RateLimiter.Rate.booth.perSecond

    @Option(help: "Days that events and closed requests are kept. What is removed is still recognised when sent again.")
    var retentionDays = 180

    @Flag(name: .customLong("no-dispatcher"), help: "Do not simulate a dispatcher; people answer at /requests.")
    var isWithoutDispatcher = false

    @Flag(help: "Listen on an address that other machines reach. Put TLS and access control in front.")
    var allowNonLoopback = false

    func validate() throws {
        guard listen.isLoopback || allowNonLoopback else {
            throw ValidationError(
                "--listen \(listen.host): not a loopback address; other machines could reach the platform in plain "
                    + "HTTP. Give --allow-non-loopback if that is meant.")
        }
        if let (name, range) = simulator.problems.min(by: { $0.key < $1.key }) {
            throw ValidationError("--dispatcher-\(name): \(range)")
        }
        try validateLimits()
    }

    private var simulator: SimulatorSettings {
        SimulatorSettings(
            acceptAfter: dispatcherAcceptAfter, assignAfter: dispatcherAssignAfter,
            failPercent: dispatcherFailPercent, silentPercent: dispatcherSilentPercent)
    }

    private func validateLimits() throws {
        guard boothRate == 0 || (0.1...10_000).contains(boothRate) else {
            throw ValidationError("--booth-rate: 0, or 0.1 to 10000 requests a second")
        }
        guard (1...36_500).contains(retentionDays) else {
            throw ValidationError("--retention-days: 1 to 36500")
        }
    }

    func run() async throws {
        // The database holds contact numbers for a while, so only its owner may read it.
        umask(0o077)
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        let logger = Logger(label: "kiosk-platform")
        let server = try PlatformServer(
            PlatformServer.Settings(
                databasePath: database, listen: listen,
                tokens: try AccessTokens(boothFile: tokens, operatorFile: operatorTokenFile),
                simulator: isWithoutDispatcher ? nil : simulator,
                boothRate: boothRate == 0 ? nil : RateLimiter.Rate(perSecond: boothRate, burst: boothRate * 10),
                retention: TimeInterval(retentionDays) * 86_400),
            logger: logger)
        try await server.run { address in
            logger.info("listening on \(address.baseURL)")
            guard let readyFile else { return }
            do {
                try ReadyFile.write(address.baseURL, to: readyFile)
            } catch {
                logger.critical("\(readyFile): \(error)")
                kill(getpid(), SIGTERM)
            }
        }
        logger.info("stopped")
    }
}
