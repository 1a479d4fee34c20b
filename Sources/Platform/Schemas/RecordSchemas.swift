import Basics

/// The schemas of the records that this platform knows, by event type: docs/schemas, embedded by the build.
struct RecordSchemas: Sendable {
    /// The contents of the files.
    static let files: [[UInt8]] = [
        PackageResources.call_v1_json, PackageResources.configuration_v1_json, PackageResources.emergency_v1_json,
        PackageResources.fault_v1_json, PackageResources.function_v1_json, PackageResources.information_v1_json,
        PackageResources.language_v1_json, PackageResources.lifecycle_v1_json,
        PackageResources.queue_dropped_v1_json, PackageResources.rating_v1_json, PackageResources.request_v1_json,
        PackageResources.selftest_v1_json, PackageResources.session_v1_json, PackageResources.step_v1_json,
        PackageResources.update_v1_json,
    ]

    private let byType: [String: JSONSchema]

    /// The known types.
    var types: Set<String> { Set(byType.keys) }

    /// Reads schemas whose `$id` ends in the event type.
    init(_ files: [[UInt8]] = files) throws(JSONSchema.Unsupported) {
        var byType: [String: JSONSchema] = [:]
        for file in files {
            guard let value = try? JSONParser.parse(file) else {
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

    /// Whether this platform knows the form of `data` in such an event.
    func knows(_ type: String) -> Bool { byType[type] != nil }

    /// Where the `data` of an event violates its schema. nil if it fits, and for unknown types, because a booth may be
    /// newer than its platform.
    func violation(type: String, data: JSONValue) -> JSONSchema.Violation? { byType[type]?.violation(in: data) }
}
