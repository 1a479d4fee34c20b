import ArgumentParser
import BoothDriver
import Dispatch
import Foundation
import Glibc
import Synchronization

/// A scripted resident uses the real booth. `make tour` runs it.
@main
struct Tour: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-tour",
        abstract: "A scripted resident uses the real booth, in a terminal of its own.",
        discussion: """
            All ten functions in Chinese and in English, a cancelled emergency and the SOS chooser. Prints each new screen \
            as text, the calls that the operator answered with the sound each side received, and the events that the \
            platform stored. Ends with 0, or says what went wrong. No call leaves this machine.
            """)

    @Option(help: "A directory to keep logs, recordings and databases in.")
    var state: String?

    func run() async throws {
        let began = ContinuousClock.now
        let directory = try state.map(Self.kept) ?? Places.temporaryDirectory()
        defer { if state == nil { try? FileManager.default.removeItem(atPath: directory) } }
        let work = Task { try await Self.tour(in: directory, keepsLogs: state != nil) }
        let stopped = Mutex<String?>(nil)
        let signals = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")].map { number, name in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                stopped.withLock { $0 = $0 ?? name }
                work.cancel()
            }
            source.resume()
            return source
        }
        defer { for source in signals { source.cancel() } }
        do {
            let result = try await work.value
            let seconds = (ContinuousClock.now - began).components.seconds
            say(
                "tour: everything works (\(result.screens) screens, \(result.calls) calls, \(result.events) events, "
                    + "\(seconds) s)")
        } catch {
            complain("tour: \(stopped.withLock { $0 }.map { "stopped by \($0)" } ?? "\(error)")")
            throw ExitCode.failure
        }
    }

    private static func kept(_ path: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return URL(fileURLWithPath: path).path
    }

    private typealias Outcome = (screens: Int, calls: Int, events: Int)

    /// Runs from the first page to the last event. Everything that was started is gone afterwards.
    private static func tour(in directory: String, keepsLogs: Bool) async throws -> Outcome {
        let booth = try await Booth(in: directory)
        var outcome = await Result { () async throws -> Outcome in
            try booth.startDemonstration()
            let visitor = Visitor(booth)
            try await visitor.tour()
            let (calls, events) = try await Report(booth).print()
            return (visitor.screens, calls, events)
        }
        // Nothing may prevent the end of the demonstration, not even a signal.
        let end = await Task {
            await Result { () async throws -> Int32? in
                let left = try await booth.close()
                guard left.isEmpty else {
                    let names = left.map { "\($0.value) (\($0.key))" }.sorted().joined(separator: ", ")
                    throw Failure("left running by the demonstration: " + names)
                }
                return booth.status(of: "demo")
            }
        }.value
        switch (outcome, end) {
        case (.success, .failure(let error)): outcome = .failure(error)
        case (.success, .success(let status)) where status != 0:
            outcome = .failure(Failure("the demonstration ended with \(status.map(String.init) ?? "no status")"))
        default: break
        }
        if case .failure = outcome, !keepsLogs { complain(booth.logs) }
        return try outcome.get()
    }
}

extension Result where Failure == any Error, Success: Sendable {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

/// Prints a line at once, so that a spectator sees each screen as it appears.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

/// The same for errors.
func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
