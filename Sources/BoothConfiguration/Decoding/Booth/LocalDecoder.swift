import Vocabulary

/// Reads `local:`: this booth's own facts that the information function shows.
struct LocalDecoder {
    let texts: LocalizedTextDecoder
    let problems: ProblemList

    func decode(_ entry: YAMLEntry) -> LocalInformation? {
        guard let map = MapReader(entry.value, name: "local", at: entry.keyPosition, problems: problems) else {
            return nil
        }
        var local = LocalInformation()
        local.numbers = (map.list("numbers") ?? []).compactMap(serviceNumber)
        local.wifi = map.entry("wifi").flatMap(wifi)
        local.charging = map.localized("charging", texts) ?? [:]
        local.site = map.entry("site").flatMap(site)
        map.finish()
        return local
    }

    private func serviceNumber(_ item: YAMLValue) -> ServiceNumber? {
        guard let map = MapReader(item, name: "a service number", at: item.position, problems: problems) else {
            return nil
        }
        let number = map.required("number", example: "number: \"12345\"").flatMap { TextValue($0, problems) }
        let label = map.requiredLocalized("label", texts)
        map.finish()
        guard let number, let label else { return nil }
        guard Words.isDigits(number.text), number.text.count <= 20 else {
            problems.error(
                number.position, "the service number '\(number.text)' has more than digits",
                "write digits only, in quotes, such as \"12345\"")
            return nil
        }
        return ServiceNumber(label: label, number: number.text)
    }

    private func wifi(_ entry: YAMLEntry) -> WiFi? {
        guard let map = MapReader(entry.value, name: "wifi", at: entry.keyPosition, problems: problems) else {
            return nil
        }
        let name = map.requiredText("name", example: "name: LaoYouTing-Free")
        let password = map.text("password")
        map.finish()
        return name.map { WiFi(name: $0, password: password) }
    }

    private func site(_ entry: YAMLEntry) -> String? {
        guard let value = TextValue(entry, problems) else { return nil }
        guard WebAddress(value.text) != nil else {
            problems.error(
                value.position, "'\(value.text)' is no web address", "write one such as https://www.shanghai.gov.cn")
            return nil
        }
        return value.text
    }
}
