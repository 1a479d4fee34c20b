import Foundation
import Glibc
import Spawn

/// A failure of the surroundings or of a wait, with a message.
package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Runs programs to their end.
package enum Program {
    /// How a program ended, and what it wrote to both outputs.
    package struct End {
        /// Its exit status, or minus the signal that ended it.
        package let status: Int32
        package let output: String
    }

    /// Runs a program with empty standard input. A program that has not ended after a minute is killed.
    package static func run(_ arguments: [String]) throws -> End {
        let variables = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("TMUX") }
            .merging(["LC_ALL": "C.UTF-8"]) { $1 }
        let (end, output) = try Child.run(["timeout", "-s", "KILL", "60"] + arguments, environment: .only(variables))
        return End(status: end.code, output: output)
    }
}

/// Polls for something that nobody announces: the text on a screen, a file, the end of another program's child. The
/// limit is far beyond anything plausible; it only keeps a broken program from hanging the tests.
package func eventually(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw Failure("did not come within \(limit): \(what())") }
        try await Task.sleep(for: .milliseconds(50))
    }
}
