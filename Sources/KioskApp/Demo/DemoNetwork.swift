import Foundation
import Glibc
import Spawn

/// A network that has nothing but its own loopback, for the demonstration's SIP agents: whatever a far side asks an agent to do,
/// no packet leaves. A network namespace (network_namespaces(7)) in a user namespace, which an ordinary user may make.
struct DemoNetwork {
    /// The process whose namespaces they are; they last as long as it does.
    let holder: Child

    /// Makes the network.
    /// - Parameter log: where it says why it could not.
    /// - Returns: nil if this machine does not let an ordinary user make one.
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

    /// The words that start a program in it. The process keeps its number: what nsenter starts takes its place.
    func command(_ arguments: [String]) -> [String] {
        ["nsenter", "--target", "\(holder.id)", "--user", "--net", "--preserve-credentials", "--"]
            + ["setpriv", "--pdeathsig", "TERM"] + arguments
    }
}
