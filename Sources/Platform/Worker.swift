import Foundation
import Logging
import ServiceLifecycle

/// Does what is due, then sleeps until the next thing is due or a request changes.
struct Worker: Service {
    /// The name of its work, for the log.
    let name: String
    let board: ChangeBoard
    let clock: @Sendable () -> Date
    let logger: Logger
    /// Does everything that is due at this time and returns when the next thing will be, if anything is foreseen.
    let step: @Sendable (Date) async throws -> Date?

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let changes = board.changes(of: .anything)
                var pause = Duration.seconds(30)  // The longest sleep: the wall clock may be set meanwhile.
                do {
                    if let due = try await step(clock()) {
                        pause = min(pause, max(.milliseconds(1), .seconds(due.timeIntervalSince(clock()))))
                    }
                } catch is CancellationError {
                    return
                } catch is StorageTrouble {
                    // Whoever watches the storage has already logged this once.
                    pause = .seconds(5)
                } catch {
                    logger.error("\(name): \(error)")
                    pause = .seconds(5)
                }
                await firstChange(in: changes, within: pause)
            }
        }
    }
}
