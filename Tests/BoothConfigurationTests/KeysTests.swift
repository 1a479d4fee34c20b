import Foundation
import Vocabulary
import Testing

@testable import BoothConfiguration

/// What `keys.yaml` becomes.
@Suite struct KeysTests {
    private func keys(_ lines: String) throws -> KeyMap {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write("keys:\n\(lines)\n", to: "keys.yaml")
        let loaded = fixture.store.load()
        #expect(loaded.problems == [])
        return loaded.settings.keys
    }

    private func code(_ text: String) -> KeyCode { KeyCode(bytes: Array(text.utf8)) }

    @Test func `without the file the keys mean what they always mean`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        #expect(fixture.store.load().settings.keys == .standard)
    }

    @Test func `the shipped file says what is built in`() {
        let store = ConfigurationStore(directory: Fixture.shipped)
        #expect(store.check().filter { $0.file == "keys.yaml" } == [])
        #expect(store.load().settings.keys == .standard)
    }

    @Test func `a keypad of its own kind is mapped by name and by sequence`() throws {
        let map = try keys(
            """
              F11: language
              F12: sos
              KP_Divide: "*"
              KP_Add: "#"
              a: 1
              Ctrl-A: 0
              ESC [ 2 4 ; 5 ~: volume
              "\\e[25~": hook_off
              F14: hook_on
            """)
        let expected: [(String, KeyMeaning)] = [
            ("\u{1B}[23~", .key(.language)), ("\u{1B}[24~", .key(.sos)), ("\u{1B}Oo", .key(.star)),
            ("\u{1B}Ok", .key(.hash)), ("a", .key(.digit(1))), ("\u{01}", .key(.digit(0))),
            ("\u{1B}[24;5~", .key(.volume)), ("\u{1B}[25~", .handset(lifted: true)),
            ("\u{1B}[26~", .handset(lifted: false)),
            // Everything else is as before.
            ("1", .key(.digit(1))), ("\u{1B}[F", .key(.digit(1))), ("\r", .key(.hash)), ("s", .key(.sos)),
        ]
        for (text, meaning) in expected { #expect(map.meaning(of: code(text)) == meaning, "\(code(text).name)") }
        #expect(map.meanings.count == KeyMap.standard.meanings.count + 7)
    }

    @Test func `a key of a terminal has as many codes as terminals send for it`() throws {
        let map = try keys("  Home: volume\n  7: 7")
        for text in ["\u{1B}[H", "\u{1B}OH", "\u{1B}[1~", "\u{1B}[7~"] {
            #expect(map.meaning(of: code(text)) == .key(.volume))
        }
    }

    @Test func `a mistake brings yesterday's keys back, and a file taken away the usual ones`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write("keys: { F10: sos }\n", to: "keys.yaml")
        let good = fixture.store.load()
        #expect(good.settings.keys.meaning(of: code("\u{1B}[21~")) == .key(.sos))
        try fixture.write("keys: { F11: volume }\n", to: "keys.yaml")
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.settings.keys == good.settings.keys)
        #expect(loaded.settings.keys.meaning(of: code("\u{1B}[23~")) == .key(.sos))
        #expect(loaded.catalogue == good.catalogue)
        #expect(loaded.fingerprint == good.fingerprint)
        try fixture.remove("keys.yaml")
        #expect(fixture.store.load().settings.keys == .standard)
        #expect(fixture.store.load().source == .current)
    }

    @Test func `SOS and the twelve keys are reached whatever one line of a sound file says`() throws {
        for name in KeyCode.names {
            for (target, _) in KeyMeaning.names {
                let problems = ProblemList()
                let text = "keys: { \"\(name)\": \"\(target)\" }\n"
                let file = SourceText(file: "keys.yaml", bytes: Array(text.utf8), problems: problems)
                let root = try #require(file.flatMap { YAMLReader.read($0, problems: problems) })
                let map = try #require(KeysDecoder(problems: problems).decode(root))
                guard problems.filesWithErrors.isEmpty else { continue }
                for (key, meaning) in KeyMeaning.names where meaning.isEssential {
                    let before = KeyMap.standard.meanings.filter { $0.value == meaning }.keys
                    let after = Set(map.meanings.filter { $0.value == meaning }.keys)
                    #expect(after.isSuperset(of: before), "\(key) lost a key to \(text)")
                }
            }
        }
    }
}
