import Foundation

/// The paths of the checkout, the programs and temporary directories.
package enum Places {
    /// The checkout. Links are resolved, so that a package that borrows this one also finds it.
    package static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in
        url.deletingLastPathComponent()
    }.path

    /// The programs under test: beside the running test bundle or program, or where `KIOSK_BINARIES` says.
    package static let binaries: String = {
        if let told = ProcessInfo.processInfo.environment["KIOSK_BINARIES"] { return told }
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().path
    }()

    package static let kiosk = binaries + "/kiosk"
    package static let assets = root + "/assets"
    package static let configuration = root + "/config"

    /// A directory that only one driver knows. It is short, since the path of a socket may not be long.
    package static func temporaryDirectory() throws -> String {
        let path = "/tmp/kiosk-e2e-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return path
    }
}
