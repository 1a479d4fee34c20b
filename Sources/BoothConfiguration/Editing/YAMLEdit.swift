/// Changes values in the text of a YAML file, where they stand: comments, order and quotes of everything else stay as a
/// technician wrote them. After each change the text is read again, and only that change may be in it.
public struct YAMLEdit: Sendable {
    /// The text as it is now.
    public private(set) var text: String
    private var root: YAMLValue
    private let file: String

    /// A file's text.
    /// - Throws: `YAMLEditFailure` if it is no YAML that a configuration may have.
    public init(_ text: String, file: String) throws(YAMLEditFailure) {
        self.text = text
        self.file = file
        root = try Self.read(text, file)
    }

    // MARK: Looking

    /// The text at a place; nil if there is none, or a group or list.
    public func value(at path: [YAMLStep]) -> String? {
        guard case .text(let text, _)? = root.find(path[...])?.content, root.find(path[...])?.isNothing == false else {
            return nil
        }
        return text
    }

    /// How many items a list has; 0 if there is none.
    public func count(at path: [YAMLStep]) -> Int {
        if case .list(let items)? = root.find(path[...])?.content { items.count } else { 0 }
    }

    /// The keys of a group, in order; none if there is no group.
    public func keys(at path: [YAMLStep] = []) -> [String] {
        if case .map(let entries)? = root.find(path[...])?.content { entries.map(\.key) } else { [] }
    }

    /// A text as it may stand behind `key: `.
    public static func written(_ value: String) -> String {
        ScalarText.written(value, .plain, isNumber: false, inBrackets: false)
    }

    // MARK: Changing

    /// Writes a value, in the quotes that stand there. A key that is missing is added behind its last neighbour.
    /// - Parameter isNumber: Whether the value is a number, `true` or `false`, which goes without quotes.
    public mutating func set(_ value: String, at path: [YAMLStep], isNumber: Bool = false) throws(YAMLEditFailure) {
        if self.value(at: path) == value { return }
        let wanted = root.meaning.replacing(path[...], with: .text(value))
        var lines = Lines(text)
        if let found = root.find(path[...]) {
            let brackets = isInBrackets(path, lines)
            let range = try lines.extent(of: found, inBrackets: brackets)
            let style = ScalarText.Style(lines.scalar(at: found.position)) ?? .plain
            lines.replace(
                range, line: found.position.line,
                with: ScalarText.written(
                    value, found.isNothing ? .plain : style, isNumber: isNumber, inBrackets: brackets))
        } else {
            try insert(value, at: path, isNumber: isNumber, into: &lines)
        }
        try take(lines, wanted)
    }

    /// Takes a key out, with its line or lines. Does nothing if it is not there.
    public mutating func remove(_ path: [YAMLStep]) throws(YAMLEditFailure) {
        guard let value = root.find(path[...]), case .key(let name)? = path.last,
            case .map(let entries)? = root.find(path.dropLast())?.content,
            let entry = entries.first(where: { $0.key == name })
        else { return }
        var lines = Lines(text)
        guard lines.isFirst(entry.keyPosition) else { throw byHand(path) }
        try lines.remove(entry.keyPosition.line...lines.lastLine(of: value))
        try take(lines, root.meaning.replacing(path[...], with: nil))
    }

    /// Makes a list have these texts, item by item.
    public mutating func set(list values: [String], at path: [YAMLStep]) throws(YAMLEditFailure) {
        for (index, value) in values.enumerated() {
            if index < count(at: path) {
                try set(value, at: path + [.item(index)])
            } else {
                try append([(nil, value, false)], to: path)
            }
        }
        while count(at: path) > values.count { try removeItem(count(at: path) - 1, of: path) }
    }

    /// Adds a group of keys to a list.
    public mutating func append(
        group entries: [(key: String, value: String, isNumber: Bool)], to path: [YAMLStep]
    ) throws(YAMLEditFailure) {
        try append(entries.map { ($0.key, $0.value, $0.isNumber) }, to: path)
    }

