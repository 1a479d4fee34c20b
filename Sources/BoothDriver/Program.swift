import Foundation
import Glibc
import Spawn

/// A failure of the surroundings or of what was waited for, in words.
package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Programs run to their end.
package enum Program {
    /// How a program ended and what it wrote to both outputs.
    package struct End {
        /// Its exit status, or minus the signal that ended it.
        package let status: Int32
        package let output: String
    }

    /// Runs a program with nothing to read on its standard input. One that does not end is killed after a minute.
    package static func run(_ arguments: [String]) throws -> End {
        let variables = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("TMUX") }
            .merging(["LC_ALL": "C.UTF-8"]) { $1 }
        let (end, output) = try Child.run(["timeout", "-s", "KILL", "60"] + arguments, environment: .only(variables))
        return End(status: end.code, output: output)
    }
}

/// Polls for what nobody announces: the text on a screen, a file, the end of somebody else's child. The limit is far
/// beyond anything plausible; it only keeps a broken program from hanging the tests.
package func eventually(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw Failure("did not come within \(limit): \(what())") }
        try await Task.sleep(for: .milliseconds(50))
    }
}
