import Reading
import Vocabulary

/// Notices as a JSON Feed (https://www.jsonfeed.org/version/1.1): each item's title and plain text.
enum JSONFeed {
    private static let mostItems = 100

    static func read(_ body: [UInt8]) throws(SourceError) -> Reading {
        let remarks = Remarks()
        let root = try JSONNode(document: body, remarks)
        // Another version may use the same names with other meanings. A missing or impossible version is damage.
        if let version = root.text("version", needed: true), !version.isEmpty, version.utf8.count <= 200 {
            guard version.hasPrefix("https://jsonfeed.org/version/1") else {
                throw SourceError("version", .unsupported("'\(version)'"))
            }
        }
        guard root["items"] != nil else { throw SourceError("items", .missing) }
        let language = root.text("language")
        let items = root.list("items", most: mostItems)
        let notices = items.compactMap { notice($0, language) }
        if notices.isEmpty, !items.isEmpty { throw remarks.first ?? SourceError("items", .missing) }
        return Reading(value: .notices(notices), remarks: remarks.all)
    }

    private static func notice(_ item: JSONNode, _ language: String?) -> Notice? {
        guard let item = item.object else { return nil }
        // HTML is not shown, but such an item may still have a summary.
        guard let text = item.plain("content_text", most: 2000) ?? item.plain("summary", most: 2000) else {
            if item["content_text"] == nil { item.remark("content_text", .missing) }
            return nil
        }
        let code = Plausible.language(item.text("language") ?? language)
        let title = item.line("title", most: 100)
        return Notice(title: title.map { [code: $0] }.map(LocalizedText.init) ?? [:], text: [code: text])
    }
}
