import Foundation
import Secrets
import Testing

extension Examples {
    @Test func secrets() throws {
        let directory = try Self.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // shown in Sources/Secrets/Secrets.docc/Secrets.md
        let path = "\(directory)/platform-token"
        try "s3cr3t\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let token = try SecretFile(path: path).line()

        // Somebody lets others read it: from now on it is no secret, and it is refused.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        var complaint = ""
        do {
            _ = try SecretFile(path: path).line()
        } catch {
            complaint = error.description
        }
        // end
        #expect(token == "s3cr3t")
        #expect(complaint.contains("mode 644") && complaint.contains("chmod 600 \(path)"))
    }
}
