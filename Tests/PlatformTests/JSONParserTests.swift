import Basics
import Testing

@testable import Platform

@Suite struct JSONParserTests {
    @Test func `every kind of value is read`() throws {
        let text = #" {"a":[1,-2.5e2,true,false,null],"b":"\u4f60\n\ud83d\ude00\"/","c":{}} "#
        #expect(
            try JSONParser.parse(Array(text.utf8))
                == .object([
                    "a": .array([.integer(1), .number(-250), .bool(true), .bool(false), .null]),
                    "b": .string("你\n😀\"/"), "c": .object([:]),
                ]))
    }

    @Test(arguments: [
        "", "[", "]", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "01", "-", "1.", "1e", "+1", "tru", "nul", "\"",
        "\"\\x\"",
        "\"\\ud83d\"", "\"\\ude00\"", "\"\\u12\"", "\"a\nb\"", "[1] 2", "{\"a\":1,\"a\":2}", "1e999", "'a'", "[1 2]",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func `invalid UTF-8 is refused`() {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func `depth is limited, without harm to the stack`() {
        #expect(throws: Never.self) { try JSONParser.parse(Array("[[[1]]]".utf8), maximumDepth: 4) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array("[[[[1]]]]".utf8), maximumDepth: 4) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([UInt8](repeating: 0x5B, count: 1_000_000)) }
    }

    @Test func `each element of an array comes with its own text`() throws {
        let bytes = Array(#"[ {"a": 1} , "x" ,[2 ]]"#.utf8)
        let texts = try JSONParser.parseArray(bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) }
        #expect(texts == [#"{"a": 1}"#, #""x""#, "[2 ]"])
        #expect(throws: JSONSyntaxError(offset: 0, problem: "expected an array")) {
            try JSONParser.parseArray(Array("{}".utf8))
        }
    }
}
