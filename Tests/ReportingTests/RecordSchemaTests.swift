import Basics
import AdapterTestSupport
import Foundation
import Reporting
import Testing

/// docs/schemas and the records that the core writes agree. Whether each example fits its schema is checked elsewhere,
/// twice: by the reference platform's tests, and by a JSON Schema library in scripts/check-schemas.
@Suite("Records and their schemas")
struct RecordSchemaTests {
    private static let directory = Checkout.root.appending(path: "docs/schemas")

    private static func schema(_ type: String) throws -> [String: Any] {
        let name = "\(type.dropFirst("cn.laoyouting.booth.".count)).json"
        let data = try Data(contentsOf: directory.appending(path: name))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("The examples in docs/schemas are what the core writes; RECORD_EXAMPLES=1 writes them anew")
    func examplesAreCurrent() throws {
        let file = Self.directory.appending(path: "examples.jsonl")
        let text = RecordExamples.all.map { $0.line + "\n" }.joined()
        if ProcessInfo.processInfo.environment["RECORD_EXAMPLES"] != nil {
            try Data(text.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test("Every type has a schema under the name that its events carry, and nothing else has one")
    func everyTypeHasASchema() throws {
        let types = Set(RecordExamples.all.map(\.type))
        #expect(types.count == RecordKind.allCases.count + 1)
        for type in types { #expect(try Self.schema(type)["$id"] as? String == CloudEvent.schema(type: type)) }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path())
        #expect(files.filter { $0.hasSuffix(".json") }.count == types.count)
    }

    @Test("A schema names exactly the members that are written, and exactly the values they take")
    func schemasAreNoWiderThanTheRecords() throws {
        // Few kinds have enough examples for every category and input, but all kinds together do.
        var everywhere: [String: Set<String>] = [:]
        for example in RecordExamples.all {
            guard case .object(let members) = example.data else { continue }
            for (name, value) in members.members { everywhere[name, default: []].insert(value.serialized) }
        }
        for (type, examples) in Dictionary(grouping: RecordExamples.all, by: \.type) {
            let schema = try Self.schema(type)
            #expect(schema["additionalProperties"] as? Bool == false)
            let properties = try #require(schema["properties"] as? [String: [String: Any]])
            let required = try #require(schema["required"] as? [String])
            let written = try examples.map { example in
                try #require(
                    try JSONSerialization.jsonObject(with: Data(example.data.serialized.utf8)) as? [String: Any])
            }
            for data in written {
                #expect(Set(data.keys) == Set(properties.keys), "\(type)")
                #expect(Set(data.keys) == Set(required), "\(type)")
            }
            for (name, property) in properties {
                guard let allowed = property["enum"] as? [Any] else { continue }
                let isCommon = name == "official_category" || name == "input"
                let values = try isCommon ? everywhere[name] ?? [] : Set(written.map { try Self.json($0[name]) })
                let retired = try Set((Self.retired["\(type) \(name)"] ?? Self.retired[name] ?? []).map(Self.json))
                #expect(retired.isDisjoint(with: values), "\(type): \(name)")
                #expect(try Set(allowed.map(Self.json)) == values.union(retired), "\(type): \(name)")
            }
        }
    }

    /// Values that booths no longer write. The schemas of types in use never change, so that stored records stay valid.
    private static let retired = [
        "cn.laoyouting.booth.session.v1 outcome": ["done"],
        "input": ["voice"],
    ]

    private static func json(_ value: Any?) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: try #require(value), options: .fragmentsAllowed)
        return String(decoding: data, as: UTF8.self)
    }

    @Test("No member has room for a telephone, card or identity number or a name")
    func nothingHasRoomForPersonalData() throws {
        let canaries = [
            "13812345678", "+8613812345678", "138-1234-5678", "02162345678", "310107194912314567",
            "31010719491231456X", "6217001210012345678", "张三", "Zhang San", "zhang san", "王小明@example.cn",
        ]
        for type in Set(RecordExamples.all.map(\.type)) {
            let properties = try #require(try Self.schema(type)["properties"] as? [String: [String: Any]])
            for (name, property) in properties {
                // The platform compares the booth's own number with the sender's.
                if name == "booth" || property["enum"] != nil || property["const"] != nil { continue }
                let types = (property["type"] as? [String]) ?? [property["type"] as? String].compactMap { $0 }
                if types.contains("string") {
                    let pattern = try #require(property["pattern"] as? String, "\(type): \(name) is any text")
                    for canary in canaries {
                        #expect(canary.range(of: pattern, options: .regularExpression) == nil, "\(type): \(name)")
                    }
                    let longest = try #require(property["maxLength"] as? Int, "\(type): \(name) has no bound")
                    #expect(longest <= 64)
                }
                if types.contains("integer") {
                    // Milliseconds of a week have nine digits, the shortest telephone number here eleven.
                    let largest = try #require(property["maximum"] as? Int, "\(type): \(name) has no bound")
                    #expect(largest <= 999_999_999 && property["minimum"] as? Int == 0, "\(type): \(name)")
                }
            }
        }
    }
}
