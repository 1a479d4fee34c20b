/// Names places in files by the keys that lead there, as JSON Pointers (RFC 6901): programs find the value that a problem is
/// about even after lines have moved.
struct TreePaths {
    private var paths: [Position: String] = [:]

    /// The places in those of the trees that are of these files.
    init(_ trees: [YAMLValue], of files: Set<String>) {
        for tree in trees where files.contains(tree.position.file) { add(tree, at: "") }
    }

    /// Where a problem is; empty where no key or value begins.
    func path(of problem: Problem) -> String {
        paths[Position(file: problem.file, line: problem.line, column: problem.column)] ?? ""
    }

    /// A list's item begins where its first key does; the place then means the item.
    private mutating func add(_ value: YAMLValue, at path: String) {
        note(value.position, path)
        switch value.content {
        case .text: break
        case .list(let items):
            for (index, item) in items.enumerated() { add(item, at: "\(path)/\(index)") }
        case .map(let entries):
            for entry in entries {
                let path = "\(path)/\(Self.escaped(entry.key))"
                note(entry.keyPosition, path)
                add(entry.value, at: path)
            }
        }
    }

    private mutating func note(_ position: Position, _ path: String) {
        if paths[position] == nil { paths[position] = path }
    }

    /// `~` and `/` have a meaning in a pointer (RFC 6901, section 3).
    private static func escaped(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
        return key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
