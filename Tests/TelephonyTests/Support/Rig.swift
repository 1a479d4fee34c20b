import Foundation
import Glibc
import KioskCore

@testable import Telephony

/// A booth's agent, the far sides it calls, and a directory, all gone when the test is over.
actor Rig {
    private static let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.path
    static let trunk = TrunkID(rawValue: "primary")
    static let number = "13812345678"

    nonisolated let directory: String
    nonisolated let log = EventLog<TelephonyEvent>()
    nonisolated let controlPort = Ports.free()
    nonisolated let sipPort = Ports.free()
    /// Where the trunk ends.
    nonisolated let farPort = Ports.free()
    private var children: [ChildProcess] = []
    private var clients: [AgentClient] = []

    private init() throws {
        var template = Array("/tmp/telephony-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func with<Result: Sendable>(_ body: @Sendable (Rig) async throws -> Result) async throws -> Result {
        let rig = try Rig()
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(rig)) } catch { result = .failure(error) }
        await rig.end()
        return try result.get()
    }

    private func end() async {
        for client in clients { client.stop() }
        for child in children { await child.end() }
        try? FileManager.default.removeItem(atPath: directory)
    }

    // MARK: The booth

    nonisolated func settings(
        transport: Trunk.Transport = .udp, registrationInterval: Int = 0, live: Bool = false, host: String = "127.0.0.1"
    ) -> TelephonySettings {
        let trunk = Trunk(
            id: Self.trunk, host: host, port: farPort, transport: transport, user: "booth",
            registrationInterval: registrationInterval)
        return TelephonySettings(live: live, trunks: [trunk], controlPort: controlPort)
    }

    /// A tone as a WAV file.
    nonisolated func tone(_ name: String, seconds: Double, level: Double = 0.5) throws -> WaveFile {
        let samples = (0..<Int(seconds * 8_000)).map { Int16(sin(Double($0) * 0.5) * level * 32_767) }
        let file = WaveFile(sampleRate: 8_000, samples: samples)
        try file.write(to: "\(directory)/\(name)")
        return file
    }

    static func template(_ name: String) throws -> String {
        try String(contentsOfFile: "\(root)/deploy/baresip/\(name)", encoding: .utf8)
    }

    /// Starts the booth's agent: its microphone is silence, so that what is heard can only be an announcement.
    @discardableResult
    func startAgent(_ settings: TelephonySettings, rtpTimeout: Int = 60) throws -> ChildProcess {
        let silence = WaveFile(sampleRate: 8_000, samples: [Int16](repeating: 0, count: 8_000 * 300))
        try silence.write(to: "\(directory)/microphone.wav")
        let agent = AgentConfiguration(
            controlPort: controlPort, sipAddress: "127.0.0.1:\(sipPort)", rtpTimeout: rtpTimeout,
            sound: .file("\(directory)/microphone.wav"))
        let accounts = try AgentConfiguration.accounts(for: settings, template: Self.template("accounts"))
        return try startBaresip("agent", agent, accounts)
    }

    private func startBaresip(_ name: String, _ agent: AgentConfiguration, _ accounts: String) throws -> ChildProcess {
        let home = "\(directory)/\(name)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try agent.config(template: Self.template("config")).write(
            toFile: "\(home)/config", atomically: true, encoding: .utf8)
        try accounts.write(toFile: "\(home)/accounts", atomically: true, encoding: .utf8)
        return try start("baresip", ["-f", home], output: "\(name).log")
    }

    /// A started client of the booth's agent; returns when it is connected.
    func connectedClient(
        _ settings: TelephonySettings, announcements: [Announcement: PreparedAnnouncement] = [:],
        settlingTime: Duration = .seconds(1)
    ) async throws -> AgentClient {
        let client = AgentClient(
            .init(
                telephony: settings, source: AgentConfiguration.Sound.file("\(directory)/microphone.wav").source,
                announcements: announcements), settlingTime: settlingTime
        ) { [log] in log.append($0) }
        clients.append(client)
        client.start()
        try await log.next(.agent(.connected))
        return client
    }

    /// Agent and client together.
    func booth(
        rtpTimeout: Int = 60, announcements: [Announcement: PreparedAnnouncement] = [:]
    ) async throws -> AgentClient {
        try startAgent(settings(), rtpTimeout: rtpTimeout)
        return try await connectedClient(settings(), announcements: announcements)
    }

    // MARK: The far side

    /// A sipp with one of our scenarios, answering on the trunk's port.
    @discardableResult
    func far(_ scenario: String, status: String = "200 OK") async throws -> ChildProcess {
        let child = try sipp(scenario, status: status)
        try await Ports.bound(farPort)
        return child
    }

    /// A sipp that calls the booth's agent.
    func caller(_ scenario: String = "incoming") throws -> ChildProcess {
        try sipp(scenario, arguments: ["127.0.0.1:\(sipPort)"])
    }

    /// Returns when the scenario `trying-only` has said its 100, of which the agent tells nothing.
    nonisolated func tried() async throws {
        try await Ports.poll("100 Trying sent") { FileManager.default.fileExists(atPath: "\(directory)/tried") }
    }

    /// A scenario's `STATUS` and `DIRECTORY` are replaced here: sipp wants a response code in the file itself.
    private func sipp(_ scenario: String, status: String = "", arguments: [String] = []) throws -> ChildProcess {
        let template = "\(Self.root)/Tests/TelephonyTests/Scenarios/\(scenario).xml"
        let file = "\(directory)/\(scenario).xml"
        let text = try String(contentsOfFile: template, encoding: .utf8)
        try text.replacing("STATUS", with: status).replacing("DIRECTORY", with: directory).write(
            toFile: file, atomically: true, encoding: .utf8)
        let ports = ["-i", "127.0.0.1", "-p", "\(farPort)", "-mp", "\(Ports.free())"]
        return try start("sipp", ["-sf", file, "-m", "1", "-nostdin"] + ports + arguments, output: "far.log")
    }

    /// A second baresip on the trunk's port that answers any number with a tone and records what it hears.
    func startOperator() async throws -> Operator {
        _ = try tone("operator.wav", seconds: 120)
        let recordings = "\(directory)/recordings"
        try FileManager.default.createDirectory(atPath: recordings, withIntermediateDirectories: true)
        let port = Ports.free()
        let agent = AgentConfiguration(
            controlPort: port, sipAddress: "127.0.0.1:\(farPort)", sound: .file("\(directory)/operator.wav"),
            recordings: recordings, answersEveryNumber: true)
        let template = try Self.template("operator-accounts")
        let accounts = try AgentConfiguration.operatorAccounts(port: farPort, template: template)
        let process = try startBaresip("operator", agent, accounts)
        try await Ports.bound(farPort)
        return Operator(process: process, recordings: recordings, control: try await ControlTap.connect(to: port))
    }

    private func start(_ program: String, _ arguments: [String], output: String) throws -> ChildProcess {
        let child = try ChildProcess(program, arguments, in: directory, output: output)
        children.append(child)
        return child
    }
}

/// The loopback operator.
struct Operator: Sendable {
    let process: ChildProcess
    let recordings: String
    let control: ControlTap

    /// Removes what was recorded so far; the files still being written are lost with it.
    func forget() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: recordings) {
            try FileManager.default.removeItem(atPath: "\(recordings)/\(name)")
        }
    }

    /// What it has heard, once it has ended: only then are the recordings complete.
    func heard() async throws -> [WaveFile] {
        process.send(SIGTERM)
        _ = try await process.ended()
        let names = try FileManager.default.contentsOfDirectory(atPath: recordings).filter { $0.hasSuffix("-dec.wav") }
        return try names.sorted().map { try WaveFile(path: "\(recordings)/\($0)") }
    }
}
