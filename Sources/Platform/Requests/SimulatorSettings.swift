import Foundation
import Synchronization

/// SIMULATOR. The settings of the simulated dispatcher.
struct SimulatorSettings: Equatable, Sendable {
    /// Seconds from submission to acceptance, 0 to 86400.
    var acceptAfter: TimeInterval = 1.5
    /// Seconds from acceptance to the answer, 0 to 86400.
    var assignAfter: TimeInterval = 3
    /// The percentage of requests that fail instead of being answered.
    var failPercent = 0
    /// The percentage of requests that get no answer at all, not even a refusal.
    var silentPercent = 0

    /// The longest delay in seconds.
    static let longestDelay: TimeInterval = 86_400

    /// What is wrong, by the name of the setting.
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

/// Whether and how the simulator answers. This is set on the command line, can be changed on the page, and is forgotten
/// when the platform ends.
final class SimulatorSwitch: Sendable {
    private let state: Mutex<SimulatorSettings?>

    init(_ settings: SimulatorSettings?) { state = Mutex(settings) }

    /// The settings; nil if the simulator is off and people answer.
    var settings: SimulatorSettings? {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
