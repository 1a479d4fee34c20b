import Vocabulary
import Foundation
import Testing

@testable import BoothConfiguration

/// Files that nobody writes by mistake. Each test ends, because no file may cost more than the reading of its bytes.
@Suite struct HostileTests {
    private func problems(_ text: String) throws -> [Problem] {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write(text, to: "functions.yaml")
        return fixture.store.check()
    }

    @Test func `an alias bomb is refused before it is unfolded`() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        text += "? *a30\n: hash this\n"
        let first = try #require(try problems(text).first)
        #expect(
            first.description == "functions.yaml:1:5: error: an anchor (&) is not possible in a configuration; "
                + "write the values out; in a text, put a space after the &")
    }

    @Test(arguments: ["[", "{ a: ", "- ", "? "])
    func `nesting is refused before it takes the stack`(opening: String) throws {
        let printed = try problems(String(repeating: opening, count: 200_000)).map(\.description)
        #expect(printed.count == 1)
        let end = "error: this is nested too deeply; a configuration is at most a few levels deep"
        #expect(printed.allSatisfy { $0.hasPrefix("functions.yaml:1:") && $0.hasSuffix(end) })
    }

    @Test func `nesting by indentation is refused too`() throws {
        let text = (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(
            try problems(text).map(\.description) == [
                "functions.yaml:102:101: error: this is nested too deeply; a configuration is at most a few levels deep"
            ])
    }

    @Test func `nesting that the parser still takes is refused with its place`() throws {
        let text = "functions: " + String(repeating: "[", count: 30) + String(repeating: "]", count: 30)
        let printed = try problems(text).map(\.description)
        #expect(
            printed.contains(
                "functions.yaml:1:35: error: this is nested too deeply; a configuration is at most a few levels deep"))
    }

    @Test func `a megabyte of tabs is read once`() throws {
        #expect(
            try problems(String(repeating: "\t", count: 1_000_000)).map(\.description) == [
                "functions.yaml:1:1: error: a tab where something should begin; write spaces"
            ])
    }

    @Test func `a megabyte of unknown keys ends in a bounded list`() throws {
        let text = (0..<60_000).map { "key-\($0): 1\n" }.joined()
        #expect(text.utf8.count < FileAccess.largest)
        let found = try problems(text)
        #expect(found.count <= 2001)
        #expect(found.last?.message == "there are more problems from here on")
    }

    @Test func `a flood of mistakes hides none that closes the line`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let flood = (0..<3000).map { "  text-\($0): word\n" }.joined()
        try fixture.edit("languages/en.yaml", "texts:\n", "texts:\n" + flood)
        try fixture.edit("booth.yaml", "host: 127.0.0.1", "host: 203.0.113.1")
        let loaded = fixture.store.load()
        #expect(loaded.source == .builtIn)
        #expect(loaded.settings.telephony.trunks == [])
    }

    @Test func `a thousand keys given twice end in a bounded list`() throws {
        let text = (0..<1000).map { "k\($0): 1\nk\($0): 2\n" }.joined()
        #expect(try problems(text).hasErrors)
    }

    @Test func `a pipe in the place of a file blocks nothing`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.remove("functions.yaml")
        #expect(mkfifo(fixture.directory + "/functions.yaml", 0o600) == 0)
        #expect(
            fixture.store.check().map(\.description) == [
                "functions.yaml:1:1: error: this is no ordinary file; put a text file here"
            ])
    }

    /// Prefixes of a sound file, and files with one byte turned, end in a verdict.
    @Test func `a damaged file gets a verdict`() throws {
        let bytes = Array(Fixture.booth.utf8)
        for cut in stride(from: 0, to: bytes.count, by: 7) {
            _ = check(Array(bytes[..<cut]))
            var turned = bytes
            turned[cut] ^= UInt8(1 << (cut % 8))
            _ = check(turned)
        }
    }

    private func check(_ bytes: [UInt8]) -> [Problem] {
        let problems = ProblemList()
        if let text = SourceText(file: "booth.yaml", bytes: bytes, problems: problems),
            let root = YAMLReader.read(text, problems: problems)
        {
            _ = SettingsDecoder(directory: "/", languages: [.chinese, .english], problems: problems).decode(root)
        }
        return problems.sorted(files: ["booth.yaml"])
    }
}
