/// A value inside a JSON document, with its path. Each member is read on its own. A member that cannot be used is nil,
/// and a remark says where it is and what was expected; the rest of the document stays usable.
public struct JSONNode {
    let tree: JSONTree
    let way: Way
    let remarks: Remarks

    /// Where a value is. This is a linked list and becomes text only on demand, because a document has thousands of
    /// values and few are ever named.
    indirect enum Way {
        case root
        case member(Way, String)
        case item(Way, Int)
    }

    /// The root object of a document.
    /// - Throws: `.empty` or `.encoding`; `.syntax` if the text is not JSON, is cut off, or is not an object.
    public init(document body: [UInt8], _ remarks: Remarks) throws(SourceError) {
        var parser = JSONParser(try TextBytes.utf8(body, remarks), remarks)
        self.init(tree: try parser.readDocument(), way: .root, remarks: remarks)
        guard case .object = tree else { throw SourceError("", .syntax("should be an object")) }
    }

    init(tree: JSONTree, way: Way, remarks: Remarks) {
        self.tree = tree
        self.way = way
        self.remarks = remarks
    }

    /// `daily.weather_code[3]`
    public var path: String {
        func text(_ way: Way) -> String {
            switch way {
            case .root: return ""
            case .member(let parent, let name):
                let before = text(parent)
                return before.isEmpty ? name : "\(before).\(name)"
            case .item(let parent, let index): return "\(text(parent))[\(index)]"
            }
        }
        return text(way)
    }

    /// The path of a member, whether or not it exists.
    public func path(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// Adds a remark that this value cannot be used.
    public func remark(_ reason: SourceError.Reason) { remarks.add(path, reason) }

    /// Adds a remark that a member cannot be used.
    public func remark(_ name: String, _ reason: SourceError.Reason) { remarks.add(path(name), reason) }

    // MARK: This value

    /// This value as a text; nil with a remark if it is none.
    public var text: String? { if case .text(let text) = tree { text } else { expected("a text") } }

    /// This value as a number; nil with a remark if it is none.
    public var number: Double? { if case .number(let number) = tree { number } else { expected("a number") } }

    /// This value as an object; nil with a remark if it is none. A list with one object counts as that object.
    public var object: JSONNode? {
        switch tree {
        case .object: self
        case .list(let items) where items.count == 1:
            items.first.flatMap { JSONNode(tree: $0, way: way, remarks: remarks).object }
        default: expected("an object")
        }
    }

    /// Whether this is `null`.
    public var isNull: Bool { if case .null = tree { true } else { false } }

    /// Whether this is a text.
    public var isText: Bool { if case .text = tree { true } else { false } }

    /// Whether this is a number.
    public var isNumber: Bool { if case .number = tree { true } else { false } }

    /// Whether this is `true`.
    public var isTrue: Bool { if case .flag(true) = tree { true } else { false } }

    /// Whether this is a list.
    public var isList: Bool { if case .list = tree { true } else { false } }

    private func expected<Value>(_ words: String) -> Value? {
        remark(isNull ? .missing : .syntax("should be \(words)"))
        return nil
    }

    // MARK: Members

    /// A member; nil if it does not exist or is null. If several members have this name, the last one counts.
    public subscript(name: String) -> JSONNode? {
        guard case .object(let members) = tree, let member = members.last(where: { $0.name == name }) else {
            return nil
        }
        if case .null = member.value { return nil }
        return JSONNode(tree: member.value, way: .member(way, name), remarks: remarks)
    }

    private func member(_ name: String, _ isNeeded: Bool) -> JSONNode? {
        if let member = self[name] { return member }
        if isNeeded { remark(name, .missing) }
        return nil
    }

    /// A member that is a text.
    /// - Parameter needed: whether to add a remark if there is none.
    public func text(_ name: String, needed: Bool = false) -> String? { member(name, needed)?.text }

    /// A member that is a text to show on one line, cut to `most` characters.
    public func line(_ name: String, most: Int, needed: Bool = false) -> String? {
        member(name, needed)?.shown(most, PlainText.line)
    }

    /// A member that is a text to show with its line breaks, cut to `most` characters.
    public func plain(_ name: String, most: Int, needed: Bool = false) -> String? {
        member(name, needed)?.shown(most, PlainText.cleaned)
    }

    /// This value as a text to show on one line, cut to `most` characters.
    public func line(most: Int) -> String? { shown(most, PlainText.line) }

    /// This value as a text to show with its line breaks, cut to `most` characters.
    public func plain(most: Int) -> String? { shown(most, PlainText.cleaned) }

    private func shown(_ most: Int, _ clean: (String, Int) -> (text: String, isCut: Bool)?) -> String? {
        guard let text else { return nil }
        // Several replacement characters in a row are a word in another encoding. The rest of it is not worth showing.
        guard !text.utf8.contains(0xEF) || !text.contains("\u{FFFD}\u{FFFD}\u{FFFD}") else {
            remark(.encoding)
            return nil
        }
        guard let plain = clean(text, most) else {
            remark(.empty)
            return nil
        }
        if plain.isCut { remark(.tooLong(limit: most)) }
        return plain.text
    }

    /// A member that is a number.
    public func number(_ name: String, needed: Bool = false) -> Double? { member(name, needed)?.number }

    /// A member that is true or false.
    public func flag(_ name: String, needed: Bool = false) -> Bool? {
        guard let member = member(name, needed) else { return nil }
        if case .flag(let flag) = member.tree { return flag }
        return member.expected("true or false")
    }

    /// A member that is an object. A list with one object counts as that object.
    public func object(_ name: String, needed: Bool = false) -> JSONNode? { member(name, needed)?.object }

    /// The names of the members.
    public var names: [String] { if case .object(let members) = tree { members.map(\.name) } else { [] } }

    // MARK: Lists

    /// The items of a member that is a list. A value that is not a list counts as a list of one.
    /// - Parameter most: how many items are used at most. The rest is left out, with a remark.
    public func list(_ name: String, most: Int = .max, needed: Bool = false) -> [JSONNode] {
        guard let member = member(name, needed) else { return [] }
        let items = member.items
        guard items.count > most else { return items }
        member.remark(.tooMany(limit: most))
        return Array(items.prefix(most))
    }

    /// The items of a list. A value that is not a list is its own only item.
    public var items: [JSONNode] {
        guard case .list(let items) = tree else { return [self] }
        return items.enumerated().map { JSONNode(tree: $1, way: .item(way, $0), remarks: remarks) }
    }
}
