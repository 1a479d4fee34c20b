import Vocabulary
import Testing

@Suite struct KeyCodeTests {
    private func code(_ text: String) -> KeyCode { KeyCode(bytes: Array(text.utf8)) }

    @Test func everyNameStandsForItsCodesAndBack() {
        for name in KeyCode.names {
            let codes = KeyCode.named(name) ?? []
            #expect(!codes.isEmpty, "\(name)")
            for code in codes { #expect(KeyCode.named(code.name)?.contains(code) == true, "\(name): \(code.name)") }
        }
    }

    @Test func whatIsShownCanBeWritten() {
        let texts = [
            "\u{1B}[24~", "\u{1B}[24;5~", "\u{1B}OP", "\u{1B}[[C", "a", "Z", "5", "*", "#", "\r", "\n", "\u{7F}",
            "\u{08}",
            "\u{1B}", "\u{01}", "\u{1A}", " ", "\u{1B}[1;2H", "\u{1B}Oa",
        ]
        for text in texts {
            #expect(KeyCode.named(code(text).name)?.contains(code(text)) == true, "\(code(text).name)")
        }
    }

    @Test func namesAreTheUsualOnes() {
        #expect(code("\u{1B}[23~").name == "F11")
        #expect(code("\u{1B}OF").name == "End")
        #expect(code("\r").name == "Enter")
        #expect(code("\u{01}").name == "Ctrl-A")
        #expect(code("\u{1B}[24;5~").name == "ESC [ 2 4 ; 5 ~")
        #expect(code("\u{1B}[24~").sequence == "ESC [ 2 4 ~")
        #expect(KeyCode.named("KP_End") == KeyCode.named("End"))
        #expect(KeyCode.named("KP_1") == [code("\u{1B}Oq")])
        #expect(KeyCode.named("\\e[24;5~") == [code("\u{1B}[24;5~")])
        #expect(KeyCode.named("^[[24;5~") == [code("\u{1B}[24;5~")])
        #expect(KeyCode.named("a") != KeyCode.named("A"))
    }

    @Test(arguments: [
        "", "ab", "é", "F0", "F21", "f11", "Ctrl-", "Ctrl-1", "ESC", "ESC a", "ESC [", "ESC [ 2 4", "ESC [ M",
        "ESC [ [",
        "ESC [ [ A B", "ESC [ 2 0 0 ~", "ESC [ 2 0 1 ~", "ESC [ < 0 ; 1 ; 1 M", "ESC [ ? 1 c", "ESC ] 0", "ESC O",
        "ESC O 5 P",
        "ESC [ 2 é ~", "\u{1B}[2\u{1B}[3~",
    ])
    func whatNoKeySendsHasNoName(name: String) {
        #expect(KeyCode.named(name) == nil)
    }

    @Test func theUsualKeysAreAllThere() {
        let reached = Set(KeyMap.standard.meanings.values)
        for (name, meaning) in KeyMeaning.names {
            #expect(KeyMeaning.names.filter { $0.meaning == meaning }.count == 1)
            #expect(meaning.name == name)
            if case .handset = meaning { continue }
            #expect(reached.contains(meaning), "\(name)")
        }
    }
}
