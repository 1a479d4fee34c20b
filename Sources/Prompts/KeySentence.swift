/// Splits a spoken sentence that lists keys (a name, then its key, and so on), so that it can be checked against what
/// the keys do.
public enum KeySentence {
    /// What a sentence says about one key.
    public struct Clause: Equatable, Sendable {
        /// The words before the key.
        public var words: String
        /// The key, 0 to 9.
        public var key: Int
    }

    /// The clauses of a sentence, each ended by its key.
    /// - Parameter numbers: the language's words for 0 to 9, as recorded alone. Digits and Chinese numbers are always
    ///   recognised.
    public static func clauses(of sentence: String, numbers: [String]) -> [Clause] {
        var clauses: [Clause] = []
        var words = ""
        for token in tokens(of: sentence) {
            if let key = key(token, numbers) {
                clauses.append(Clause(words: words, key: key))
                words = ""
            } else {
                words += token + " "
            }
        }
        return clauses
    }

    /// How similar some words are to a label: the length of the longest run of letters that both contain, or 0 if that
    /// is too short to mean anything. Numbers are ignored. Spoken and shown names are seldom identical: "天气按一" names
    /// "天气和空气".
    public static func likeness(_ words: String, _ label: String) -> Int {
        let said = Array(SpokenText.plain(words).filter { !$0.isNumber })
        let name = Array(SpokenText.plain(label).filter { !$0.isNumber })
        var longest = 0
        var before = [Int](repeating: 0, count: name.count + 1)
        for letter in said {
            var row = [0]
            for (index, other) in name.enumerated() { row.append(letter == other ? before[index] + 1 : 0) }
            longest = max(longest, row.max() ?? 0)
            before = row
        }
        // A syllable of Chinese or Korean carries as much meaning as several letters.
        let isLatin = name.allSatisfy(\.isASCII)
        return longest >= min(name.count, isLatin ? 4 : 2) ? longest : 0
    }

    /// Words of letters, and runs of digits. A Chinese number is a token of its own, because Chinese has no spaces
    /// between words.
    private static func tokens(of sentence: String) -> [String] {
        var tokens: [String] = []
        var token = ""
        func end() {
            if !token.isEmpty { tokens.append(token) }
            token = ""
        }
        for character in sentence {
            if chinese[character] != nil {
                end()
                tokens.append(String(character))
            } else if character.isLetter || character.isNumber {
                if let last = token.last, last.isNumber != character.isNumber { end() }
                token.append(character)
            } else {
                end()
            }
        }
        end()
        return tokens
    }

    private static let chinese: [Character: Int] = [
        "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]

    private static func key(_ token: String, _ numbers: [String]) -> Int? {
        if token.count == 1, let character = token.first {
            if let key = chinese[character] { return key }
            if character.isASCII, let digit = character.wholeNumberValue { return digit }
        }
        return numbers.firstIndex { !$0.isEmpty && $0.lowercased() == token.lowercased() }
    }
}
