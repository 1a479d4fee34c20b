/// The members of a JSON object in the order sent. Names are looked up one after the other: an event has about a dozen
/// members, too few for hashing to pay off.
public struct JSONObject: Sendable, ExpressibleByDictionaryLiteral {
    /// Name and value; no name occurs twice.
    public private(set) var members: [(name: String, value: JSONValue)] = []

    /// No members yet.
    public init() {}

    /// The members in this order; if a name occurs twice, the first one counts.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (name, value) in members { append(name, value) }
    }

    /// The members in this order.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }

    /// Adds a member. If the name is taken, adds nothing and returns false.
    @discardableResult
    public mutating func append(_ name: String, _ value: JSONValue) -> Bool {
        guard self[name] == nil else { return false }
        members.append((name, value))
        return true
    }

    /// These members, followed by the other object's members whose names are not taken.
    public static func + (left: JSONObject, right: JSONObject) -> JSONObject {
        var sum = left
        for (name, value) in right.members { sum.append(name, value) }
        return sum
    }

    /// The value of a member.
    public subscript(name: String) -> JSONValue? {
        for member in members where member.name == name { return member.value }
        return nil
    }
}

extension JSONObject: Equatable {
    /// The order of members does not matter.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.count == right.members.count && left.members.allSatisfy { right[$0.name] == $0.value }
    }
}
