import KioskCore

/// Notices as a JSON Feed (https://www.jsonfeed.org/version/1.1): each item's title and plain text.
enum JSONFeed {
    private static let mostItems = 100

    private struct Feed: Decodable {
        struct Item: Decodable {
            enum CodingKeys: String, CodingKey {
                case title
                case text = "content_text"
                case summary, language
            }
            var title: String?
            var text: String?
            var summary: String?
            var language: String?
        }
        var version: String
        var language: String?
        var items: [Item]
    }

    static func read(_ body: [UInt8]) throws(SourceError) -> Reading {
        let wire = try Bytes.json(body, as: Feed.self)
        guard wire.version.hasPrefix("https://jsonfeed.org/version/1") else {
            throw SourceError("version", .unsupported("'\(wire.version)'"))
        }
        guard wire.items.count <= mostItems else { throw SourceError("items", .tooMany(limit: mostItems)) }
        var reading = Reading(value: .notices([]))
        var notices: [Notice] = []
        for (index, item) in wire.items.enumerated() {
            // HTML is not shown; such an item may still have its summary.
            guard let text = (item.text ?? item.summary).flatMap({ Plausible.text($0) }) else {
                reading.remarks.append(SourceError("items[\(index)].content_text", .missing))
                continue
            }
            let language = language(item.language ?? wire.language)
            let title = item.title.flatMap { Plausible.text($0, most: 100) }
            notices.append(
                Notice(title: title.map { [language: $0] }.map(LocalizedText.init) ?? [:], text: [language: text]))
        }
        guard !notices.isEmpty || wire.items.isEmpty else { throw reading.remarks[0] }
        reading.value = .notices(notices)
        return reading
    }

    /// The booth's names of what a feed calls `zh-CN` or `en-GB`.
    private static func language(_ tag: String?) -> LanguageCode {
        guard let tag, let primary = tag.split(separator: "-").first?.lowercased() else { return .chinese }
        return primary == "zh" ? .chinese : LanguageCode(rawValue: primary)
    }
}
