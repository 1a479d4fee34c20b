import Foundation
import Glibc

/// The process that listens on the agent's control port. It is found by the port and not by a PID file, since the PID
/// in the file could belong to another process by then.
enum AgentProcess {
    /// Ends the process at once: a process that does not answer would not follow a request either. This very process is
    /// never ended.
    /// - Returns: Whether there was a process that may be ended.
    static func end(listeningOn port: Int) -> Bool {
        guard let inode = LoopbackListener.inode(port), let process = owner(of: inode), process != getpid() else {
            return false
        }
        return kill(process, SIGKILL) == 0
    }

    private static func owner(of inode: String) -> pid_t? {
        let files = FileManager.default
        let wanted = "socket:[\(inode)]"
        for name in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let process = pid_t(name) else { continue }
            for descriptor in (try? files.contentsOfDirectory(atPath: "/proc/\(name)/fd")) ?? []
            where (try? files.destinationOfSymbolicLink(atPath: "/proc/\(name)/fd/\(descriptor)")) == wanted {
                return process
            }
        }
        return nil
    }
}

/// Finds who listens on a port of 127.0.0.1, from the kernel's table (proc_pid_net(5)). Connecting to the port instead
/// would take over an agent's control link.
public enum LoopbackListener {
    /// The inode number of the listening socket; nil if nobody listens.
    /// - Parameter process: The process whose network is meant; a process of another network has other ports.
    public static func inode(_ port: Int, seenBy process: String = "self") -> String? {
        let wanted = String(format: "0100007F:%04X", port)
        guard let table = FileHandle(forReadingAtPath: "/proc/\(process)/net/tcp"), let data = try? table.readToEnd()
        else { return nil }
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            // 0A is LISTEN.
            if fields.count > 9, fields[1] == wanted, fields[3] == "0A" { return String(fields[9]) }
        }
        return nil
    }
}
