/// One step into a file's data.
public enum YAMLStep: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// A key of a group.
    case key(String)
    /// An item of a list, from 0.
    case item(Int)

    /// A key.
    public init(stringLiteral key: String) { self = .key(key) }

    /// An item.
    public init(integerLiteral item: Int) { self = .item(item) }

    var words: String {
        switch self {
        case .key(let key): key
        case .item(let item): String(item)
        }
    }
}

/// Why a file could not be edited. The file is as it was.
public struct YAMLEditFailure: Error, Equatable, CustomStringConvertible {
    /// What is in the way, and that it is to be written by hand.
    public let description: String
}

extension YAMLValue {
    /// The value at a place, and whether it is inside brackets or braces on a line.
    func find(_ path: ArraySlice<YAMLStep>) -> YAMLValue? {
        guard let step = path.first else { return self }
        switch (step, content) {
        case (.key(let key), .map(let entries)):
            return entries.first { $0.key == key }?.value.find(path.dropFirst())
        case (.item(let item), .list(let items)) where items.indices.contains(item):
            return items[item].find(path.dropFirst())
        default: return nil
        }
    }

    /// Everything that the value says, without places and quotes, to compare two files by.
    var meaning: Meaning {
        switch content {
        case .text(let text, _): .text(isNothing ? "" : text)
        case .map(let entries): .map(entries.map { .init(key: $0.key, value: $0.value.meaning) })
        case .list(let items): .list(items.map(\.meaning))
        }
    }

    /// What a value says.
    indirect enum Meaning: Equatable {
        struct Entry: Equatable {
            var key: String
            var value: Meaning
        }

        case text(String)
        case map([Entry])
        case list([Meaning])

        /// The same with another value at a place. A group that is missing is added behind the last.
        func replacing(_ path: ArraySlice<YAMLStep>, with value: Meaning?) -> Meaning {
            guard let step = path.first else { return value ?? .text("") }
            let rest = path.dropFirst()
            switch (step, self) {
            case (.key(let key), .map(var entries)):
                guard let index = entries.firstIndex(where: { $0.key == key }) else {
                    if let value { entries.append(Entry(key: key, value: Self.nested(rest, value))) }
                    return .map(entries)
                }
                if rest.isEmpty, value == nil {
                    entries.remove(at: index)
                } else {
                    entries[index].value = entries[index].value.replacing(rest, with: value)
                }
                return .map(entries)
            case (.item(let item), .list(var items)) where items.indices.contains(item):
                if rest.isEmpty, value == nil {
                    items.remove(at: item)
                } else {
                    items[item] = items[item].replacing(rest, with: value)
                }
                return .list(items)
            case (.item(let item), .list(var items)) where item == items.count && rest.isEmpty:
                if let value { items.append(value) }
                return .list(items)
            case (.key, .text("")): return .map([]).replacing(path, with: value)
            default: return self
            }
        }

        private static func nested(_ path: ArraySlice<YAMLStep>, _ value: Meaning) -> Meaning {
            guard case .key(let key)? = path.first else { return value }
            return .map([Entry(key: key, value: nested(path.dropFirst(), value))])
        }
    }
}
