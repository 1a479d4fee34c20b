import ArgumentParser
import Foundation

/// Where configuration, recordings and state are. In a checkout they are beside each other; on a booth they are where
/// Debian wants them.
struct Locations: ParsableArguments {
    @Option(
        name: .customLong("config"), help: "Directory of booth.yaml, functions.yaml, theme.yaml, keys.yaml, languages/."
    )
    var configurationOption: String?

    @Option(name: .customLong("assets"), help: "Directory of the recordings: prompts/, announce/, operator/.")
    var assetsOption: String?

    @Option(
        name: .customLong("runtime"),
        help: "Directory in memory for what outlives a restart of the program, such as the call that is up.")
    var runtimeOption: String?

    @Option(name: .customLong("deploy"), help: "Directory of the SIP agent's templates: baresip/.")
    var deployOption: String?

    @Option(name: .customLong("state"), help: "Directory of the queue, the last good configuration and the log.")
    var stateOption: String?

    var configuration: String { absolute(configurationOption ?? local("config", or: "/etc/kiosk")) }
    var assets: String { absolute(assetsOption ?? local("assets", or: "/usr/share/kiosk")) }
    var state: String { absolute(stateOption ?? "/var/lib/kiosk") }
    var deploy: String { absolute(deployOption ?? local("deploy", or: "/usr/share/kiosk/deploy")) }
    /// systemd names the unit's runtime directory in the environment. It is in memory and belongs to the kiosk alone.
    var runtime: String {
        let unit = ProcessInfo.processInfo.environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first.map(
            String.init)
        return absolute(runtimeOption ?? unit ?? state + "/run")
    }
    /// Where `kiosk agent-config` writes: beside the configuration named on the command line; /etc/kiosk/agent on a booth.
    var agent: String { configurationOption == nil ? "/etc/kiosk/agent" : configuration + "/agent" }
    var prompts: String { assets + "/prompts" }
    var controlSocket: String { state + "/control.sock" }

    /// The options that name these places to another command.
    var words: [String] {
        [("config", configurationOption), ("assets", assetsOption), ("deploy", deployOption), ("state", stateOption)]
            .flatMap { name, value in value.map { ["--\(name)", absolute($0)] } ?? [] }
    }

    private func local(_ name: String, or system: String) -> String {
        FileManager.default.fileExists(atPath: name) ? name : system
    }

    private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}

/// A failure that ends a command, with a message for whoever typed it.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
