import Basics

/// A JSON Schema (draft 2020-12), as far as the records' schemas use it. A schema with an unknown keyword is refused,
/// so that no rule is ever skipped.
struct JSONSchema: Sendable {
    /// The schema cannot be applied.
    struct Unsupported: Error, CustomStringConvertible {
        let description: String
    }

    /// Where a document first violates the schema. It does not contain the value itself.
    struct Violation: Equatable, Sendable {
        /// The steps to the value, outermost first: only names that occur in the schema and array indices.
        var path: [String]
        /// The keyword that the value violates.
        let keyword: String

        /// The value's place as a JSON Pointer (RFC 6901).
        var pointer: String { path.map { "/\($0)" }.joined() }
    }

    /// The schema's name.
    let id: String?

    private var types: Set<String>?
    private var allowed: [JSONValue]?
    private var pattern: SchemaPattern?
    private var lengths = 0...Int.max
    private var minimum: Int64?
    private var maximum: Int64?
    private var properties: [String: JSONSchema] = [:]
    private var required: [String] = []
    private var allowsOthers = true
    private var items: [JSONSchema] = []  // Zero or one; an array, because a struct cannot contain itself.
    private var counts = 0...Int.max

    /// Reads a schema.
    init(_ value: JSONValue) throws(Unsupported) {
        guard let members = value.object else { throw Unsupported(description: "a schema that is no object") }
        id = members["$id"]?.string
        for (keyword, value) in members.members { try read(keyword, value, members) }
    }

    private mutating func read(
        _ keyword: String, _ value: JSONValue, _ members: JSONObject
    ) throws(Unsupported) {
        func need<Value>(_ value: Value?) throws(Unsupported) -> Value {
            guard let value else { throw Unsupported(description: "\(keyword): cannot be read") }
            return value
        }
        func range(_ least: String, _ most: String) -> ClosedRange<Int> {
            let least = members[least]?.integer.map(Int.init) ?? 0
            return least...max(least, members[most]?.integer.map(Int.init) ?? .max)
        }
        switch keyword {
        case "$schema", "$id", "title", "description": break
        case "type":
            let names = value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
            let known = ["null", "boolean", "integer", "number", "string", "array", "object"]
            guard !names.isEmpty, names.allSatisfy(known.contains) else {
                throw Unsupported(description: "type: unknown")
            }
            types = Set(names)
        case "enum": allowed = try need(value.array)
        case "const": allowed = [value]
        case "pattern": pattern = try need(value.string.flatMap(SchemaPattern.init))
        case "minLength", "maxLength":
            _ = try need(value.integer)
            lengths = range("minLength", "maxLength")
        case "minItems", "maxItems":
            _ = try need(value.integer)
            counts = range("minItems", "maxItems")
        case "minimum": minimum = try need(value.integer)
        case "maximum": maximum = try need(value.integer)
        case "required": required = try need(value.array).compactMap(\.string)
        case "additionalProperties": allowsOthers = try need(value.bool)
        case "items": items = [try JSONSchema(value)]
        case "properties":
            for (name, schema) in try need(value.object).members { properties[name] = try JSONSchema(schema) }
        default: throw Unsupported(description: "\(keyword): an unknown keyword")
        }
    }

    /// The first violation of the schema; nil if the value fits.
    func violation(in value: JSONValue) -> Violation? {
        func broken(_ keyword: String) -> Violation { Violation(path: [], keyword: keyword) }
        if let types, !types.contains(where: value.isOfType) { return broken("type") }
        if let allowed, !allowed.contains(where: value.equals) { return broken("enum") }
        switch value {
        case .string(let text):
            if lengths != 0...Int.max, !lengths.contains(text.unicodeScalars.count) { return broken("length") }
            if let pattern, !pattern.matches(text) { return broken("pattern") }
        case .integer(let number):
            if let minimum, number < minimum { return broken("minimum") }
            if let maximum, number > maximum { return broken("maximum") }
        case .number(let number):
            if let minimum, number < Double(minimum) { return broken("minimum") }
            if let maximum, number > Double(maximum) { return broken("maximum") }
        case .array(let elements): return violation(inElements: elements)
        case .object(let object): return violation(inMembers: object)
        case .null, .bool: break
        }
        return nil
    }

    private func violation(inElements elements: [JSONValue]) -> Violation? {
        guard counts.contains(elements.count) else { return Violation(path: [], keyword: "items") }
        guard let schema = items.first else { return nil }
        for (index, element) in elements.enumerated() {
            guard var violation = schema.violation(in: element) else { continue }
            violation.path.insert(String(index), at: 0)
            return violation
        }
        return nil
    }

    private func violation(inMembers object: JSONObject) -> Violation? {
        var known = 0
        for (name, value) in object.members {
            guard let schema = properties[name] else {
                if allowsOthers { continue }
                return Violation(path: [], keyword: "additionalProperties")
            }
            known += 1
            guard var violation = schema.violation(in: value) else { continue }
            violation.path.insert(name, at: 0)
            return violation
        }
        if known == properties.count { return nil }
        return required.first { object[$0] == nil }.map { Violation(path: [$0], keyword: "required") }
    }
}

extension JSONValue {
    fileprivate var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    fileprivate func isOfType(_ name: String) -> Bool {
        switch (self, name) {
        case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.integer, "number"), (.number, "number"),
            (.string, "string"), (.array, "array"), (.object, "object"):
            true
        // 2.0 is an integer (JSON Schema core, 6.3).
        case (.number(let number), "integer"): number == number.rounded()
        default: false
        }
    }

    fileprivate func equals(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
            Double(integer) == number
        default: self == other
        }
    }
}
