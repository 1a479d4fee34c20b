import Foundation
import Glibc
import Spawn

/// A network for the demonstration's SIP agents that has only its own loopback: whatever a far side asks an agent to
/// do, no packet leaves. It is a network namespace (network_namespaces(7)) in a user namespace, which an ordinary user
/// may create.
struct DemoNetwork {
    /// The process that owns the namespaces. They last as long as it does.
    let holder: Child

    /// Creates the network.
    /// - Parameter directory: Where `network.log` says why it could not be created.
    /// - Returns: nil if this machine does not let an ordinary user create one.
    init?(directory: String) throws {
        let ready = directory + "/network"
        unlink(ready)
        // It ends with the demonstration, however that ends.
        let script = "ip link set lo up && : > \"$1\" && exec setpriv --pdeathsig KILL sleep infinity"
        holder = try Child(
            ["unshare", "--map-root-user", "--net", "sh", "-c", script, "sh", ready],
            output: .file(directory + "/network.log"), isOwnGroup: true)
        for _ in 0..<500 {
            if access(ready, F_OK) == 0 { return }
            if holder.end != nil { return nil }
            usleep(10_000)
        }
        holder.stop()
        return nil
    }

    /// The command that starts a program in the network. The process keeps its id, since the program replaces nsenter.
    func command(_ arguments: [String]) -> [String] {
        ["nsenter", "--target", "\(holder.id)", "--user", "--net", "--preserve-credentials", "--"]
            + ["setpriv", "--pdeathsig", "TERM"] + arguments
    }
}
