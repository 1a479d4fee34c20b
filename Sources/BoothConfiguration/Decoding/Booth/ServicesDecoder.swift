import Vocabulary

/// Reads `services:`: what to dial for each service. This is a number, or a list of targets in the order of use. Each
/// target is a number, or a number together with the only trunk that it works on:
///
///     police: "110"
///     help-centre: ["02155550001", "02155550002"]
///     ambulance: [{ number: "120", trunk: main }, { number: "02155550120", trunk: backup }]
///
/// Every number is checked (`PublicNumbers`). An emergency service is reached by its own number or by one that is long
/// enough to be its line, and no other service may use an emergency service's number.
struct ServicesDecoder {
    let problems: ProblemList
    let trunks: [TrunkID]

    struct Result {
        var numbers: [ServiceID: String] = [:]
        var targets: [ServiceID: [ServiceTarget]] = [:]
        /// The services that the file names, whether or not their numbers are sound.
        var names: [ServiceID] = []
    }

    /// A number in the file, and where it is.
    private struct Named {
        var service: ServiceID
        var number: String
        var position: Position
    }

    /// The services that the program itself calls.
    private static let necessary: [(id: ServiceID, example: String)] =
        EmergencyService.allCases.map { ($0.service, $0.publicNumber) } + [(.helpCentre, "62200000")]

    func decode(_ map: MapReader) -> Result {
        guard let entry = map.required("services", example: "services: with police, ambulance, fire, help-centre"),
            case .map(let entries) = entry.value.content
        else {
            if let entry = map.entry("services") {
                problems.error(
                    entry.value.position, "services must be a group of keys, not \(entry.value.kind)",
                    "write lines such as police: \"110\"")
            }
            return Result()
        }
        var result = Result(names: entries.map { ServiceID(rawValue: $0.key) })
        var named: [Named] = []
        for item in entries {
            guard Words.isIdentifier(item.key) else {
                problems.error(
                    item.keyPosition, "'\(item.key)' has more than lower-case letters, digits and hyphens",
                    "write a name such as help-centre")
                continue
            }
            guard Words.beginsWithLetter(item.key) else {
                problems.error(
                    item.keyPosition, "'\(item.key)' begins with no letter", "write a name such as help-centre")
                continue
            }
            let id = ServiceID(rawValue: item.key)
            if case .list(let items) = item.value.content {
                let targets = items.compactMap { target($0, of: id, &named) }
                if items.isEmpty {
                    problems.error(item.keyPosition, "'\(item.key)' has no number", "write at least one")
                }
                guard let first = targets.first else { continue }
                result.numbers[id] = first.number
                result.targets[id] = targets
            } else if let number = self.number(item, of: id, &named) {
                result.numbers[id] = number
            }
        }
        for (id, example) in Self.necessary where !entries.contains(where: { $0.key == id.rawValue }) {
            problems.error(
                entry.keyPosition, "services has no '\(id.rawValue)'", "add \(id.rawValue): \"\(example)\"")
        }
        checkSharing(named)
        return result
    }

    /// Checks that no other service shares a number with an emergency service: a caller who wants a person must not
    /// ring where emergencies are answered. Several emergency services may share one dispatch centre.
    private func checkSharing(_ named: [Named]) {
        func isEmergency(_ item: Named) -> Bool { EmergencyService(rawValue: item.service.rawValue) != nil }
        let emergencies = named.filter(isEmergency)
        for item in named where !isEmergency(item) && PublicNumbers.emergency(item.number) == nil {
            guard let other = emergencies.first(where: { $0.number == item.number }) else { continue }
            problems.error(
                item.position,
                "the number of '\(item.service.rawValue)' is \(item.number): that of '\(other.service.rawValue)'",
                "write a number of its own")
        }
    }

    private func target(_ item: YAMLValue, of service: ServiceID, _ named: inout [Named]) -> ServiceTarget? {
        guard case .map = item.content else {
            let entry = YAMLEntry(key: service.rawValue, keyPosition: item.position, value: item)
            return self.number(entry, of: service, &named).map { ServiceTarget(number: $0) }
        }
        let name = "a target of '\(service.rawValue)'"
        guard let map = MapReader(item, name: name, at: item.position, problems: problems) else {
            return nil
        }
        let entry = map.required("number", example: "number: \"120\"")
        let number = entry.flatMap { self.number($0, of: service, &named) }
        var trunk: TrunkID?
        if let entry = map.entry("trunk"), let value = TextValue(entry, problems) {
            let id = TrunkID(rawValue: value.text)
            if trunks.contains(id) {
                trunk = id
            } else {
                problems.error(
                    value.position, "there is no trunk '\(value.text)'",
                    problems.suggestion(for: value.text, among: trunks.map(\.rawValue)))
            }
        }
        map.finish()
        return number.map { ServiceTarget(number: $0, trunk: trunk) }
    }

    private func number(_ entry: YAMLEntry, of service: ServiceID, _ named: inout [Named]) -> String? {
        guard let value = TextValue(entry, problems) else { return nil }
        guard Words.isDigits(value.text), value.text.count <= 20 else {
            problems.error(
                value.position, "the number of '\(service.rawValue)' has more than digits: '\(value.text)'",
                "write digits only, in quotes, such as \"12345\"")
            return nil
        }
        named.append(Named(service: service, number: value.text, position: value.position))
        if let found = PublicNumbers.judge(value.text, of: service) {
            switch found.severity {
            case .error: problems.error(value.position, found.message, found.remedy)
            case .warning: problems.warning(value.position, found.message, found.remedy)
            }
        }
        return value.text
    }
}
