import Prompts
import AdapterTestSupport
import Foundation
import Vocabulary

@testable import BoothConfiguration

/// A configuration directory of its own for one test, with small files whose lines are known. The test removes it.
struct Fixture: Sendable {
    /// Everything is below this.
    let root: String
    /// The configuration directory.
    var directory: String { root + "/config" }
    /// The state directory; it does not exist at first.
    var state: String { root + "/state" }

    init() throws {
        root = FileManager.default.temporaryDirectory.path + "/configuration-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: root + "/config/languages", withIntermediateDirectories: true)
        try write(Self.booth, to: "booth.yaml")
        try write(Self.functions, to: "functions.yaml")
        try write(Self.language("zh-Hans"), to: "languages/zh-Hans.yaml")
        try write(Self.language("en"), to: "languages/en.yaml")
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }

    var store: ConfigurationStore { ConfigurationStore(directory: directory, state: state) }

    func write(_ text: String, to file: String) throws { try write(Data(text.utf8), to: file) }

    func write(_ bytes: Data, to file: String) throws {
        try bytes.write(to: URL(fileURLWithPath: "\(directory)/\(file)"))
        // Keys and tokens among them are for their owner alone.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(directory)/\(file)")
    }

    func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: "\(directory)/\(file)") }

    /// Replaces a part of a file that must be there once.
    func edit(_ file: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
        guard text.components(separatedBy: old).count == 2 else { throw NotOnce(part: old) }
        try write(text.replacingOccurrences(of: old, with: new), to: file)
    }

    struct NotOnce: Error { var part: String }
}

extension Fixture {
    static let booth = """
        booth:
          number: PT-0001
          address: { zh-Hans: 兰溪路 1 号, en: 1 Lanxi Road }
          nearest_phone: { zh-Hans: 便利店, en: The shop }
        telephony:
          live: false
          trunks:
            - { id: demo, host: 127.0.0.1, port: 5070, user: booth }
          services:
            police: "110"
            ambulance: "120"
            fire: "119"
            help-centre: "9990001"
        platform:
          url: http://127.0.0.1:8080
          token_file: platform-token
        timings:
          idle: 60
          emergency_countdown: 8

        """

    static let functions = """
        functions:
          - id: taxi
            key: 1
            category: services
            official: services
            label: { zh-Hans: 叫出租车, en: Taxi }
            steps:
              - confirm:
                  title: { zh-Hans: 叫车到这里, en: Call a taxi here }
                  action: { zh-Hans: 叫车, en: Order }
              - request: { kind: taxi }
          - id: person
            key: 0
            category: person
            official: services
            label: { zh-Hans: 人工服务, en: A person }
            steps:
              - call: { class: assistance, services: [help-centre] }
          - { id: police, key: 4, category: emergency, official: emergency,
              label: { zh-Hans: 报警 110, en: Police }, steps: [{ emergency: police }] }
          - { id: ambulance, key: 5, category: emergency, official: emergency,
              label: { zh-Hans: 急救 120, en: Ambulance }, steps: [{ emergency: ambulance }] }
          - { id: fire, key: 6, category: emergency, official: emergency,
              label: { zh-Hans: 火警 119, en: Fire }, steps: [{ emergency: fire }] }

        """

    /// Every text and sentence. What the tests change comes first, so that it stays in its place when the program
    /// learns a new one.
    static func language(_ code: String) -> String {
        let names = ["zh-Hans": "中文", "en": "English"]
        let first = [PromptKey("home.list"), PromptKey("function.taxi"), PromptKey("function.person")]
        let prompts = (first + PromptKey.fixed).uniqued.map { "\($0.rawValue): sentence" }
        var lines = ["name: \(names[code] ?? code)", "prompts: { \(prompts.joined(separator: ", ")) }", "texts:"]
        // The compiled-in words have the placeholders that the program fills in.
        let builtIn = Catalogue(functions: [], languages: [])
        let tested: [MessageKey] = [.keyBack, .keyConfirm, .emergencyCountdown, .emergencyAgain]
        for key in (tested + MessageKey.allCases).uniqued {
            let text = builtIn.text(key, in: LanguageCode(rawValue: code))
            lines.append("  \(key.rawValue): \"\(text.isEmpty ? "word" : text)\"")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The configuration that ships with the program.
    static let shipped = Checkout.configuration
}
