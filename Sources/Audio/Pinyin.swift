import Foundation

/// Mandarin as a speech program reads it: syllables followed by the number of their tone, 5 for the neutral tone.
public enum Pinyin {
    private static let tones: [Unicode.Scalar: String] = [
        "\u{304}": "1", "\u{301}": "2", "\u{30C}": "3", "\u{300}": "4",
    ]

    /// Converts characters to syllables with ICU, which takes the usual reading of each: 银行 becomes yin2 xing2.
    /// Everything that is not a Chinese character stays as it is.
    public static func numbered(_ text: String) -> String {
        var (said, characters) = ("", "")
        func end() {
            // All characters are transformed together, since a reading may depend on the next one: 什 is read shen2 only
            // before 么.
            let latin = characters.applyingTransform(.mandarinToLatin, reverse: false) ?? ""
            let syllables = latin.split(separator: " ").map { numbered(syllable: String($0)) }
            said += syllables.isEmpty ? "" : " " + syllables.joined(separator: " ")
            characters = ""
        }
        for scalar in text.unicodeScalars {
            if scalar.properties.isIdeographic {
                characters.unicodeScalars.append(scalar)
            } else {
                end()
                said += punctuation[scalar] ?? String(scalar)
            }
        }
        end()
        return said.split(separator: " ").joined(separator: " ")
    }

    private static func numbered(syllable: String) -> String {
        var (letters, tone) = ("", "5")
        for scalar in syllable.decomposedStringWithCanonicalMapping.unicodeScalars {
            if let found = tones[scalar] { tone = found } else { letters.unicodeScalars.append(scalar) }
        }
        return letters.precomposedStringWithCanonicalMapping + tone
    }

    private static let punctuation: [Unicode.Scalar: String] = [
        "\u{FF0C}": ",", "\u{3002}": ".", "\u{3001}": ",", "\u{FF1F}": "?", "\u{FF1A}": ",", "\u{FF01}": ".",
    ]
}
