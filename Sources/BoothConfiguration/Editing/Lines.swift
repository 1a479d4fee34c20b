/// A file's text by lines and characters, as positions count them.
struct Lines {
    private var lines: [[Unicode.Scalar]]
    /// A byte order mark, which positions do not count.
    private let mark: String

    init(_ text: String) {
        let hasMark = text.unicodeScalars.first == "\u{FEFF}"
        mark = hasMark ? "\u{FEFF}" : ""
        lines = text.unicodeScalars.dropFirst(hasMark ? 1 : 0).split(separator: "\n", omittingEmptySubsequences: false)
            .map(Array.init)
    }

    var text: String {
        mark + lines.map { String(String.UnicodeScalarView($0)) }.joined(separator: "\n")
    }

    func scalar(at position: Position) -> Unicode.Scalar? {
        guard lines.indices.contains(position.line - 1) else { return nil }
        let line = lines[position.line - 1]
        return line.indices.contains(position.column - 1) ? line[position.column - 1] : nil
    }

    func prefix(before position: Position) -> String {
        String(String.UnicodeScalarView(lines[position.line - 1].prefix(position.column - 1)))
    }

    /// Whether nothing but blanks stands before a position.
    func isFirst(_ position: Position) -> Bool { prefix(before: position).trimmingBlanks.isEmpty }

    // MARK: Where values end

    /// The characters of a value that is on one line.
    func extent(of value: YAMLValue, inBrackets: Bool) throws(YAMLEditFailure) -> Range<Int> {
        guard case .text(let text, _) = value.content, lines.indices.contains(value.position.line - 1) else {
            throw manyLines(value)
        }
        let line = lines[value.position.line - 1]
        let start = value.position.column - 1
        switch line.indices.contains(start) ? line[start] : nil {
        case "\"", "'":
            guard let end = Self.endOfQuotes(line, from: start) else { throw manyLines(value) }
            return start..<end
        case "|", ">": throw manyLines(value)
        default:
            var end = start
            while end < line.count {
                if line[end] == "#", end > 0, line[end - 1] == " " { break }
                if inBrackets, ",]}".unicodeScalars.contains(line[end]) { break }
                end += 1
            }
            while end > start, line[end - 1] == " " || line[end - 1] == "\r" || line[end - 1] == "\t" { end -= 1 }
            guard !text.isEmpty, String(String.UnicodeScalarView(line[start..<end])) == text else {
                throw manyLines(value)
            }
            return start..<end
        }
    }

    private func manyLines(_ value: YAMLValue) -> YAMLEditFailure {
        YAMLEditFailure(
            description:
                "\(value.position.file):\(value.position.line): this value is not on one line; write it by hand")
    }

    private static func endOfQuotes(_ line: [Unicode.Scalar], from start: Int) -> Int? {
        let quote = line[start]
        var index = start + 1
        while index < line.count {
            if quote == "\"", line[index] == "\\" {
                index += 2
                continue
            }
            if line[index] == quote {
                guard quote == "'", index + 1 < line.count, line[index + 1] == "'" else { return index + 1 }
                index += 1
            }
            index += 1
        }
        return nil
    }

    /// The last line of a value.
    func lastLine(of value: YAMLValue) throws(YAMLEditFailure) -> Int {
        switch value.content {
        case .text(let text, _):
            if text.isEmpty, value.isNothing { return value.position.line }
            // A block's end is only found by reading on.
            if ["|", ">"].contains(scalar(at: value.position)) { throw manyLines(value) }
            if (try? extent(of: value, inBrackets: false)) == nil { _ = try extent(of: value, inBrackets: true) }
            return value.position.line
        case .map(let entries):
            if scalar(at: value.position) == "{", let end = end(ofBracketsAt: value.position) { return end.line }
            guard let last = entries.last else { return value.position.line }
            return try lastLine(of: last.value)
        case .list(let items):
            if scalar(at: value.position) == "[", let end = end(ofBracketsAt: value.position) { return end.line }
            guard let last = items.last else { return value.position.line }
            return try lastLine(of: last)
        }
    }

    /// The place of the bracket that closes the one at a place; nil if there is none.
    func end(ofBracketsAt position: Position) -> Position? {
        var depth = 0
        var column = position.column - 1
        for number in (position.line - 1)..<lines.count {
            let line = lines[number]
            while column < line.count {
                let scalar = line[column]
                let follows = column == 0 || " {[,:".unicodeScalars.contains(line[column - 1])
                if scalar == "#", column == 0 || line[column - 1] == " " { break }
                if scalar == "\"" || scalar == "'", follows {
                    guard let end = Self.endOfQuotes(line, from: column) else { return nil }
                    column = end
                    continue
                }
                if scalar == "{" || scalar == "[" { depth += 1 }
                if scalar == "}" || scalar == "]" { depth -= 1 }
                if depth == 0 { return Position(file: position.file, line: number + 1, column: column + 1) }
                column += 1
            }
            column = 0
        }
        return nil
    }

    // MARK: Changes

    mutating func replace(_ range: Range<Int>, line: Int, with text: String) {
        lines[line - 1].replaceSubrange(range, with: Array(text.unicodeScalars))
    }

    mutating func insert(_ added: [String], after line: Int) {
        let ending: [Unicode.Scalar] = lines[line - 1].last == "\r" ? ["\r"] : []
        lines.insert(contentsOf: added.map { Array($0.unicodeScalars) + ending }, at: line)
    }

    mutating func insert(_ text: String, before position: Position) {
        var column = position.column - 1
        // The blank before the bracket stays where it is.
        while column > 0, lines[position.line - 1][column - 1] == " " { column -= 1 }
        lines[position.line - 1].insert(contentsOf: Array(text.unicodeScalars), at: column)
    }

    mutating func remove(_ range: ClosedRange<Int>) {
        lines.removeSubrange((range.lowerBound - 1)...(range.upperBound - 1))
    }
}

extension String {
    var trimmingBlanks: String {
        var text = self[...]
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
