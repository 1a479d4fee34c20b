/// The schemas of the records that this platform knows, by event type: docs/schemas as compiled in.
struct RecordSchemas: Sendable {
    private let byType: [String: JSONSchema]

    /// The types known.
    var types: Set<String> { Set(byType.keys) }

    /// Reads schemas whose `$id` ends in the event type.
    init(_ texts: [String] = texts) throws(JSONSchema.Unsupported) {
        var byType: [String: JSONSchema] = [:]
        for text in texts {
            guard let value = try? JSONParser.parse(Array(text.utf8)) else {
                throw JSONSchema.Unsupported(description: "a schema that is no JSON")
            }
            let schema = try JSONSchema(value)
            guard let type = schema.id?.split(separator: ":").last else {
                throw JSONSchema.Unsupported(description: "a schema without $id")
            }
            byType[String(type)] = schema
        }
        self.byType = byType
    }

    /// Whether this platform knows what the `data` of such an event looks like.
    func knows(_ type: String) -> Bool { byType[type] != nil }

    /// Where the `data` of an event departs from its schema. nil if it fits, and for types that are not known: a booth
    /// may be newer than its platform.
    func violation(type: String, data: JSONValue) -> JSONSchema.Violation? { byType[type]?.violation(in: data) }
}
