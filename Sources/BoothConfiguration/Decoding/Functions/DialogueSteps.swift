import Vocabulary

/// The verbs that talk with the resident: call, choice and confirm.
extension StepsDecoder {
    func call(_ argument: YAMLEntry, in name: String, _ result: inout Result) -> Step? {
        guard let map = group(argument, in: name) else { return nil }
        let callClass = callClass(map)
        let services = services(map)
        map.finish()
        guard let callClass else { return nil }
        switch callClass {
        case .free where !services.isEmpty:
            problems.error(
                services[0].position, "a free call dials the number entered, not a service",
                "delete services, or write class: assistance")
        case .assistance where services.isEmpty:
            problems.error(
                argument.keyPosition, "the call of \(name) names no service", "add services: [help-centre, hotline]")
        default:
            result.services += services
        }
        return .call(CallStep(callClass: callClass, services: services.map(\.id)))
    }

    private func callClass(_ map: MapReader) -> CallClass? {
        guard let entry = map.required("class", example: "class: assistance, or class: free"),
            let value = TextValue(entry, problems)
        else { return nil }
        switch value.text {
        case CallClass.free.rawValue: return .free
        case CallClass.assistance.rawValue: return .assistance
        case CallClass.emergency.rawValue:
            problems.error(
                value.position, "a call cannot be made an emergency",
                "use the verb emergency: police, ambulance or fire")
        default:
            problems.unknown(
                value.position, "unknown class '\(value.text)' in \(map.name)",
                problems.suggestion(for: value.text, among: [CallClass.free.rawValue, CallClass.assistance.rawValue]),
                otherwise: "the function is left out")
        }
        return nil
    }

    private func services(_ map: MapReader) -> [(id: ServiceID, position: Position)] {
        (map.list("services") ?? []).compactMap { item in
            TextValue(item, name: "a service", problems).map { (ServiceID(rawValue: $0.text), $0.position) }
        }
    }

    func choice(_ argument: YAMLEntry, in name: String, _ result: inout Result) -> Step? {
        guard let map = group(argument, in: name) else { return nil }
        let id = map.identifier("id", example: "id: hospital")
        if let id { map.name = "choice '\(id.text)' of \(name)" }
        let title = map.requiredLocalized("title", texts)
        let options = options(map)
        let prompt = prompt(map, &result)
        map.finish()
        guard let id, let title else { return nil }
        return .choice(ChoiceStep(id: id.text, title: title, options: options, prompt: prompt))
    }

    private func options(_ map: MapReader) -> [ChoiceOption] {
        guard let entry = map.required("options", example: "options: and a list of id and label"),
            let items = map.list("options")
        else { return [] }
        if items.isEmpty {
            problems.error(entry.keyPosition, "\(map.name) has no options", "add - { id: …, label: { zh-Hans: … } }")
        }
        if items.count > Self.mostOptions {
            problems.error(
                items[Self.mostOptions].position, "\(map.name) has \(items.count) options, the keys are 1 to 9",
                "leave \(Self.mostOptions) of them, or ask twice")
        }
        var ids: Set<String> = []
        return items.prefix(100).compactMap { item in
            guard let option = MapReader(item, name: "an option", at: item.position, problems: problems) else {
                return nil
            }
            let id = option.identifier("id", example: "id: tongji")
            if let id { option.name = "option '\(id.text)'" }
            let label = option.requiredLocalized("label", texts)
            option.finish()
            guard let id, let label else { return nil }
            if !ids.insert(id.text).inserted {
                problems.error(id.position, "two options are called '\(id.text)'", "give each its own id")
            }
            return ChoiceOption(id: id.text, label: label)
        }
    }

    func confirm(_ argument: YAMLEntry, in name: String, _ result: inout Result) -> Step? {
        guard let map = group(argument, in: name) else { return nil }
        let title = map.requiredLocalized("title", texts)
        let action = map.requiredLocalized("action", texts)
        let prompt = prompt(map, &result)
        map.finish()
        guard let title, let action else { return nil }
        return .confirm(ConfirmStep(title: title, action: action, prompt: prompt))
    }

    private func prompt(_ map: MapReader, _ result: inout Result) -> PromptKey? {
        guard let value = map.identifierPath("prompt") else { return nil }
        let key = PromptKey(value.text)
        result.prompts.append((key, value.position))
        return key
    }
}
