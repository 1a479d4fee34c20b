import Basics
import AdapterTestSupport
import Foundation
import Testing

@testable import Platform

/// What booths record, against docs/schemas.
@Suite struct RecordValidationTests {
    private static let directory = Checkout.root.appending(path: "docs/schemas")

    /// The lines of examples.jsonl, which the booth's core writes: type and the text of `data`.
    private static func examples() throws -> [(type: String, data: String)] {
        let text = try String(contentsOf: directory.appending(path: "examples.jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            let type = try #require(try JSONParser.parse(Array(line.utf8))["type"]?.string)
            let start = try #require(line.range(of: "\"data\":")).upperBound
            return (type, String(line[start...].dropLast()))
        }
    }

    @Test func `the schemas compiled in are those of docs/schemas`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path())
            .filter { $0.hasSuffix(".json") }.sorted()
        let contents = try files.map { [UInt8](try Data(contentsOf: Self.directory.appending(path: $0))) }
        #expect(RecordSchemas.files == contents, "name each of them in RecordSchemas.files")
    }

    @Test func `everything that the booth's core writes is accepted`() async throws {
        let examples = try Self.examples()
        let schemas = try RecordSchemas()
        #expect(examples.count > 100)
        #expect(Set(examples.map(\.type)).allSatisfy(schemas.knows))
        try await withPlatform { platform in
            let events = try Self.examples().enumerated().map { number, example in
                TestEvent.make(Int64(number + 1), type: example.type, data: example.data)
            }
            let dispositions = try await platform.http.postEvents(events).dispositions
            for (event, disposition) in zip(events, dispositions) { #expect(disposition == "accepted", "\(event)") }
        }
    }

    @Test(
        arguments: [
            ("additionalProperties", "", #""outcome""#, #""phone":"13812345678","outcome""#),
            ("required", "/outcome", #","outcome":"completed""#, ""),
            ("enum", "/outcome", #""outcome":"completed""#, #""outcome":"won""#),
            ("enum", "/outcome", #""outcome":"completed""#, #""outcome":null"#),
            ("enum", "/step", #""step":null"#, #""step":7"#),
            ("type", "/offline", "false", #""no""#), ("type", "/duration_ms", "61250", "61250.5"),
            ("maximum", "/duration_ms", "61250", "13812345678"), ("minimum", "/duration_ms", "61250", "-1"),
            ("pattern", "/function", #""taxi""#, #""13812345678""#), ("pattern", "/function", #""taxi""#, #""张三""#),
            ("length", "/function", "taxi", String(repeating: "t", count: 65)),
            ("pattern", "/session", #""session":null"#, #""session":"310107194912314567""#),
            ("pattern", "/language", "zh-Hans", "zh Hans"),
        ])
    func `data that does not fit its schema is refused with the place, and alone`(
        keyword: String, pointer: String, original: String, replacement: String
    ) async throws {
        let data = TestEvent.use().replacing(original, with: replacement)
        #expect(data != TestEvent.use())
        try await withPlatform { platform in
            let answer = try await platform.http.postEvents([TestEvent.make(1, data: data), TestEvent.make(2)])
            #expect(try answer.dispositions == ["rejected:data.invalid:\(pointer):\(keyword)", "accepted"])
            // The reason goes into logs and back to the booth: it must not repeat what was sent.
            #expect(!answer.text.contains("13812345678") && !platform.log.text.contains("13812345678"))
        }
    }

    @Test func `a booth records for itself only`() async throws {
        try await withPlatform { platform async throws in
            let event = TestEvent.make(1, data: TestEvent.use(booth: TestAccess.otherBooth))
            #expect(try await platform.http.postEvents([event]).dispositions == ["rejected:data.booth.mismatch"])
        }
    }

    @Test func `types and versions that are not known yet are kept as they are`() async throws {
        try await withPlatform { platform async throws in
            let events = ["cn.laoyouting.booth.function.v2", TestEvent.unknownType].enumerated().map {
                TestEvent.make(Int64($0 + 1), type: $1, data: #"{"anything":[1]}"#)
            }
            #expect(try await platform.http.postEvents(events).dispositions == ["accepted", "accepted"])
        }
    }

    @Test(arguments: [
        ##"{"type":"object","$ref":"#/x"}"##, #"{"pattern":"[a-z]+"}"#, #"{"pattern":"^a|b$"}"#, #"{"pattern":"^.*$"}"#,
        #"{"type":"text"}"#, #"{"oneOf":[]}"#, #"{"maximum":1.5}"#, #"{"additionalProperties":{}}"#, "[]",
    ])
    func `a schema with a rule that would be skipped is refused`(text: String) throws {
        let value = try JSONParser.parse(Array(text.utf8))
        #expect(throws: JSONSchema.Unsupported.self) { try JSONSchema(value) }
    }

    @Test(arguments: [
        "^[a-z][a-z0-9-]*$", "^[a-z]{2,3}(-[A-Za-z]{2,8})*(-[0-9]{3})?$", "^(ab+)$",
        "^[A-Za-z0-9._-]{1,4}$", "^a*a$", "^(a*)*b$", "^(ab?)+$", "^a{2}$", "^x?y*z+$",
    ])
    func `patterns match what a general engine matches`(pattern: String) throws {
        let ours = try #require(SchemaPattern(pattern))
        let general = try NSRegularExpression(pattern: String(pattern.dropLast()) + "\\z")
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            let length = Int.random(in: 0...9, using: &random)
            let text = String((0..<length).map { _ in "aabbxyzA09-._é".randomElement(using: &random) ?? "a" })
            let range = NSRange(text.startIndex..., in: text)
            #expect(ours.matches(text) == (general.firstMatch(in: text, range: range) != nil), "\(text)")
        }
    }
}
