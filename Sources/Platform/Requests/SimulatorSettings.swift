import Foundation
import Synchronization

/// SIMULATOR. How the simulated dispatcher behaves.
struct SimulatorSettings: Equatable, Sendable {
    /// Seconds from submission to acceptance, 0 to 86400.
    var acceptAfter: TimeInterval = 1.5
    /// Seconds from acceptance to the answer, 0 to 86400.
    var assignAfter: TimeInterval = 3
    /// Of a hundred requests, how many fail instead of being answered.
    var failPercent = 0
    /// Of a hundred requests, how many get no answer at all, not even a refusal.
    var silentPercent = 0

    /// The longest delay in seconds.
    static let longestDelay: TimeInterval = 86_400

    /// What is wrong with it, by the name of the setting.
    var problems: [String: String] {
        var problems: [String: String] = [:]
        for (name, value) in [("accept-after", acceptAfter), ("assign-after", assignAfter)]
        where !(0...Self.longestDelay).contains(value) {
            problems[name] = "0 to 86400 seconds"
        }
        for (name, value) in [("fail-percent", failPercent), ("silent-percent", silentPercent)]
        where !(0...100).contains(value) {
            problems[name] = "0 to 100"
        }
        if problems.isEmpty, failPercent + silentPercent > 100 {
            problems["silent-percent"] = "together with fail-percent at most 100"
        }
        return problems
    }
}

/// Whether the simulator answers, and how: set on the command line, changed at the page, forgotten at the platform's end.
final class SimulatorSwitch: Sendable {
    private let state: Mutex<SimulatorSettings?>

    init(_ settings: SimulatorSettings?) { state = Mutex(settings) }

    /// nil: off, people answer.
    var settings: SimulatorSettings? {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
