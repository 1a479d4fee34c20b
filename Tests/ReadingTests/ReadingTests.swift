import Testing

@testable import Reading

/// JSON as it arrives. What cannot be mistaken is read, with a remark. What ends too early is not JSON.
@Suite struct ReadingTests {
    private func read(_ body: [UInt8]) throws -> (node: JSONNode, remarks: Remarks) {
        let remarks = Remarks()
        return (try JSONNode(document: body, remarks), remarks)
    }

    private func error(_ text: String) -> String? {
        do throws(SourceError) {
            _ = try JSONNode(document: Array(text.utf8), Remarks())
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("{\"a\": \"x\ny\", \"b\": 1}", "x\ny", ["line 1: a raw line break or control character in a text"]),
        ("{\"a\": \"x\",\n \"b\": 1,\n}", "x", ["line 3: a comma before the closing bracket"]),
        ("{\"a\": \"x\\ud83d\", \"b\": 1}", "x\u{FFFD}", ["line 1: a character is cut"]),
        ("{\"a\": \"\\ud83d\\ude00\\u8001\", \"b\": 1}", "😀老", []),
        ("{\"a\": \"x\\q\", \"b\": 1}", "xq", ["line 1: an escape that JSON does not have"]),
        ("{\"a\": \"\\\"\\\\\\/\\n\\t\", \"b\": 1}", "\"\\/\n\t", []),
        ("{\"a\": \"x\", \"b\": 1, \"c\": NaN, \"d\": [Infinity, -Infinity, True, 0x10]}", "x", []),
        ("{\"a\": \"first\", \"b\": 1, \"a\": \"x\"}", "x", []),
    ]) func `what cannot be mistaken`(_ text: String, _ value: String, _ remarks: [String]) throws {
        let (node, said) = try read(Array(text.utf8))
        #expect(node.text("a") == value)
        #expect(node.number("b") == 1)
        #expect(said.all.map(\.description) == remarks)
    }

    @Test func `a cut character is named by its line, another encoding is refused`() throws {
        let cut = Array("{\"b\": 1,\n\"a\": \"药".utf8).dropLast() + Array("\"}".utf8)
        let (node, remarks) = try read(Array(cut))
        #expect(node.number("b") == 1)
        #expect(node.line("a", most: 10) == nil)
        #expect(remarks.all.map(\.description) == ["line 2: a character is cut", "a: nothing in it"])
        // 老友 in GBK.
        let gbk = Array("{\"a\": \"".utf8) + [0xC0, 0xCF, 0xD3, 0xD1] + Array("\"}".utf8)
        #expect { try read(gbk) } throws: { "\($0)" == "byte 10: no text in UTF-8" }
    }

    @Test(arguments: [
        "{", "{\"a\"", "{\"a\": ", "{\"a\": \"x", "{\"a\": 1", "{\"a\": [1", "{\"a\": 1} x", "{a: 1}", "{\"a\" 1}",
        "{\"a\": 1 \"b\": 2}", "<html>",
    ])
    func `what has no structure is no JSON`(_ text: String) {
        #expect(error(text) == "no JSON document, or cut off")
    }

    @Test(arguments: ["[]", "1", "\"x\"", "null"]) func `what is no object is none`(_ text: String) {
        #expect(error(text) == "should be an object")
    }

    @Test func `each member costs itself, and is named by its way`() throws {
        let text =
            #"{"list": [{"n": 1}, {"n": "1"}, 3, {"n": NaN}], "one": {"n": 4}, "wrapped": [{"n": 5}], "none": null}"#
        let (node, remarks) = try read(Array(text.utf8))
        #expect(node.list("list").compactMap { $0.object?.number("n", needed: true) } == [1])
        #expect(node.list("one").compactMap { $0.object?.number("n") } == [4])
        #expect(node.object("wrapped")?.number("n") == 5)
        #expect(node.text("none") == nil && node.text("gone", needed: true) == nil)
        #expect(
            remarks.all.map(\.description) == [
                "list[1].n: should be a number", "list[2]: should be an object", "list[3].n: should be a number",
                "gone: missing",
            ])
    }

    @Test func `bounds shorten, and many remarks are a few and a number`() throws {
        let items = (0..<300).map { _ in "7" }.joined(separator: ",")
        let (node, remarks) = try read(
            Array(#"{"list": [\#(items)], "text": "\#(String(repeating: "长", count: 50))"}"#.utf8))
        #expect(node.list("list", most: 200).compactMap(\.text) == [])
        #expect(node.line("text", most: 10) == String(repeating: "长", count: 9) + "…")
        #expect(remarks.count == 202)
        #expect(remarks.all.count == 101)
        #expect(remarks.all.elementCount == 202)
        #expect(remarks.all.lines.count == 6)
        #expect(remarks.all.lines.last == "left out: 197 more")
    }

    // MARK: Damage in bytes

    private func document(_ names: [[UInt8]]) -> [UInt8] {
        let items = names.map { Array("{\"name\": \"".utf8) + $0 + Array("\"}".utf8) }
        return Array("{\"list\": [".utf8) + items.joined(separator: Array(",\n".utf8)) + Array("]}".utf8)
    }

    /// 老友 in GBK.
    private static let gbk: [UInt8] = [0xC0, 0xCF, 0xD3, 0xD1]

    @Test(arguments: [1, 2, 3]) func `a character of four bytes that lost some of them costs itself`(_ lost: Int) throws
    {
        for rest in [Array("😀".utf8.dropFirst(lost)), Array("😀".utf8.dropLast(lost))] {
            let (node, remarks) = try read(document([Array("药房".utf8) + rest, Array("公厕".utf8)]))
            #expect(node.list("list").map { $0.line("name", most: 10) } == ["药房", "公厕"])
            #expect(remarks.all.map(\.description) == ["line 1: a character is cut"])
        }
    }

    @Test func `one name in another encoding among many costs itself`() throws {
        var names = (0..<500).map { Array("第\($0)药房".utf8) }
        names[7] = Self.gbk
        let (node, remarks) = try read(document(names))
        let read = node.list("list").map { $0.line("name", most: 10) }
        #expect(read[7] == nil)
        #expect(read.compactMap(\.self).count == 499)
        #expect(
            remarks.all.map(\.description) == ["line 8: a character is cut", "list[7].name: no text in UTF-8"])
    }

    /// This also holds for a document whose words are so short that each alone may be an accident (好 is BA C3).
    @Test func `a document in another encoding is refused`() {
        for name in [Self.gbk, [0xBA, 0xC3]] as [[UInt8]] {
            let body = document((0..<20).map { _ in name })
            #expect { try read(body) } throws: { ($0 as? SourceError)?.reason == .encoding }
        }
    }

    /// One remark a line in a document of a hundred thousand lines. Each line is counted once.
    @Test func `remarks in a long document name their lines`() throws {
        let lines = String(repeating: "\"x\\q\",\n", count: 100_000)
        let (_, remarks) = try read(Array("{\"list\": [\n\(lines)1]}".utf8))
        #expect(remarks.count == 100_000)
        #expect(remarks.all[0].place == "line 2")
        #expect(remarks.all[99].place == "line 101")
    }
}
