import Foundation

@testable import KioskCore
@testable import Vocabulary

/// The keys that spoken words name, in each language's way of naming them.
enum KeyNames {
    private static let words: [LanguageCode: (digits: [String], star: String, hash: String, any: String)] = [
        .chinese: (
            "零一二三四五六七八九".map { "按\($0)(?=[，。；]|$)" }, "按两?次?星号键", "按井号键", "任意键|随便按一个键"
        ),
        .english: (
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"].map {
                "(, |[Pp]ress )\($0)(?=[.,]|$)"
            },
            "press star", "press hash", "any key"
        ),
        .japanese: ((0...9).map { "\($0)番" }, "米印", "シャープ", "どれかのキー"),
        .korean: ((0...9).map { "\($0)번" }, "별표", "우물정자", "아무 키"),
    ]

    /// The keys named in some sentences.
    static func named(in sentences: [String], _ language: LanguageCode) -> Set<Key> {
        guard let words = words[language] else { return [] }
        func hears(_ pattern: String) -> Bool {
            sentences.contains { $0.range(of: pattern, options: .regularExpression) != nil }
        }
        let every = (0...9).map { Key.digit($0) } + [.star, .hash]
        if hears(words.any) { return Set(every) }
        return Set(zip(every, words.digits + [words.star, words.hash]).filter { hears($0.1) }.map(\.0))
    }
}

extension Key {
    /// The key as it is on the keypad.
    var name: String {
        switch self {
        case .digit(let digit): String(digit)
        case .star: "*"
        case .hash: "#"
        case .sos: "SOS"
        case .language: "language"
        case .volume: "volume"
        case .contrast: "contrast"
        }
    }
}
