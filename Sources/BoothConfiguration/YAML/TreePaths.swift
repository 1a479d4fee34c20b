/// Names positions in files by the keys that lead there, as JSON Pointers (RFC 6901). Programs can then find the value
/// with a problem even after lines have moved.
struct TreePaths {
    private var paths: [Position: String] = [:]

    /// Collects the positions in the trees of these files.
    init(_ trees: [YAMLValue], of files: Set<String>) {
        for tree in trees where files.contains(tree.position.file) { add(tree, at: "") }
    }

    /// The pointer to a problem's position; empty if no key or value begins there.
    func path(of problem: Problem) -> String {
        paths[Position(file: problem.file, line: problem.line, column: problem.column)] ?? ""
    }

    /// Adds a value and everything inside it. A list item begins at the same position as its first key; the position
    /// then means the item.
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

    /// Escapes `~` and `/`, which have a meaning in a pointer (RFC 6901, section 3).
    private static func escaped(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
        return key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
