import Yams

/// Turns a file's text into a tree with positions. Yams does the parsing and is asked for text only, so that it does
/// not convert numbers.
enum YAMLReader {
    /// Deeper than any configuration nests; the parser's own limit is a thousand.
    private static let deepest = 24
    /// The most duplicate keys that are reported in one file. Each costs another parse, so in an enormous file only one
    /// is.
    private static func mostDuplicates(in source: SourceText) -> Int { source.scalars.count > 100_000 ? 1 : 20 }

    /// The tree of a file, or nil with the problem reported.
    static func read(_ source: SourceText, problems: ProblemList) -> YAMLValue? {
        var source = source
        var masked: [String] = []
        let mostDuplicates = mostDuplicates(in: source)
        for index in 0..<mostDuplicates {
            do {
                // The parser must live as long as its tree is read, because it owns the memory that the nodes point to.
                let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
                guard let root = try parser.singleRoot() else {
                    problems.error(
                        Position(file: source.file), "the file is empty", "copy the shipped file and change that")
                    return nil
                }
                let builder = TreeBuilder(file: source.file, deepest: deepest, masked: masked, problems: problems)
                let tree = builder.build(root)
                ScalarsCheck(source: source, problems: problems).run(tree)
                return tree
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                // Yams stops at the first duplicate. The earlier key of the two is masked and the text is parsed again.
                // The later key is then found beside it, with its position.
                let place = Position(file: source.file, line: context.mark.line, column: context.mark.column)
                guard index + 1 < mostDuplicates, let text = source.masking(place, with: index) else {
                    report(duplicate: names.first ?? "", at: place, problems)
                    return nil
                }
                source = text
                masked.append(names.first ?? "")
            } catch let error as YamlError {
                YAMLSyntaxProblem(error, source: source).report(to: problems)
                return nil
            } catch {
                problems.error(Position(file: source.file), "the file cannot be read: \(error)", "check its form")
                return nil
            }
        }
        return nil
    }

    static func report(duplicate key: String, at place: Position, _ problems: ProblemList) {
        problems.error(place, "the key '\(key)' is given twice", "keep one of them")
    }
}

/// Copies Yams' nodes into this program's tree, without the parts that a configuration does not use.
private struct TreeBuilder {
    let file: String
    let deepest: Int
    /// The original names of the masked keys, by number.
    let masked: [String]
    let problems: ProblemList

    func build(_ root: Node) -> YAMLValue { build(root, depth: 0) }

    private func build(_ node: Node, depth: Int) -> YAMLValue {
        let position = position(of: node)
        guard depth < deepest else {
            problems.error(position, "this is nested too deeply", "a configuration is at most a few levels deep")
            return YAMLValue(content: .text("", plain: true), position: position)
        }
        switch node {
        case .scalar(let scalar):
            // The scalar that was read as a tag was meant as text, so it is used as such.
            guard checkTag(scalar.tag, position) else {
                return YAMLValue(content: .text(scalar.tag.description, plain: true), position: position)
            }
            let plain = scalar.style == .plain
            // A block scalar (`|` or `>`) ends with a line break that nobody meant.
            let text =
                scalar.style == .literal || scalar.style == .folded
                ? scalar.string.trimmingLineBreaks : scalar.string
            return YAMLValue(content: .text(text, plain: plain), position: position)
        case .sequence(let sequence):
            checkTag(sequence.tag, position)
            return YAMLValue(content: .list(sequence.map { build($0, depth: depth + 1) }), position: position)
        case .mapping(let mapping):
            checkTag(mapping.tag, position)
            return YAMLValue(content: .map(entries(of: mapping, depth: depth)), position: position)
        case .alias:
            problems.error(position, "an alias (*) is not possible here", "write the value out")
            return YAMLValue(content: .text("", plain: true), position: position)
        }
    }

    private func entries(of mapping: Node.Mapping, depth: Int) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var twice: Set<String> = []
        for (key, value) in mapping {
            let place = position(of: key)
            guard let name = key.scalar?.string else {
                problems.error(
                    place, "a key must be a word", "put a text that begins with a bracket or brace in quotes")
                continue
            }
            if let number = SourceText.maskNumber(of: name), number < masked.count {
                twice.insert(masked[number])
                continue
            }
            entries.append(YAMLEntry(key: name, keyPosition: place, value: build(value, depth: depth + 1)))
        }
        for entry in entries where twice.contains(entry.key) {
            YAMLReader.report(duplicate: entry.key, at: entry.keyPosition, problems)
        }
        return entries
    }

    @discardableResult private func checkTag(_ tag: Tag, _ position: Position) -> Bool {
        let name = tag.description
        let ordinary: [Tag.Name] = [.implicit, .str, .map, .seq]
        if ordinary.contains(where: { $0.rawValue == name }) { return true }
        problems.error(position, "the tag '\(name)' is not possible here", "put a text that begins with ! in quotes")
        return false
    }

    private func position(of node: Node) -> Position {
        Position(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}

extension String {
    fileprivate var trimmingLineBreaks: String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
