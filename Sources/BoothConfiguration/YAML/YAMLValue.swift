/// The content of a YAML file, with the position of every part. Scalars keep the text as written: `010` is not the
/// number eight, and `no` is not false.
struct YAMLValue: Sendable {
    enum Content: Sendable {
        /// A scalar; `plain` means without quotes.
        case text(String, plain: Bool)
        case map([YAMLEntry])
        case list([YAMLValue])
    }

    var content: Content
    var position: Position

    /// Whether nothing is written, or `~` or `null` without quotes.
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
    /// This value with another laid over it: groups of keys are merged key by key, anything else is replaced as a
    /// whole.
    ///
    /// A group keeps its position in the lower file. Problems with a replaced value are reported in the overlay.
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
