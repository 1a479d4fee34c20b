package import Foundation
import Glibc

/// The kernel's list of processes.
package enum Processes {
    /// The processes whose command line contains these words. A zombie has no command line and is not listed.
    package static func mentioning(_ words: String) -> [pid_t: String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        var found: [pid_t: String] = [:]
        for pid in names.compactMap({ pid_t($0) }) {
            let line = commandLine(of: pid)
            if line.contains(words) { found[pid] = line }
        }
        return found
    }

    /// Whether a process runs. One that waits to be reaped does not.
    package static func runs(_ pid: pid_t) -> Bool { !commandLine(of: pid).isEmpty }

    /// The command line of a process; empty for one that has ended.
    package static func commandLine(of pid: pid_t) -> String {
        guard let file = fopen("/proc/\(pid)/cmdline", "re") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count].map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
    }
}
