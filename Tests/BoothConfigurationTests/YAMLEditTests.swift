import AdapterTestSupport
import BoothConfiguration
import Foundation
import Testing

/// Values are changed where they stand, and nothing else.
@Suite struct YAMLEditTests {
    private func edit(_ text: String) throws -> YAMLEdit { try YAMLEdit(text, file: "booth.yaml") }

    /// Every place of a file that has a text.
    private func places(_ edit: YAMLEdit, below path: [YAMLStep] = []) -> [[YAMLStep]] {
        if edit.value(at: path) != nil { return [path] }
        let keys = edit.keys(at: path).flatMap { places(edit, below: path + [.key($0)]) }
        return keys + (0..<edit.count(at: path)).flatMap { places(edit, below: path + [.item($0)]) }
    }

    private func differing(_ old: String, _ new: String) -> [Int] {
        let (before, after) = (old.components(separatedBy: "\n"), new.components(separatedBy: "\n"))
        guard before.count == after.count else { return [-1] }
        return before.indices.filter { before[$0] != after[$0] }
    }

    static let values = [
        "other", "with blanks inside", "普陀区枣阳路 8 号", "110", "true", "-x", "a: b", "a #b", "a, b", "{x}", "[x", "\"q\"",
        "it's", "back\\slash", " edges ", "x:", "~", "null", "1.5", "*", "#", "a & b", "%", "@", "`", "12:30", "no",
    ]

    @Test(
        "Whatever is written at whatever place of a shipped file: one line differs, and it says that",
        arguments: ["booth.yaml", "keys.yaml", "theme.yaml"])
    func oneLine(file: String) throws {
        let text = try String(contentsOfFile: Checkout.configuration + "/" + file, encoding: .utf8)
        let original = try edit(text)
        let places = places(original)
        #expect(places.count > 3)
        for (number, place) in places.enumerated() {
            let old = try #require(original.value(at: place))
            // Each place gets some of the values, so that every value meets quotes, brackets and neither.
            for value in Self.values.indices.filter({ ($0 + number) % 9 == 0 }).map({ Self.values[$0] })
            where value != old {
                var edit = original
                do {
                    try edit.set(value, at: place)
                } catch {
                    // A text on several lines is left to people, whole.
                    #expect(error.description.contains("not on one line"), "\(place): \(error)")
                    #expect(edit.text == text)
                    continue
                }
                #expect(edit.value(at: place) == value, "\(place)")
                #expect(differing(text, edit.text).count == 1, "\(place) \(value)")
                try edit.set(old, at: place)
                #expect(edit.value(at: place) == old)
                #expect(differing(text, edit.text).count <= 1)
            }
            var unchanged = original
            try unchanged.set(old, at: place)
            #expect(unchanged.text == text)
        }
    }

    @Test func quotesAndCommentsStay() throws {
        var edit = try edit("a: \"110\"  # number\nb: 'x'\nc: plain # note\nd: { e: 1, f: \"2\" }\n")
        try edit.set("120", at: ["a"])
        try edit.set("it's", at: ["b"])
        try edit.set("other", at: ["c"])
        try edit.set("3", at: ["d", "e"], isNumber: true)
        try edit.set("4", at: ["d", "f"])
        #expect(edit.text == "a: \"120\"  # number\nb: 'it''s'\nc: other # note\nd: { e: 3, f: \"4\" }\n")
    }

    @Test func aMissingKeyComesBehindItsNeighbours() throws {
        var edit = try edit("audio:\n  # loud\n  speaker: default\n\nother: { x: 1 }\n")
        try edit.set("handset", at: ["audio", "handset"])
        try edit.set("2", at: ["other", "y"], isNumber: true)
        try edit.set("https://x.example", at: ["platform", "url"])
        #expect(
            edit.text
                == "audio:\n  # loud\n  speaker: default\n  handset: handset\n\nother: { x: 1, y: 2 }\nplatform:\n  url: https://x.example\n"
        )
        try edit.remove(["audio", "handset"])
        try edit.remove(["platform"])
        #expect(edit.text == "audio:\n  # loud\n  speaker: default\n\nother: { x: 1, y: 2 }\n")
    }

    @Test func listsGrowAndShrink() throws {
        let text = "say:\n  - one\n  - \"two \"\n# end\nx: y\n"
        var edit = try edit(text)
        try edit.set(list: ["one", "zwei", "drei: 3"], at: ["say"])
        #expect(edit.text == "say:\n  - one\n  - \"zwei\"\n  - \"drei: 3\"\n# end\nx: y\n")
        try edit.set(list: ["one"], at: ["say"])
        #expect(edit.text == "say:\n  - one\n# end\nx: y\n")
    }

    @Test func groupsAreAddedToListsAndTakenOut() throws {
        let text = "trunks:\n  - id: a\n    host: 127.0.0.1\n    # note\n    port: 5060\nservices: {}\n"
        var edit = try edit(text)
        try edit.append(
            group: [("id", "b", false), ("host", "10.0.0.1", false), ("port", "5062", true)], to: ["trunks"])
        #expect(edit.value(at: ["trunks", 1, "port"]) == "5062")
        #expect(edit.text.contains("    port: 5060\n  - id: b\n    host: \"10.0.0.1\"\n    port: 5062\nservices"))
        try edit.removeItem(1, of: ["trunks"])
        #expect(edit.text == text)
    }

    @Test func whatCannotBeChangedIsLeftWhole() throws {
        let text = "a: |\n  two\n  lines\nb:\n  - [x, y]\nc: plain\n  goes on\n"
        var edit = try edit(text)
        #expect(throws: YAMLEditFailure.self) { try edit.set("x", at: ["a"]) }
        #expect(throws: YAMLEditFailure.self) { try edit.set("x", at: ["c"]) }
        #expect(throws: YAMLEditFailure.self) { try edit.set("x", at: ["b", "d"]) }
        #expect(throws: YAMLEditFailure.self) { try edit.set(list: ["x", "y", "z"], at: ["b", 0]) }
        #expect(edit.text == text)
        #expect(throws: YAMLEditFailure.self) { try YAMLEdit("- a list\n", file: "x") }
        #expect(throws: YAMLEditFailure.self) { try YAMLEdit("a: [\n", file: "x") }
    }

    @Test func otherEndingsOfLinesStay() throws {
        var edit = try edit("\u{FEFF}a: x\r\nb: y\r\n")
        try edit.set("z", at: ["a"])
        try edit.set("w", at: ["c"])
        #expect(edit.text == "\u{FEFF}a: z\r\nb: y\r\nc: w\r\n")
    }
}
