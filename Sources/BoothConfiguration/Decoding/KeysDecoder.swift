import Vocabulary

/// Reads `keys.yaml`: the meanings of a keypad's keys. Keys that the file does not name keep their meanings.
struct KeysDecoder {
    let problems: ProblemList

    /// One line of the file.
    private struct Line {
        var name: String
        var position: Position
        var codes: [KeyCode]
        var meaning: KeyMeaning
    }

    func decode(_ root: YAMLValue) -> KeyMap? {
        guard let map = MapReader(root, name: SourceFiles.keysName, at: root.position, problems: problems) else {
            return nil
        }
        let entry = map.required("keys", example: "keys: and lines such as F11: sos below it")
        map.finish()
        guard let entry else { return nil }
        guard case .map(let entries) = entry.value.content else {
            problems.error(
                entry.value.position, "'keys' must be a group of keys, not \(entry.value.kind)",
                "write lines such as F11: sos, indented below it")
            return nil
        }
        let lines = entries.compactMap(line)
        // If a line has a mistake in it, what it was meant to reach is unknown.
        if lines.count == entries.count { checkEssentials(lines) }
        return KeyMap.standard.with(changes(lines))
    }

    private func line(_ entry: YAMLEntry) -> Line? {
        let codes = codes(entry)
        let meaning = meaning(entry)
        guard let codes, let meaning else { return nil }
        return Line(name: entry.key, position: entry.keyPosition, codes: codes, meaning: meaning)
    }

    private func codes(_ entry: YAMLEntry) -> [KeyCode]? {
        if let codes = KeyCode.named(entry.key) { return codes }
        if let code = KeyCode.sequence(entry.key) {
            problems.error(
                entry.keyPosition, "'\(code.sequence)' is no sequence that a key sends",
                "press the key in kiosk keys and write what it shows, such as ESC [ 2 4 ; 5 ~")
        } else {
            problems.unknown(
                entry.keyPosition, "there is no key '\(entry.key)'",
                problems.suggestion(
                    for: entry.key, among: KeyCode.names,
                    otherwise: "press it in kiosk keys and write the name that it shows"),
                otherwise: "the line is left out")
        }
        return nil
    }

    private func meaning(_ entry: YAMLEntry) -> KeyMeaning? {
        // Without quotation marks, an asterisk or a number sign means something else in YAML.
        guard !entry.value.isNothing else {
            problems.error(
                entry.keyPosition, "'\(entry.key)' means nothing here",
                "write a key, such as sos, 5 or \"#\" (in quotes)")
            return nil
        }
        guard let value = TextValue(entry, problems) else { return nil }
        if let found = KeyMeaning.names.first(where: { $0.name == value.text }) { return found.meaning }
        problems.unknown(
            value.position, "the booth has no key '\(value.text)'",
            problems.suggestion(for: value.text, among: KeyMeaning.names.map(\.name)), otherwise: "the line is left out"
        )
        return nil
    }

    /// The changed meanings by code. One code can have two names: `Home` is `ESC [ H`.
    private func changes(_ lines: [Line]) -> [KeyCode: KeyMeaning] {
        var changes: [KeyCode: (meaning: KeyMeaning, name: String)] = [:]
        for line in lines {
            for code in line.codes {
                if let other = changes[code], other.meaning != line.meaning {
                    problems.error(
                        line.position, "'\(line.name)' is the same key as '\(other.name)' above (\(code.sequence))",
                        "keep one of them")
                    break
                }
                changes[code] = (line.meaning, line.name)
            }
        }
        return changes.mapValues(\.meaning)
    }

    /// Checks that no essential key gets lost. A key that by default gives a digit, `*`, `#` or SOS may mean something
    /// else only if the file says which key gives that now. The author has then considered it.
    private func checkEssentials(_ lines: [Line]) {
        let mapped = Set(lines.map(\.meaning))
        var reported: Set<KeyMeaning> = []
        for line in lines {
            for code in line.codes {
                guard let lost = KeyMap.standard.meaning(of: code), lost != line.meaning, lost.isEssential,
                    !mapped.contains(lost), reported.insert(lost).inserted
                else { continue }
                let name = lost == .key(.sos) ? "SOS" : "'\(lost.name)'"
                problems.error(
                    line.position, "'\(line.name)' takes \(name) away, and no line says which key is \(name) instead",
                    "add a line such as \(Self.example(lost, beside: lines)), for a key that the keypad has")
            }
        }
    }

    /// An example line that assigns a meaning to a key which no other line names, because a key may be in only one
    /// line.
    private static func example(_ meaning: KeyMeaning, beside lines: [Line]) -> String {
        let taken = Set(lines.flatMap(\.codes))
        let own: [String] =
            switch meaning {
            case .key(.digit(let digit)): ["\(digit)", "KP_\(digit)"]
            case .key(.star): ["*", "KP_Multiply"]
            case .key(.hash): ["#", "KP_Add"]
            default: []
            }
        let names = own + ["F10", "F9", "F8", "F7", "F6", "F5", "F4", "F3", "F2", "F1"]
        let free = names.first { KeyCode.named($0).map { taken.isDisjoint(with: $0) } ?? false } ?? "F20"
        func quoted(_ word: String) -> String { word == "*" || word == "#" ? "\"\(word)\"" : word }
        return "\(quoted(free)): \(quoted(meaning.name))"
    }
}
