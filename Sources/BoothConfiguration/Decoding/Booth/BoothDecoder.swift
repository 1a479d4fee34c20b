import Vocabulary

/// Reads `booth:`: the booth's identity and place.
struct BoothDecoder {
    let texts: LocalizedTextDecoder
    let languages: [LanguageCode]
    let problems: ProblemList

    func decode(_ entry: YAMLEntry) -> Booth? {
        guard let map = MapReader(entry.value, name: "booth", at: entry.keyPosition, problems: problems) else {
            return nil
        }
        let number = boothNumber(map)
        let name = map.text("name")
        let subtitle = map.localized("subtitle", texts)
        let address = map.requiredLocalized("address", texts)
        let sayThis = lines(map, "say_this")
        let sayThisLatin = lines(map, "say_this_latin")
        let nearestPhone = map.requiredLocalized("nearest_phone", texts)
        let location = location(map)
        let language = language(map)
        let outOfOrder = map.flag("out_of_order")
        let announcements = announcements(map)
        map.finish()
        guard let number, let address else { return nil }
        var booth = Booth(
            number: number, subtitle: subtitle ?? [:], address: address, sayThis: sayThis, sayThisLatin: sayThisLatin,
            nearestPhone: nearestPhone ?? [:], latitude: location.latitude, longitude: location.longitude,
            language: language ?? .chinese, outOfOrder: outOfOrder ?? false)
        if let name { booth.name = name }
        booth.announcements = announcements
        return booth
    }

    private func boothNumber(_ map: MapReader) -> String? {
        guard let entry = map.required("number", example: "number: PT-0042"), let value = TextValue(entry, problems)
        else { return nil }
        let allowed = value.text.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
        }
        guard allowed, value.text.count <= 32 else {
            problems.error(
                value.position, "the booth's number '\(value.text)' has more than letters, digits and hyphens",
                "write at most 32 of them, such as PT-0042")
            return nil
        }
        return value.text
    }

    private func lines(_ map: MapReader, _ key: String) -> [String] {
        (map.list(key) ?? []).compactMap { TextValue($0, name: "a line of '\(key)'", problems)?.text }
    }

    private func location(_ map: MapReader) -> (latitude: Double, longitude: Double) {
        guard let entry = map.entry("location"),
            let group = MapReader(entry.value, name: "location", at: entry.keyPosition, problems: problems)
        else { return (0, 0) }
        let latitude = degrees(group, "latitude", limit: 90)
        let longitude = degrees(group, "longitude", limit: 180)
        group.finish()
        if let latitude, let longitude, let doubt = Geography.doubt(latitude: latitude, longitude: longitude) {
            problems.warning(
                entry.keyPosition, "the booth \(doubt.message) (\(latitude), \(longitude))",
                "write where it stands, WGS 84, such as { latitude: 31.2404, longitude: 121.4208 }; places and weather "
                    + "follow it")
        }
        return (latitude ?? 0, longitude ?? 0)
    }

    private func degrees(_ map: MapReader, _ key: String, limit: Double) -> Double? {
        guard let entry = map.required(key, example: "\(key): 31.2404"), let value = TextValue(entry, problems) else {
            return nil
        }
        guard let degrees = Double(value.text), degrees.magnitude <= limit else {
            problems.error(
                value.position, "'\(key)' is degrees from -\(Int(limit)) to \(Int(limit)), not '\(value.text)'",
                "write decimal degrees (WGS 84), such as 31.2404")
            return nil
        }
        return degrees
    }

    private func language(_ map: MapReader) -> LanguageCode? {
        guard let entry = map.entry("language"), let value = TextValue(entry, problems) else { return nil }
        let code = LanguageCode(rawValue: value.text)
        guard languages.contains(code) else {
            problems.unknown(
                value.position, "there is no languages/\(value.text).yaml",
                problems.suggestion(for: value.text, among: languages.map(\.rawValue)))
            return nil
        }
        return code
    }

    /// Reads the announcements played to the far side. Their words are in the file so that recordings can be made from
    /// them and compared with them.
    private func announcements(_ map: MapReader) -> [Announcement: LocalizedText] {
        guard let entry = map.entry("announce"),
            let group = MapReader(entry.value, name: "announce", at: entry.keyPosition, problems: problems)
        else { return [:] }
        // The person who answers hears Chinese, then English, whatever language the booth shows.
        let spoken = LocalizedTextDecoder(languages: [.chinese, .english], problems: problems)
        var texts: [Announcement: LocalizedText] = [:]
        for announcement in Announcement.allCases {
            texts[announcement] = group.requiredLocalized(announcement.rawValue, spoken)
        }
        group.finish()
        return texts
    }
}
