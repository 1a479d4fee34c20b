extension BrokenConfiguration {
    /// Mistakes in `keys.yaml`.
    static let keys: [BrokenConfiguration] = [
        .keys(
            "a key that does not exist", "  F21: sos",
            prints: "keys.yaml:2:3: error: there is no key 'F21'; did you mean 'F1'?"),
        .keys(
            "a key in words", "  the red one: sos",
            prints:
                "keys.yaml:2:3: error: there is no key 'the red one'; press it in kiosk keys and write the name that "
                + "it shows"),
        .keys(
            "a control key in lower case", "  Ctrl-a: sos",
            prints: "keys.yaml:2:3: error: there is no key 'Ctrl-a'; did you mean 'Ctrl-A'?"),
        .keys(
            "a character that no keypad has", "  é: sos",
            prints: "keys.yaml:2:3: error: there is no key 'é'; press it in kiosk keys and write the name that it shows"
        ),
        .keys(
            "a mouse report", "  \"ESC [ < 0 ; 1 ; 1 M\": sos",
            prints:
                "keys.yaml:2:3: error: 'ESC [ < 0 ; 1 ; 1 M' is no sequence that a key sends; press the key in kiosk "
                + "keys and write what it shows, such as ESC [ 2 4 ; 5 ~"),
        .keys(
            "the bracket of a paste", "  \"\\e[200~\": sos",
            prints:
                "keys.yaml:2:3: error: 'ESC [ 2 0 0 ~' is no sequence that a key sends; press the key in kiosk keys "
                + "and write what it shows, such as ESC [ 2 4 ; 5 ~"),
        .keys(
            "half a sequence", "  \"ESC [ 2 4\": sos",
            prints:
                "keys.yaml:2:3: error: 'ESC [ 2 4' is no sequence that a key sends; press the key in kiosk keys and "
                + "write what it shows, such as ESC [ 2 4 ; 5 ~"),
        .keys(
            "a meaning that does not exist", "  F5: help",
            prints:
                "keys.yaml:2:7: error: the booth has no key 'help'; possible here: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, *, #, "
                + "sos, language, volume, contrast, hook_off, hook_on"),
        .keys(
            "a meaning misspelt", "  F5: langauge",
            prints: "keys.yaml:2:7: error: the booth has no key 'langauge'; did you mean 'language'?"),
        .keys(
            "a number sign without quotes", "  F5: #",
            prints: "keys.yaml:2:3: error: 'F5' means nothing here; write a key, such as sos, 5 or \"#\" (in quotes)"),
        .keys(
            "an asterisk without quotes", "  F5: *",
            prints: "keys.yaml:2:7: error: a text cannot begin with '*'; put the text in quotes"),
        .keys(
            "SOS taken away", "  F11: language",
            prints: "keys.yaml:2:3: error: 'F11' takes SOS away, and no line says which key is SOS instead; add a line "
                + "such as F10: sos, for a key that the keypad has"),
        .keys(
            "a digit of the keypad with NumLock off taken away", "  KP_End: volume",
            prints:
                "keys.yaml:2:3: error: 'KP_End' takes '1' away, and no line says which key is '1' instead; add a line "
                + "such as 1: 1, for a key that the keypad has"),
        .keys(
            "a star taken away by its control key", "  Ctrl-H: volume",
            prints:
                "keys.yaml:2:3: error: 'Ctrl-H' takes '*' away, and no line says which key is '*' instead; add a line "
                + "such as \"*\": \"*\", for a key that the keypad has"),
        .keys(
            "two names of one key", "  Home: volume\n  \"ESC [ H\": contrast\n  7: 7",
            prints: "keys.yaml:3:3: error: 'ESC [ H' is the same key as 'Home' above (ESC [ H); keep one of them"),
        .keys(
            "a key twice", "  F5: volume\n  F5: contrast",
            prints: "keys.yaml:3:3: error: the key 'F5' is given twice; keep one of them"),
        .init(
            "keys that are a list",
            prints: "keys.yaml:2:3: error: 'keys' must be a group of keys, not a list; write "
                + "lines such as F11: sos, indented below it"
        ) { try $0.write("keys:\n  - F11\n", to: "keys.yaml") },
        .init(
            "no keys",
            prints: "keys.yaml:1:1: error: keys.yaml has no 'keys'; add keys: and lines such as F11: sos below "
                + "it", "keys.yaml:1:1: error: unknown key 'F11' in keys.yaml; possible here: keys"
        ) { try $0.write("F11: sos\n", to: "keys.yaml") },
    ]

    private static func keys(_ description: String, _ lines: String, prints printed: String) -> BrokenConfiguration {
        BrokenConfiguration(description, prints: printed) { try $0.write("keys:\n\(lines)\n", to: "keys.yaml") }
    }
}
