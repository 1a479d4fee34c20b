import Foundation
import Vocabulary
import Telephony

/// Reads the SIP agent's templates and the trunks' passwords from files.
enum AgentFiles {
    /// A template of `deploy/baresip`.
    static func template(_ name: String, deploy: String) throws -> String {
        let file = "\(deploy)/baresip/\(name)"
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw Failure("\(file): cannot be read; give --deploy the directory with the agent's templates")
        }
    }

    /// The passwords of all usable trunks that have one.
    static func passwords(_ telephony: TelephonySettings) throws -> [TrunkID: String] {
        var passwords: [TrunkID: String] = [:]
        for trunk in telephony.usableTrunks {
            guard let file = trunk.passwordFile else { continue }
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Failure("\(file): the password of trunk '\(trunk.id.rawValue)' cannot be read")
            }
            passwords[trunk.id] = text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return passwords
    }

    /// The account line of each usable trunk, as the agent has it in its `accounts`.
    static func accountLines(_ telephony: TelephonySettings, deploy: String) throws -> [TrunkID: String] {
        let passwords = try passwords(telephony)
        let template = try template("accounts", deploy: deploy)
        var lines: [TrunkID: String] = [:]
        for trunk in telephony.usableTrunks {
            var one = telephony
            one.trunks = [trunk]
            let text = try AgentConfiguration.accounts(for: one, passwords: passwords, template: template)
            lines[trunk.id] = text.split(separator: "\n").last { $0.hasPrefix("<") }.map(String.init)
        }
        return lines
    }
}
