import Foundation
import Glibc
import Vocabulary

/// Who may read the files with passwords and tokens.
struct SecretFindings {
    /// What a file's entry in its folder says.
    struct Entry: Equatable {
        var mode: UInt32
        var owner: UInt32
    }

    /// A file with a secret.
    struct Secret {
        var what: String
        var path: String
        /// nil if it is not there or its folder may not be searched.
        var entry: Entry?
        var isHidden = false
    }

    let secrets: [Secret]
    /// The agent's `accounts`, which its group reads as well; nil if it is not there.
    let accounts: (path: String, entry: Entry?)
    /// The kiosk's user, by the owner of its state directory; nil if that is not there.
    let kioskUser: UInt32?

    var findings: [Finding] { secrets.map(finding) + [agent].compactMap { $0 } }

    private func finding(_ secret: Secret) -> Finding {
        guard let entry = secret.entry else {
            if secret.isHidden { return .unseen(secret.what, "\(secret.path) is hidden", "run kiosk doctor as root") }
            return .failure(secret.what, "\(secret.path) is missing", "booth-setup")
        }
        guard entry.mode & 0o077 == 0 else {
            return .failure(
                secret.what,
                "\(secret.path): mode \(String(entry.mode & 0o777, radix: 8)) lets others read or write it",
                "chmod 600 \(secret.path)")
        }
        if let kioskUser, entry.owner != kioskUser {
            return .failure(
                secret.what, "\(secret.path) does not belong to the kiosk's user, which has to read it",
                "chown kiosk: \(secret.path)")
        }
        return .ok(secret.what, "\(secret.path) is its user's alone")
    }

    private var agent: Finding? {
        guard let entry = accounts.entry else { return nil }
        guard entry.mode & 0o027 == 0 else {
            return .failure(
                "agent accounts' rights", "\(accounts.path): mode \(String(entry.mode & 0o777, radix: 8))",
                "chmod 640 \(accounts.path)")
        }
        return .ok("agent accounts' rights", "\(accounts.path) is its user's and the agent's")
    }
}

extension SecretFindings {
    /// Looks at the files that booth.yaml names.
    init(_ settings: Settings, agent: String, state: String) {
        let passwords = settings.telephony.trunks.compactMap { trunk in
            trunk.passwordFile.map { ("password of trunk \(trunk.id.rawValue)", $0) }
        }
        let named = settings.platform.map { [("platform token", $0.tokenFile)] + passwords } ?? passwords
        self.init(
            secrets: named.map { what, path in
                let found = Self.entry(path)
                return Secret(what: what, path: path, entry: found.entry, isHidden: found.isHidden)
            }, accounts: (agent + "/accounts", Self.entry(agent + "/accounts").entry),
            kioskUser: Self.entry(state).entry?.owner)
    }

    private static func entry(_ path: String) -> (entry: Entry?, isHidden: Bool) {
        var found = stat()
        guard stat(path, &found) == 0 else { return (nil, errno == EACCES) }
        return (Entry(mode: found.st_mode, owner: found.st_uid), false)
    }
}
