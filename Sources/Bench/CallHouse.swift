import Foundation
import Vocabulary
import Telephony

/// The surroundings of the booth in the call measurements: its settings, and the SIP agents' directories, rendered from
/// the shipped templates. scripts/bench.d/calls.py starts, kills and watches the agents.
struct CallHouse {
    /// The directory for everything. It is in memory, like the booth's own runtime directory.
    let directory: String
    private(set) var telephony: TelephonySettings
    let timings: Timings
    /// A tone that replaces the microphone.
    let boothSound: AgentConfiguration.Sound

    private let templates: String
    private let operatorPorts: (sip: Int, control: Int)?

    /// - Parameter arguments: The directory, the templates, the agent's control port, and the milliseconds that a trunk
    ///   may be silent; then either `operator` with its SIP port and control port, or the ports of the trunks.
    init(_ arguments: [String]) throws {
        let numbers = arguments.dropFirst(2).compactMap { Int($0) }
        guard arguments.count >= 5, numbers.count >= 3 else {
            throw BenchFailure(
                description: "booth DIRECTORY TEMPLATES CONTROL SILENCE (operator SIP CONTROL | TRUNK...)")
        }
        directory = arguments[0]
        templates = arguments[1]
        let hasOperator = arguments.contains("operator")
        guard !hasOperator || numbers.count == 4 else { throw BenchFailure(description: "operator SIP CONTROL") }
        operatorPorts = hasOperator ? (numbers[2], numbers[3]) : nil
        let trunks = hasOperator ? [numbers[2]] : Array(numbers[2...])
        telephony = TelephonySettings(
            trunks: trunks.enumerated().map { index, port in
                Trunk(
                    id: TrunkID(rawValue: "\(index + 1)"), host: "127.0.0.1", port: port, user: "booth",
                    registrationInterval: 0)
            },
            services: [EmergencyService.police.service: "110", .helpCentre: "9990001"], controlPort: numbers[0])
        telephony.lineSocket = directory + "/line.sock"
        boothSound = .file(directory + "/booth.wav")

        // The guards against trembling fingers are meant for residents; they would only slow a program down.
        var timings = Timings()
        timings.confirmGuard = .milliseconds(20)
        timings.confirmQuiet = .milliseconds(20)
        timings.doubleStrikeMenu = .milliseconds(20)
        timings.keyBurstEnd = .milliseconds(20)
        timings.noProgressEmergency = .milliseconds(numbers[1])
        // How long a line may be without sound, in milliseconds. A second leg follows after twice that time.
        if let limit = ProcessInfo.processInfo.environment["BENCH_NO_SOUND"].flatMap({ Int($0) }) {
            timings.noSound = .milliseconds(limit)
            timings.secondLeg = .milliseconds(2 * limit)
        }
        self.timings = timings
    }

    /// Writes what the agents need: tones of 400 and 1,000 Hz, configurations and accounts.
    func furnish() throws {
        try tone(400).write(to: directory + "/booth.wav")
        // The recordings of both ends prove the sound. Without an operator nobody speaks, so nothing is recorded.
        let recordings = try operatorPorts.map { _ in try made("agent-heard") }
        try write(
            "agent",
            AgentConfiguration(controlPort: telephony.controlPort, sound: boothSound, recordings: recordings),
            accounts: AgentConfiguration.accounts(for: telephony, template: template("accounts")))
        guard let operatorPorts else { return }
        let sound = directory + "/operator.wav"
        try tone(1_000).write(to: sound)
        try write(
            "operator",
            AgentConfiguration(
                controlPort: operatorPorts.control, sipAddress: "127.0.0.1:\(operatorPorts.sip)", sound: .file(sound),
                recordings: made("operator-heard"), answersEveryNumber: true),
            accounts: AgentConfiguration.operatorAccounts(
                port: operatorPorts.sip, template: template("operator-accounts")))
    }

    private func write(_ name: String, _ agent: AgentConfiguration, accounts: String) throws {
        let home = try made(name)
        try agent.config(template: template("config")).write(
            toFile: home + "/config", atomically: true, encoding: .utf8)
        try accounts.write(toFile: home + "/accounts", atomically: true, encoding: .utf8)
    }

    private func made(_ name: String) throws -> String {
        let path = directory + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func template(_ name: String) throws -> String {
        try String(contentsOfFile: templates + "/" + name, encoding: .utf8)
    }

    /// Lasts two minutes, longer than any call here, since the agent ends a call at the end of its file.
    private func tone(_ hertz: Double) -> WaveFile {
        WaveFile(
            sampleRate: 8_000,
            samples: (0..<8_000 * 120).map { Int16(sin(Double($0) * hertz * 2 * .pi / 8_000) * 10_000) })
    }
}
