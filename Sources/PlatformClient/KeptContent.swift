import Foundation

/// The content that a running kiosk keeps for a start without a network, as other programs see it.
public enum KeptContent {
    /// The file's name in the state directory.
    public static let file = "content.json"

    /// What is wrong with the kept content; nil if nothing is wrong or nothing is kept. Changes nothing.
    public static func problem(in directory: String) -> String? {
        let path = "\(directory)/\(file)"
        guard let data = KeptFile.read(path, most: ContentCache.mostBytes) else { return nil }
        guard let entry = try? JSONDecoder().decode(ContentCache.Entry.self, from: data),
            let document = try? ContentDocument(Array(entry.body), fetchedAt: entry.fetchedAt)
        else { return "the platform's content that was kept is damaged" }
        let bad = document.badParts
        return bad.isEmpty
            ? nil
            : "of the platform's content that was kept, these parts cannot be read: \(bad.joined(separator: ", "))"
    }
}
