import AdapterTestSupport
import Foundation
import Testing

/// The examples of the documentation, one file for each module, each a test. The lines between `// shown in DOCUMENT` and
/// `// end` are what the document shows, with the file's imports above the first of them; `DocumentTests` compares the two.
@Suite struct Examples {
    /// The configuration that ships with the program.
    static let configuration = Checkout.configuration
    /// The recordings that ship with it.
    static let prompts = Checkout.path("assets/prompts")

    /// A directory of the example's own, which the example removes. Short, since a socket's path may not be long.
    static func temporaryDirectory() throws -> String {
        let path = "/tmp/kiosk-docs-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return path
    }
}
