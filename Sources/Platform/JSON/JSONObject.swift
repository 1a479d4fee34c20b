/// The members of a JSON object in the order sent. Names are looked up one after the other: an event has a dozen members,
/// fewer than it takes for hashing to pay.
struct JSONObject: Sendable, ExpressibleByDictionaryLiteral {
    /// Name and value; no name occurs twice.
    private(set) var members: [(name: String, value: JSONValue)] = []

    init() {}

    init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { append(name, value) }
    }

    /// Adds a member; false, and nothing added, if the name is taken.
    @discardableResult
    mutating func append(_ name: String, _ value: JSONValue) -> Bool {
        guard self[name] == nil else { return false }
        members.append((name, value))
        return true
    }

    /// The value of a member.
    subscript(name: String) -> JSONValue? {
        for member in members where member.name == name { return member.value }
        return nil
    }
}

extension JSONObject: Equatable {
    /// The order of members does not matter.
    static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.count == right.members.count && left.members.allSatisfy { right[$0.name] == $0.value }
    }
}
