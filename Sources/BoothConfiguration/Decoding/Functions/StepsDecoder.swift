import Vocabulary

/// Reads the `steps:` of a function, made of a closed set of verbs.
struct StepsDecoder {
    /// One option for each of the digits 1 to 9.
    static let mostOptions = 9

    let texts: LocalizedTextDecoder
    let problems: ProblemList

    struct Result {
        var steps: [Step] = []
        var prompts: [(key: PromptKey, position: Position)] = []
        var services: [(id: ServiceID, position: Position)] = []
        /// Whether every step could be read.
        var isWhole = true
    }

    func decode(_ items: [YAMLValue], in name: String, at position: Position) -> Result {
        var result = Result()
        if items.isEmpty {
            problems.error(position, "\(name) has no steps", "add one verb, such as - places")
        }
        var choices: Set<String> = []
        for item in items {
            guard let (verb, argument) = verb(of: item, in: name), let step = step(verb, argument, in: name, &result)
            else {
                result.isWhole = false
                continue
            }
            if case .choice(let choice) = step, !choices.insert(choice.id).inserted {
                problems.error(
                    item.position, "two choices of \(name) are called '\(choice.id)'", "give each its own id")
            }
            checkOrder(step, after: result.steps, at: item.position, in: name)
            result.steps.append(step)
        }
        if result.steps.count > 1, result.steps.contains(where: { $0.name == .emergency }) {
            problems.error(
                position, "\(name) has other steps beside emergency", "let emergency be its only step")
        }
        if result.isWhole, result.steps.count == items.count { warnOfIdle(result.steps, items, in: name) }
        return result
    }

    /// Warns of steps that are never reached, and of numbers that nothing uses.
    private func warnOfIdle(_ steps: [Step], _ items: [YAMLValue], in name: String) {
        for (index, step) in steps.enumerated() {
            let later = steps.dropFirst(index + 1)
            switch step.name {
            case .information, .places:
                guard let unreached = later.first else { continue }
                problems.warning(
                    items[index + 1].position,
                    "nobody gets to step '\(unreached.name.rawValue)' of \(name): '\(step.name.rawValue)' is left with * "
                        + "only", "put it before, or delete it")
                return
            case .number where !later.contains(where: { $0.name == .call || $0.name == .request }):
                problems.warning(
                    items[index].position, "nobody gets the number that \(name) asks for",
                    "put a step after it that uses it: call or request")
            case .choice where !later.contains(where: { $0.name == .request }):
                problems.warning(
                    items[index].position, "nobody gets the answer to the choice of \(name)",
                    "put the step request after it")
            default: continue
            }
        }
    }

    /// The verb of a step, with its argument if it has one.
    private func verb(of item: YAMLValue, in name: String) -> (StepName, YAMLEntry)? {
        let word: String
        let position: Position
        var argument: YAMLEntry?
        switch item.content {
        case .text(let text, _):
            word = text
            position = item.position
        case .map(let entries) where entries.count == 1:
            word = entries[0].key
            position = entries[0].keyPosition
            argument = entries[0]
        case .map, .list:
            problems.error(
                item.position, "a step of \(name) must be one verb", "begin each step with its own '- '")
            return nil
        }
        guard let verb = StepName(rawValue: word) else {
            problems.unknown(
                position, "unknown verb '\(word)' in \(name)",
                problems.suggestion(for: word, among: StepName.allCases.map(\.rawValue)),
                otherwise: "the function is left out")
            return nil
        }
        return (verb, argument ?? YAMLEntry(key: word, keyPosition: position, value: .nothing(at: position)))
    }

    private func step(_ verb: StepName, _ argument: YAMLEntry, in name: String, _ result: inout Result) -> Step? {
        switch verb {
        case .number: return plain(.number, argument)
        case .places: return plain(.places, argument)
        case .card: return plain(.card, argument)
        case .rating: return plain(.rating, argument)
        case .emergency: return emergency(argument)
        case .call: return call(argument, in: name, &result)
        case .choice: return choice(argument, in: name, &result)
        case .confirm: return confirm(argument, in: name, &result)
        case .request: return request(argument, in: name)
        case .information: return information(argument)
        }
    }

    private func plain(_ step: Step, _ argument: YAMLEntry) -> Step {
        if !argument.value.isNothing {
            problems.error(
                argument.value.position, "'\(argument.key)' takes nothing after it", "write - \(argument.key)")
        }
        return step
    }

    private func emergency(_ argument: YAMLEntry) -> Step? {
        let names = EmergencyService.allCases.map(\.rawValue)
        guard !argument.value.isNothing else {
            problems.error(
                argument.keyPosition, "'emergency' must say which service", "write - emergency: \(names[0])")
            return nil
        }
        guard let value = TextValue(argument, problems) else { return nil }
        guard let service = EmergencyService(rawValue: value.text) else {
            problems.error(
                value.position, "unknown emergency service '\(value.text)'",
                problems.suggestion(for: value.text, among: names))
            return nil
        }
        return .emergency(service)
    }

    private func request(_ argument: YAMLEntry, in name: String) -> Step? {
        guard let map = group(argument, in: name) else { return nil }
        let kind = map.identifier("kind", example: "kind: taxi")
        let contact = map.flag("contact") ?? false
        map.finish()
        return kind.map { .request(RequestStep(kind: $0.text, contact: contact)) }
    }

    private func information(_ argument: YAMLEntry) -> Step? {
        let names = InformationTopic.allCases.map(\.rawValue)
        guard case .list(let items) = argument.value.content, !items.isEmpty else {
            problems.error(
                argument.keyPosition, "'information' needs a list of topics",
                "write - information: [\(names.joined(separator: ", "))]")
            return nil
        }
        var topics: [InformationTopic] = []
        for item in items {
            guard let value = TextValue(item, name: "a topic", problems) else { continue }
            guard let topic = InformationTopic(rawValue: value.text) else {
                problems.unknown(
                    value.position, "unknown topic '\(value.text)'",
                    problems.suggestion(for: value.text, among: names), otherwise: "the topic is left out")
                continue
            }
            if topics.contains(topic) {
                problems.error(value.position, "the topic '\(value.text)' is given twice", "keep one of them")
            }
            topics.append(topic)
        }
        return topics.isEmpty && problems.mayLeaveOut(of: argument.keyPosition.file) ? nil : .information(topics)
    }

    func group(_ argument: YAMLEntry, in name: String) -> MapReader? {
        MapReader(
            argument.value, name: "'\(argument.key)' of \(name)", at: argument.keyPosition, problems: problems)
    }

    private func checkOrder(_ step: Step, after steps: [Step], at position: Position, in name: String) {
        guard case .call(let call) = step, call.callClass == .free, !steps.contains(.number) else { return }
        problems.error(
            position, "the free call of \(name) has no number to dial", "put the step number before it")
    }
}

extension YAMLValue {
    static func nothing(at position: Position) -> YAMLValue {
        YAMLValue(content: .text("", plain: true), position: position)
    }
}
