import Foundation
import Synchronization

/// A program whose output is read all the time by a separate thread, so that the program never waits for the test.
public final class WatchedCommand: Sendable {
    private struct State {
        var output = ""
        var isAtEnd = false
        var status: Int32?
    }

    private let command: Command
    private let state = Mutex(State())
    private let news = DispatchSemaphore(value: 0)
    private let atEnd = DispatchSemaphore(value: 0)

    /// Starts a program from the path.
    public init(_ arguments: [String]) throws {
        command = try Command(arguments)
        Thread.detachNewThread { [self] in
            while case let more = command.read(), !more.isEmpty {
                state.withLock { $0.output += more }
                news.signal()
            }
            state.withLock { $0.isAtEnd = true }
            news.signal()
            atEnd.signal()
        }
    }

    /// What the program wrote so far.
    public var output: String { state.withLock { $0.output } }

    /// Whether `kill` or `terminate` was called.
    public var wasKilled: Bool { state.withLock { $0.status != nil } }

    /// Waits until the condition holds for the output. Only one thread at a time may wait. Returns false if the program
    /// ended first, or if nothing came for a minute.
    public func wait(until condition: (String) -> Bool) -> Bool {
        while true {
            let (output, isAtEnd) = state.withLock { ($0.output, $0.isAtEnd) }
            if condition(output) { return true }
            if isAtEnd || news.wait(timeout: .now() + 60) == .timedOut { return false }
        }
    }

    /// Kills the program at once, as a crash would, unless it has ended. Returns its exit status, or minus the signal.
    /// `rest` waits for everything that it wrote.
    @discardableResult
    public func kill() -> Int32 { end { $0.kill() } }

    /// Asks the program to end, unless it has ended, and waits for that. Returns its exit status, or minus the signal.
    /// `rest` waits for everything that it wrote.
    @discardableResult
    public func terminate() -> Int32 { end { $0.finish(terminating: true) } }

    private func end(_ how: (Command) -> Int32) -> Int32 {
        state.withLock { state in
            if let status = state.status { return status }
            let status = how(command)
            state.status = status
            return status
        }
    }

    /// Everything that it wrote, once it has ended.
    public func rest() -> String {
        atEnd.wait()
        atEnd.signal()
        return output
    }
}
