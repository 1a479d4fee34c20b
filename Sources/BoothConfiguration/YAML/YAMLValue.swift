/// What a YAML file says, with the place of every part. Scalars stay the text that was written: `010` is no number
/// eight, `no` is no falsehood.
struct YAMLValue: Sendable {
    enum Content: Sendable {
        /// A scalar; `plain` is without quotes.
        case text(String, plain: Bool)
        case map([YAMLEntry])
        case list([YAMLValue])
    }

    var content: Content
    var position: Position

    /// Nothing written, or `~` or `null` without quotes.
    var isNothing: Bool {
        guard case .text(let text, plain: true) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }

    /// The kind of value in a technician's words.
    var kind: String {
        switch content {
        case .text: isNothing ? "nothing" : "a text"
        case .map: "a group of keys"
        case .list: "a list"
        }
    }
}

/// One `key: value`.
struct YAMLEntry: Sendable {
    var key: String
    var keyPosition: Position
    var value: YAMLValue
}

extension YAMLValue {
    /// This value with another laid over it: groups of keys merge key by key, anything else is replaced whole.
    ///
    /// A group keeps its place in the file below; a value that is replaced is blamed on the file laid over it.
    func overlaid(with other: YAMLValue) -> YAMLValue {
        guard case .map(var entries) = content, case .map(let additions) = other.content else { return other }
        let indices = Dictionary(zip(entries.map(\.key), entries.indices), uniquingKeysWith: { first, _ in first })
        for addition in additions {
            guard let index = indices[addition.key] else {
                entries.append(addition)
                continue
            }
            if case .map = entries[index].value.content, case .map = addition.value.content {
                entries[index].value = entries[index].value.overlaid(with: addition.value)
            } else {
                entries[index] = addition
            }
        }
        return YAMLValue(content: .map(entries), position: position)
    }
}
