import Vocabulary

/// A function from `functions.yaml`, with the positions needed for checks across files.
struct DecodedFunction {
    var function: Function
    var isHidden: Bool
    /// Whether all its steps could be read.
    var isWhole: Bool
    var idPosition: Position
    /// Where its `key` or `page` is.
    var keyPosition: Position
    /// The prompts and services that the function names, with their positions.
    var prompts: [(key: PromptKey, position: Position)]
    var services: [(id: ServiceID, position: Position)]
}

/// Reads `functions.yaml`.
struct FunctionsDecoder {
    /// The columns that a tile leaves for a name, on screens of 45x34 and of 49x14.
    static let labelColumns = 13
    static let shortColumns = 9

    let languages: [LanguageCode]
    let problems: ProblemList

    private var texts: LocalizedTextDecoder { LocalizedTextDecoder(languages: languages, problems: problems) }

    func decode(_ root: YAMLValue) -> [DecodedFunction] {
        guard let map = MapReader(root, name: "functions.yaml", at: root.position, problems: problems) else {
            return []
        }
        guard let entry = map.required("functions", example: "functions: and a list below it") else {
            map.finish()
            return []
        }
        let items = map.list("functions")
        var functions = (items ?? []).compactMap { item in
            Self.isEmergency(item) ? problems.strictly { function(item) } : function(item)
        }
        map.finish()
        if problems.mayLeaveOut(of: root.position.file) { leaveOutGuests(&functions) }
        checkIDs(functions)
        checkKeys(functions)
        FunctionPages(problems: problems).place(&functions)
        // If a function has a mistake in it, what it was meant to be is unknown.
        if functions.count == items?.count, functions.allSatisfy(\.isWhole) {
            warnOfMissing(functions.filter { !$0.isHidden }.map(\.function), at: entry.keyPosition)
        }
        return functions
    }

    private func function(_ item: YAMLValue) -> DecodedFunction? {
        guard let map = MapReader(item, name: "a function", at: item.position, problems: problems) else { return nil }
        let id = map.identifier("id", example: "id: taxi")
        if let id { map.name = "function '\(id.text)'" }
        let place = place(map)
        let category = required(map, "category", of: Category.self)
        let official = required(map, "official", of: OfficialCategory.self)
        let labels = labels(map)
        let prompt = map.identifierPath("prompt")
        let hidden = map.flag("hidden") ?? false
        let steps = steps(map)
        map.finish()
        guard let id, let place, let category, let official, let labels else { return nil }
        // A function of a newer version with steps left out would not do what its name promises.
        if !steps.isWhole, problems.mayLeaveOut(of: item.position.file) { return nil }
        let function = Function(
            id: FunctionID(rawValue: id.text), key: place.digit, page: place.page, category: category,
            official: official, label: labels.label, short: labels.short, prompt: prompt.map { PromptKey($0.text) },
            steps: steps.steps)
        checkFirstStep(function, at: place.position)
        var prompts = steps.prompts
        if let prompt { prompts.append((PromptKey(prompt.text), prompt.position)) }
        return DecodedFunction(
            function: function, isHidden: hidden, isWhole: steps.isWhole, idPosition: id.position,
            keyPosition: place.position,
            prompts: prompts, services: steps.services)
    }

    private func required<Value: RawRepresentable & CaseIterable>(
        _ map: MapReader, _ key: String, of type: Value.Type
    ) -> Value? where Value.RawValue == String {
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        guard map.required(key, example: "\(key): one of \(names)") != nil else { return nil }
        return map.choice(key, of: type, otherwise: "the function is left out")
    }

    /// Whether one of its steps calls an emergency service, judging only by the words.
    private static func isEmergency(_ item: YAMLValue) -> Bool {
        guard case .map(let entries) = item.content,
            case .list(let steps)? = entries.first(where: { $0.key == "steps" })?.value.content
        else { return false }
        return steps.contains { step in
            guard case .map(let verbs) = step.content else { return false }
            return verbs.contains { $0.key == StepName.emergency.rawValue }
        }
    }

    /// Removes functions whose page belongs to a function that was left out, because nobody could reach them.
    private func leaveOutGuests(_ functions: inout [DecodedFunction]) {
        let hosts = Set(functions.map(\.function.id))
        functions.removeAll { item in
            guard let page = item.function.page, !hosts.contains(page) else { return false }
            problems.warning(
                item.keyPosition, "function '\(item.function.id.rawValue)' has no page to stand on",
                "it is left out, as '\(page.rawValue)' is")
            return true
        }
    }

    /// Reads where a function is: on a key of its own or on another function's page. Its digit on a page is determined
    /// after all functions have been read.
    private func place(_ map: MapReader) -> (digit: Int, page: FunctionID?, position: Position)? {
        guard let page = map.entry("page") else { return keypadDigit(map).map { ($0.digit, nil, $0.position) } }
        if let key = map.entry("key") {
            problems.error(
                key.keyPosition, "\(map.name) has both 'key' and 'page'",
                "keep key for a key of its own, or page to stand on another function's page")
            return nil
        }
        return TextValue(page, problems).map { (0, FunctionID(rawValue: $0.text), $0.position) }
    }

    private func keypadDigit(_ map: MapReader) -> (digit: Int, position: Position)? {
        guard let entry = map.required("key", example: "key: 0 to 9"), let value = TextValue(entry, problems) else {
            return nil
        }
        guard Words.isDigits(value.text), value.text.count == 1, let digit = Int(value.text) else {
            problems.error(
                value.position, "there is no key '\(value.text)' on the keypad", "write one of the digits 0 to 9")
            return nil
        }
        return (digit, value.position)
    }

    // MARK: Names on tiles

