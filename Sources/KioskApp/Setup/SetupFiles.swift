import BoothConfiguration
import Foundation
import Glibc

/// Writes what was set up. Each file is replaced in one step, so that a power cut leaves the old one or the new one.
struct SetupFiles {
    let configuration: String
    let state: String

    /// Writes a draft: first the secrets, then booth.yaml, whose former version is kept in the state directory.
    /// - Returns: The files that were written.
    func write(_ draft: SetupDraft) throws -> [String] {
        let booth = configuration + "/booth.yaml"
        var written: [String] = []
        // The kiosk has to read its secrets, and it owns its state directory.
        let kiosk = Self.entry(state)
        for (path, secret) in draft.secrets.sorted(by: { $0.key < $1.key }) {
            try Self.replace(path, with: secret, mode: 0o600, owner: kiosk.map { ($0.st_uid, $0.st_gid) })
            written.append(path)
        }
        let former = try? String(contentsOfFile: booth, encoding: .utf8)
        guard former != draft.booth.text else { return written }
        if let former {
            let folder = state + "/before-setup"
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw Failure(
                    "\(folder): cannot be made (\(error.localizedDescription)); is --state right? Run it as root")
            }
            try Self.replace(folder + "/booth.yaml", with: former, mode: 0o600, owner: nil)
        }
        let entry = Self.entry(booth)
        try Self.replace(
            booth, with: draft.booth.text, mode: entry.map { $0.st_mode & 0o777 } ?? 0o644,
            owner: entry.map { ($0.st_uid, $0.st_gid) })
        return written + [booth]
    }

    private static func entry(_ path: String) -> stat? {
        var found = stat()
        return stat(path, &found) == 0 ? found : nil
    }

    private static func replace(_ path: String, with text: String, mode: mode_t, owner: (uid_t, gid_t)?) throws {
        let new = path + ".new"
        let bytes = Array(text.utf8)
        unlink(new)
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        // Only root may give files away.
        if let owner, geteuid() == 0 { fchown(descriptor, owner.0, owner.1) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fchmod(descriptor, mode) == 0,
            fsync(descriptor) == 0, rename(new, path) == 0
        else {
            let error = String(cString: strerror(errno))
            unlink(new)
            throw Failure("\(path): \(error)")
        }
    }
}
