import AdapterTestSupport
import Foundation
import Glibc
import Vocabulary

@testable import Telephony

/// A booth's agent, the far sides of its two trunks, and a directory, all gone when the test is over.
actor Rig {
    static let trunk = TrunkID(rawValue: "primary")
    /// The second trunk, of the tests that have one.
    static let backup = TrunkID(rawValue: "backup")
    static let number = "13812345678"

    nonisolated let directory: String
    nonisolated let log = EventLog<TelephonyEvent>()
    nonisolated let controlPort = Ports.free()
    /// Where the broker serves the kiosk.
    nonisolated var lineSocket: String { directory + "/kiosk.sock" }
    /// Where it serves the SOS service.
    nonisolated var sosSocket: String { directory + "/sos.sock" }
    nonisolated let sipPort = Ports.free()
    /// Where the trunk ends.
    nonisolated let farPort = Ports.free()
    /// Where the second trunk ends.
    nonisolated let backupPort = Ports.free()
    private var children: [ChildProcess] = []
    private var clients: [AgentClient] = []
    private var broker: LineBroker?
    /// What the broker tells the technician.
    nonisolated let brokerLines = EventLog<String>()

    private init() throws {
        var template = Array("/tmp/telephony-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Each rig is two to five processes. More than a few at once would only wait for each other.
    private static let gate = Gate(4)

    static func with<Result: Sendable>(_ body: @Sendable (Rig) async throws -> Result) async throws -> Result {
        try await gate.pass {
            let rig = try Rig()
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(rig)) } catch { result = .failure(error) }
            await rig.end()
            return try result.get()
        }
    }

    private func end() async {
        for client in clients { client.stop() }
        broker?.stop()
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
        return settings(trunks: [trunk], live: live)
    }

    /// The broker's socket is the rig's in any case.
    nonisolated func settings(trunks: [Trunk], live: Bool = false) -> TelephonySettings {
        var settings = TelephonySettings(live: live, trunks: trunks, controlPort: controlPort)
        settings.lineSocket = lineSocket
        return settings
    }

    /// A tone as a WAV file; `level` is its peak, 0 (silence) to 1 (full scale).
    @discardableResult
    nonisolated func tone(_ name: String, seconds: Double, level: Double = 0.5) throws -> WaveFile {
        // One second is repeated, because computing a sine for each sample takes long without the optimiser.
        let second = (0..<8_000).map { Int16(sin(Double($0) * .pi / 12) * level * 32_767) }
        let whole = [[Int16]](repeating: second, count: Int(seconds)).flatMap { $0 }
        let samples = whole + second.prefix(Int(seconds * 8_000) - whole.count)
        let file = WaveFile(sampleRate: 8_000, samples: samples)
        try file.write(to: "\(directory)/\(name)")
        return file
    }

    static func template(_ name: String) throws -> String {
        try Checkout.text("deploy/baresip/\(name)")
    }

    /// The microphone of the booth's agent, as `driver,device`.
    nonisolated var source: String { AgentConfiguration.Sound.file("\(directory)/microphone.wav").source }

    /// Starts the booth's agent. Unless told otherwise its microphone is silent, so that what is heard can only be an
    /// announcement. With `recording`, what the booth hears is recorded in `booth-recordings`.
    @discardableResult
    func startAgent(
        _ settings: TelephonySettings, rtpTimeout: Int = 60, microphone level: Double = 0, recording: Bool = false,
        passwords: [TrunkID: String] = [:], sound: AgentConfiguration.Sound? = nil
    ) throws -> ChildProcess {
        try tone("microphone.wav", seconds: 300, level: level)
        if recording {
            try FileManager.default.createDirectory(atPath: boothRecordings, withIntermediateDirectories: true)
        }
        let agent = AgentConfiguration(
            controlPort: controlPort, sipAddress: "127.0.0.1:\(sipPort)", rtpTimeout: rtpTimeout,
            sound: sound ?? .file("\(directory)/microphone.wav"), recordings: recording ? boothRecordings : nil)
        let accounts = try AgentConfiguration.accounts(
            for: settings, passwords: passwords, template: Self.template("accounts"))
        return try startBaresip("agent", agent, accounts)
    }

    /// Where the booth's agent records, if it does.
    nonisolated var boothRecordings: String { "\(directory)/booth-recordings" }

    private func startBaresip(_ name: String, _ agent: AgentConfiguration, _ accounts: String) throws -> ChildProcess {
        let home = "\(directory)/\(name)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try agent.config(template: Self.template("config")).write(
            toFile: "\(home)/config", atomically: true, encoding: .utf8)
        try accounts.write(toFile: "\(home)/accounts", atomically: true, encoding: .utf8)
        return try start("baresip", ["-f", home], output: "\(name).log")
    }

    /// Starts the broker of the agent's link, if it does not run yet.
    func startBroker(settlingTime: Duration = .seconds(1)) throws {
        guard broker == nil else { return }
        let broker = LineBroker(
            .init(controlPort: controlPort, sockets: [(.kiosk, lineSocket, nil), (.sos, sosSocket, nil)]),
            settlingTime: settlingTime
        ) { [brokerLines] in brokerLines.append($0) }
        try broker.start()
        self.broker = broker
    }

    /// Stops the broker, as in a restart of its unit.
    func stopBroker() {
        broker?.stop()
        broker = nil
    }

    /// A started client of the booth's agent; returns when it is connected.
    func connectedClient(
        _ settings: TelephonySettings, devices: CallDevices? = nil,
        announcements: [Announcement: PreparedAnnouncement] = [:], settlingTime: Duration = .seconds(1)
    ) async throws -> AgentClient {
        try startBroker(settlingTime: settlingTime)
        let client = AgentClient(
            .init(
                telephony: settings, devices: devices ?? CallDevices(source: source), announcements: announcements)
        ) { [log] in log.append($0) }
        clients.append(client)
        client.start()
        try await log.next(.agent(.connected))
        return client
    }

    /// Starts the agent and a client, and returns the client when it is connected.
    func booth(
        rtpTimeout: Int = 60, announcements: [Announcement: PreparedAnnouncement] = [:]
    ) async throws -> AgentClient {
        try startAgent(settings(), rtpTimeout: rtpTimeout)
        return try await connectedClient(settings(), announcements: announcements)
    }

    // MARK: The far side

    /// Starts a sipp with one of our scenarios. It answers where a trunk ends, the first one unless told otherwise.
    @discardableResult
    func far(_ scenario: String, status: String = "200 OK", on port: Int? = nil) async throws -> ChildProcess {
        let child = try sipp(scenario, status: status, on: port ?? farPort)
        try await Ports.bound(port ?? farPort)
        return child
    }

    /// Starts a sipp that calls the booth's agent.
    func caller(_ scenario: String = "incoming", from port: Int? = nil) throws -> ChildProcess {
        try sipp(scenario, on: port, arguments: ["127.0.0.1:\(sipPort)"])
    }

    /// Returns when the scenario `trying-only` has sent its 100, which the agent does not report.
    nonisolated func tried() async throws {
        try await Ports.poll("100 Trying sent") { FileManager.default.fileExists(atPath: "\(directory)/tried") }
    }

    /// A scenario's `STATUS` and `DIRECTORY` are replaced here, because sipp wants a response code in the file itself.
    private func sipp(
        _ scenario: String, status: String = "", on port: Int? = nil, arguments: [String] = []
    ) throws -> ChildProcess {
        let template = Checkout.path("Tests/TelephonyTests/Scenarios/\(scenario).xml")
        let file = "\(directory)/\(scenario).xml"
        let text = try String(contentsOfFile: template, encoding: .utf8)
        try text.replacing("STATUS", with: status).replacing("DIRECTORY", with: directory).write(
            toFile: file, atomically: true, encoding: .utf8)
        let ports = ["-i", "127.0.0.1", "-p", "\(port ?? farPort)", "-mp", "\(Ports.free())"]
        return try start("sipp", ["-sf", file, "-m", "1", "-nostdin"] + ports + arguments, output: "far.log")
    }

    /// Starts a second baresip where a trunk ends. It answers any number with a tone and records what it hears.
    func startOperator(on trunkPort: Int? = nil) async throws -> Operator {
        let sipPort = trunkPort ?? farPort
        try tone("operator.wav", seconds: 120)
        let recordings = "\(directory)/recordings-\(sipPort)"
        try FileManager.default.createDirectory(atPath: recordings, withIntermediateDirectories: true)
        let port = Ports.free()
        let agent = AgentConfiguration(
            controlPort: port, sipAddress: "127.0.0.1:\(sipPort)", sound: .file("\(directory)/operator.wav"),
            recordings: recordings, answersEveryNumber: true)
        let template = try Self.template("operator-accounts")
        let accounts = try AgentConfiguration.operatorAccounts(port: sipPort, template: template)
        let process = try startBaresip("operator-\(sipPort)", agent, accounts)
        try await Ports.bound(sipPort)
        return Operator(
            process: process, recordings: recordings, address: "sip:operator@127.0.0.1:\(sipPort)",
            control: try await ControlTap.connect(to: port))
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
    /// Its address of record.
    let address: String
    let control: ControlTap

    /// Removes what was recorded so far. Files that are still being written are lost too.
    func forget(also other: String? = nil) throws {
        for directory in [recordings, other].compactMap({ $0 }) {
            for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
                try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
            }
        }
    }

    /// Ends it and returns what it has heard. Only then are the recordings complete.
    func heard() async throws -> [WaveFile] { try await process.heard(in: recordings) }

    /// Returns how many calls it has answered, once there are at least `count`. The booth does not wait for the
    /// operator's part of a call.
    func answered(atLeast count: Int) async throws -> Int {
        func answered() -> Int { control.log.all.count { $0.isEvent("CALL_ESTABLISHED") } }
        try await Ports.poll("\(count) calls answered") { answered() >= count }
        return answered()
    }

    /// Calls a URI.
    func call(_ uri: String) {
        control.send("uafind", address)
        control.send("dial", uri)
    }
}

extension ChildProcess {
    /// Ends an agent and returns what it has heard, according to its recordings in a directory.
    func heard(in recordings: String) async throws -> [WaveFile] {
        send(SIGTERM)
        _ = try await ended()
        let names = try FileManager.default.contentsOfDirectory(atPath: recordings).filter { $0.hasSuffix("-dec.wav") }
        return try names.sorted().map { try WaveFile(path: "\(recordings)/\($0)") }
    }
}