    private func labels(_ map: MapReader) -> (label: LocalizedText, short: LocalizedText)? {
        guard let entry = map.required("label", example: "label: { zh-Hans: …, en: … }"),
            let label = texts.decode(entry, in: map.name)
        else {
            _ = map.entry("short")
            return nil
        }
        let short = map.entry("short").flatMap { shortLabel($0, in: map.name) }
        var result = LocalizedText()
        for code in languages {
            guard let text = label.text.values[code], let position = label.positions[code] else { continue }
            let fits = checkWidth(text, position, code, "label", Self.labelColumns, in: map.name)
            if let given = short?.text.values[code], let place = short?.positions[code] {
                _ = checkWidth(given, place, code, "short", Self.shortColumns, in: map.name)
                result.values[code] = given
            } else {
                if fits { checkNeedsNoShort(text, position, code, in: map.name) }
                result.values[code] = text
            }
        }
        return (label.text, result)
    }

    /// Reads `short`. It may name only the languages whose label is too wide, so no language is reported as missing.
    private func shortLabel(_ entry: YAMLEntry, in name: String) -> LocalizedTextDecoder.Result? {
        LocalizedTextDecoder(languages: [], problems: problems).decode(entry, in: name)
    }

    private func checkWidth(
        _ text: String, _ position: Position, _ code: LanguageCode, _ key: String, _ limit: Int, in name: String
    ) -> Bool {
        let columns = DisplayWidth.columns(of: text)
        guard columns > limit else { return true }
        report(
            code, position, "\(key) '\(text)' of \(name) is \(columns) columns wide, at most \(limit) fit",
            "shorten it (a Chinese character takes 2)")
        return false
    }

    private func checkNeedsNoShort(_ text: String, _ position: Position, _ code: LanguageCode, in name: String) {
        let columns = DisplayWidth.columns(of: text)
        guard columns > Self.shortColumns else { return }
        report(
            code, position, "label '\(text)' of \(name) is \(columns) columns wide and has no short form",
            "add short: { \(code.rawValue): … } with at most \(Self.shortColumns) columns")
    }

    /// Reports a name that does not fit: as an error in Chinese and English, which every booth shows. In other
    /// languages the name is cut but works.
    private func report(_ code: LanguageCode, _ position: Position, _ message: String, _ remedy: String) {
        if code == .chinese || code == .english {
            problems.error(position, message, remedy)
        } else {
            problems.warning(position, message, remedy)
        }
    }

    // MARK: Steps

    private func steps(_ map: MapReader) -> StepsDecoder.Result {
        guard let entry = map.required("steps", example: "steps: and a list of verbs"), let items = map.list("steps")
        else { return StepsDecoder.Result(isWhole: false) }
        let decoder = StepsDecoder(texts: texts, problems: problems)
        return decoder.decode(items, in: map.name, at: entry.keyPosition)
    }

    /// Checks that a function does not begin with digits where 1-1-0, dialled on the home page, must stay an emergency
    /// number. On key 3, with which no emergency number begins, digits may follow at once.
    private func checkFirstStep(_ function: Function, at position: Position) {
        guard function.steps.first == .number, function.key != 3, function.page == nil else { return }
        problems.error(
            position, "function '\(function.id.rawValue)' begins with digits on key \(function.key)",
            "use key 3, or put a confirm or choice before number: 110 dialled on home must not end in a field")
    }

    // MARK: Keys

    private func checkIDs(_ functions: [DecodedFunction]) {
        var seen: [FunctionID: Position] = [:]
        for item in functions {
            if let first = seen[item.function.id] {
                problems.error(
                    item.idPosition,
                    "two functions are called '\(item.function.id.rawValue)', the first on line "
                        + "\(first.line)", "give each its own id")
            } else {
                seen[item.function.id] = item.idPosition
            }
        }
    }

    private func checkKeys(_ functions: [DecodedFunction]) {
        var taken: [Int: DecodedFunction] = [:]
        for item in functions where !item.isHidden && item.function.page == nil {
            let key = item.function.key
            if let other = taken[key] {
                problems.error(
                    item.keyPosition,
                    "key \(key) is taken by function '\(other.function.id.rawValue)' on line "
                        + "\(other.keyPosition.line)", "use a free key, or hide one of the two with hidden: true")
            } else {
                taken[key] = item
            }
            checkEmergencyKey(item)
        }
    }

    private func warnOfMissing(_ shown: [Function], at position: Position) {
        for service in EmergencyService.allCases where !shown.contains(where: { $0.emergency == service }) {
            problems.warning(
                position, "no function calls \(service.rawValue)",
                "key \(service.key) should have the step emergency: \(service.rawValue)")
        }
        if !shown.contains(where: { $0.key == 0 && $0.page == nil }) {
            problems.warning(position, "no function is on key 0", "a resident expects a person there")
        }
    }

    /// Checks the keys of the emergency services, because the chooser and the pictures in the manual show the three
    /// services on these keys.
    private func checkEmergencyKey(_ item: DecodedFunction) {
        guard let service = item.function.emergency, service.key != item.function.key else { return }
        problems.error(
            item.keyPosition, "\(service.rawValue) is on key \(item.function.key)",
            "write key: \(service.key); the emergency keys are the same at every booth")
    }
}

extension MapReader {
    /// Reads a prompt's name: words joined by points.
    func identifierPath(_ key: String) -> TextValue? {
        guard let entry = entry(key), let value = TextValue(entry, problems) else { return nil }
        let words = value.text.split(separator: ".", omittingEmptySubsequences: false)
        guard words.allSatisfy({ Words.isIdentifier(String($0).replacing("_", with: "-")) }) else {
            problems.error(
                value.position, "'\(value.text)' cannot be the name of a sentence",
                "write lower-case words joined by points, such as function.taxi")
            return nil
        }
        return value
    }
}