    /// Takes an item out of a list.
    public mutating func removeItem(_ index: Int, of path: [YAMLStep]) throws(YAMLEditFailure) {
        guard case .list(let items)? = root.find(path[...])?.content, items.indices.contains(index) else { return }
        var lines = Lines(text)
        guard items.count > 1, !isInBrackets(path + [.item(index)], lines) else { throw byHand(path) }
        try lines.remove(items[index].position.line...lines.lastLine(of: items[index]))
        try take(lines, root.meaning.replacing((path + [.item(index)])[...], with: nil))
    }

    // MARK: How

    private mutating func append(_ entries: [(key: String?, value: String, isNumber: Bool)], to path: [YAMLStep])
        throws(YAMLEditFailure)
    {
        guard case .list(let items)? = root.find(path[...])?.content, let last = items.last else { throw byHand(path) }
        var lines = Lines(text)
        guard !isInBrackets(path + [.item(items.count - 1)], lines) else { throw byHand(path) }
        let prefix = lines.prefix(before: last.position)
        guard prefix.trimmingBlanks == "-" else { throw byHand(path) }
        let indent = String(repeating: " ", count: prefix.count)
        let written = entries.enumerated().map { index, entry in
            let value = ScalarText.written(entry.value, .plain, isNumber: entry.isNumber, inBrackets: false)
            return (index == 0 ? prefix : indent) + (entry.key.map { "\($0): " } ?? "") + value
        }
        lines.insert(written, after: try lines.lastLine(of: last))
        let added: YAMLValue.Meaning =
            entries.first?.key == nil
            ? .text(entries.first?.value ?? "")
            : .map(entries.map { .init(key: $0.key ?? "", value: .text($0.value)) })
        try take(lines, root.meaning.replacing((path + [.item(items.count)])[...], with: added))
    }

    /// Adds a key whose group, or the group above that, is there.
    private func insert(_ value: String, at path: [YAMLStep], isNumber: Bool, into lines: inout Lines)
        throws(YAMLEditFailure)
    {
        var depth = path.count - 1
        while depth > 0, root.find(path[..<depth]) == nil { depth -= 1 }
        guard let group = root.find(path[..<depth]), case .map(let entries) = group.content, let last = entries.last
        else { throw byHand(path) }
        let missing = path[depth...].map(\.words)
        guard !isInBrackets(Array(path[...depth]), lines) else {
            guard missing.count == 1, let end = lines.end(ofBracketsAt: group.position) else { throw byHand(path) }
            let written = ScalarText.written(value, .plain, isNumber: isNumber, inBrackets: true)
            return lines.insert(", \(missing[0]): \(written)", before: end)
        }
        let indent = last.keyPosition.column - 1
        let written = missing.enumerated().map { index, key in
            let isLast = index == missing.count - 1
            return String(repeating: " ", count: indent + 2 * index) + "\(key):"
                + (isLast ? " " + ScalarText.written(value, .plain, isNumber: isNumber, inBrackets: false) : "")
        }
        lines.insert(written, after: try lines.lastLine(of: last.value))
    }

    private func isInBrackets(_ path: [YAMLStep], _ lines: Lines) -> Bool {
        (0..<path.count).contains { depth in
            guard let above = root.find(path[..<depth]) else { return false }
            if case .text = above.content { return false }
            return ["{", "["].contains(lines.scalar(at: above.position))
        }
    }

    private func byHand(_ path: [YAMLStep]) -> YAMLEditFailure {
        YAMLEditFailure(
            description:
                "\(file): '\(path.map(\.words).joined(separator: "."))' cannot be changed here; write it by hand")
    }

    private mutating func take(_ lines: Lines, _ wanted: YAMLValue.Meaning) throws(YAMLEditFailure) {
        let changed = lines.text
        let read = try Self.read(changed, file)
        guard read.meaning == wanted else {
            throw YAMLEditFailure(description: "\(file): the change cannot be made in this form; write it by hand")
        }
        text = changed
        root = read
    }

    private static func read(_ text: String, _ file: String) throws(YAMLEditFailure) -> YAMLValue {
        let problems = ProblemList()
        guard let source = SourceText(file: file, bytes: Array(text.utf8), problems: problems),
            let root = YAMLReader.read(source, problems: problems), case .map = root.content
        else {
            let first = problems.sorted(files: [file]).first
            throw YAMLEditFailure(description: first.map(\.description) ?? "\(file): not a group of keys")
        }
        return root
    }
}
