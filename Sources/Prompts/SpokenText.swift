public import Vocabulary

/// Compares what a recording says, by its written text, with what it should say. Only words are compared, because
/// punctuation, spaces and the way a number is written cannot be heard.
public enum SpokenText {
    /// Whether two texts sound the same.
    public static func agree(_ one: String, _ other: String) -> Bool { plain(one) == plain(other) }

    /// Whether a text contains a part, word for word, such as a booth's number or its address. `编号 PT 0042` says
    /// `PT-0042`, and `兰溪路一百二十三号` says `兰溪路 123 号`; `PT 00421` does not say `PT-0042`.
    public static func says(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(plain(text)), Array(plain(part)))
        guard let first = part.first, let last = part.last, part.count <= text.count else { return false }
        return (0...text.count - part.count).contains { start in
            let end = start + part.count
            guard text[start..<end].elementsEqual(part) else { return false }
            // A part of a longer number is a different number.
            if first.isNumber, start > 0, text[start - 1].isNumber { return false }
            return !(last.isNumber && end < text.count && text[end].isNumber)
        }
    }

    /// The sentences of a recording in several languages, from its manifest. Each line is `LANG: sentence`; a line
    /// without a language is a sentence under the key nil. A sentence that is said twice is listed once.
    public static func sentences(_ manifest: String) -> [LanguageCode?: [String]] {
        var found: [LanguageCode?: [String]] = [:]
        for line in manifest.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            let isTagged = parts.count == 2 && parts[0].utf8.allSatisfy { tagSigns.contains($0) }
            let language = isTagged ? LanguageCode(rawValue: parts[0]) : nil
            let sentence = isTagged ? parts[1] : String(line)
            if found[language]?.contains(where: { agree($0, sentence) }) != true {
                found[language, default: []].append(sentence)
            }
        }
        return found
    }

    /// Whether a recording with this manifest says these texts, in all their languages and in no other.
    public static func agrees(_ manifest: String, with texts: LocalizedText) -> Bool {
        let found = sentences(manifest)
        let expected = texts.values.filter { !$0.value.isEmpty }
        return found.count == expected.count
            && expected.allSatisfy { language, text in
                guard let said = found[language], said.count == 1 else { return false }
                return agree(said[0], text)
            }
    }

    /// About how many seconds it takes to say a text at an ordinary pace, such as four syllables a second in Chinese.
    /// This is only precise enough to detect a recording that cannot be of this text.
    public static func seconds(toSay text: String) -> Double {
        text.unicodeScalars.reduce(0) { sum, scalar in
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return sum }
            switch scalar.value {
            case 0x3040...0x30FF: return sum + 1 / 8
            case 0xAC00...0xD7A3: return sum + 1 / 5
            case 0x2E80...: return sum + 1 / 4
            case 0x30...0x39: return sum + 1 / 3
            default: return sum + 1 / 14
            }
        }
    }

    /// The recorded letters and digits that spell a booth's number; nil if one of them is missing.
    public static func signs(of number: String, in language: Language) -> [PromptKey]? {
        Diction(language.code, fragments: language.fragments).plate(number)
    }

    /// A text with each digit replaced by its Chinese word, for a speech program that would read numbers as amounts:
    /// `0042` is 零零四二.
    public static func readOut(_ text: String) -> String {
        String(
            text.map { character in
                guard character.isASCII, let digit = character.wholeNumberValue else { return character }
                return readOutDigits[digit]
            })
    }

    private static let readOutDigits = Array("零幺二三四五六七八九")
    private static let tagSigns = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-".utf8)

    // MARK: Words alone

    private static let digits: [Character: Int] = [
        "零": 0, "〇": 0, "一": 1, "幺": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let places: [Character: Int] = ["十": 10, "百": 100, "千": 1000]

    /// Only the letters, in upper case, and the digits of a text. Numbers in Chinese characters become digits.
    static func plain(_ text: String) -> String {
        var (plain, number) = ("", "")
        func endNumber() {
            plain += value(number)
            number = ""
        }
        for character in text {
            if digits[character] != nil || places[character] != nil {
                number.append(character)
            } else {
                endNumber()
                if character.isWholeNumber, let digit = character.wholeNumberValue {
                    plain += String(digit)
                } else if character.isLetter || character.isNumber {
                    plain += character.uppercased()
                }
            }
        }
        endNumber()
        return plain
    }

    /// A number in Chinese characters as digits: 一百二十三 and 一二三 are both 123; 零零四二 is 0042. A number longer than nine
    /// characters is converted character by character.
    private static func value(_ number: String) -> String {
        guard number.count <= 9, number.contains(where: { places[$0] != nil }) else {
            return String(number.compactMap { digits[$0].map { Character(String($0)) } ?? $0 })
        }
        var (sum, digit) = (0, 0)
        for character in number {
            if let place = places[character] {
                // 十二 has no 一 before its ten.
                sum += max(digit, 1) * place
                digit = 0
            } else {
                digit = digits[character] ?? 0
            }
        }
        return String(sum + digit)
    }
}
