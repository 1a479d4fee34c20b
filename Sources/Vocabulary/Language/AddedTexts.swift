/// Texts that are newer than the first format of the language files. They are compiled in, because files of the
/// previous version lack them and are valid all the same.
enum AddedTexts {
    /// The compiled-in text of a key, if it is one of them.
    static func text(_ key: MessageKey, in language: LanguageCode) -> String? {
        guard let column = EmergencyTexts.columns.firstIndex(of: language), let row = table[key] else { return nil }
        return row[column]
    }

    /// Each text fits on a tile: at most nine columns.
    private static let table: [MessageKey: [String]] = [
        .markNone: ["现在没有", "None now", "今はなし", "지금 없음"],
        .markNoneNear: ["附近没有", "None near", "近くなし", "근처없음"],
        .markNotSetUp: ["没有设置", "Not here", "設定なし", "미설정"],
        .markUnreadable: ["读不出来", "Not read", "読取不可", "읽기불가"],
        .markOutdated: ["已经过期", "Outdated", "期限切れ", "기한지남"],
        .markWaiting: ["正在获取", "Loading", "取得中", "받는 중"],
    ]
}

extension MessageKey {
    /// Whether a language file may lack the key, because its text is compiled in.
    public var isAdded: Bool { AddedTexts.text(self, in: .chinese) != nil }
}
