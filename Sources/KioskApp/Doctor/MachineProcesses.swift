import Foundation
import Glibc

/// The processes of this machine, as far as this user may see them.
enum MachineProcesses {
    /// The name of each process by its id.
    static var names: [Int: String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        var names: [Int: String] = [:]
        for id in entries.compactMap({ Int($0) }) {
            guard let name = try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8) else { continue }
            names[id] = name.trimmingCharacters(in: .newlines)
        }
        return names
    }

    /// Whether a process of this name runs; nil if this user sees no processes but its own.
    static func isRunning(_ name: String) -> Bool? {
        let names = names
        if names.values.contains(name) { return true }
        return names[1] == nil ? nil : false
    }

    /// The process that has each socket open, by the socket's inode; those of others are seen by root alone.
    static var owners: [String: String] {
        var owners: [String: String] = [:]
        for (id, name) in names {
            let folder = "/proc/\(id)/fd"
            for entry in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(entry)"),
                    target.hasPrefix("socket:["), target.hasSuffix("]")
                else { continue }
                owners[String(target.dropFirst(8).dropLast())] = name
            }
        }
        return owners
    }
}
