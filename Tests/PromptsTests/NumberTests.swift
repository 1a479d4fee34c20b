import Foundation
import KioskTestSupport
import Testing

@testable import Prompts
@testable import Vocabulary

/// Cardinal numbers, checked against tables of exact recordings and against the spelling rules of the Unicode CLDR.
@Suite struct NumberTests {
    private func speller(_ code: LanguageCode) -> (Int) -> String {
        let formatter = NumberFormatter()
        formatter.locale = Locale(identifier: code.rawValue)
        formatter.numberStyle = .spellOut
        return { formatter.string(from: NSNumber(value: $0)) ?? "" }
    }

    @Test func `every Chinese number up to 9999 is the CLDR's, with 零 for an empty place and 两 where it is said`() {
        let diction = Shipped.diction(.chinese)
        let spelled = speller(.chinese)
        for number in 0...9999 {
            let said = Shipped.text(diction.cardinal(number), .chinese)
            let expected = spelled(number).replacingOccurrences(of: "〇", with: "零")
            #expect(said?.replacingOccurrences(of: "两", with: "二") == expected, "\(number)")
        }
    }

    @Test func `every English number up to 9999 is the CLDR's, with 'and' before the tens`() {
        let diction = Shipped.diction(.english)
        let spelled = speller(.english)
        for number in 0...9999 {
            let said = Shipped.text(diction.cardinal(number), .english, separator: " ")
            #expect(
                said?.replacingOccurrences(of: " and ", with: " ") == spelled(number), "\(number)")
            #expect(said?.contains(" and ") == (number > 100 && number % 100 > 0), "\(number)")
        }
    }

    @Test func `every Korean number up to 9999 is the CLDR's`() {
        let diction = Shipped.diction(.korean)
        let spelled = speller(.korean)
        for number in 1...9999 {
            #expect(
                Shipped.text(diction.cardinal(number), .korean) == spelled(number), "\(number)")
        }
        #expect(Shipped.text(diction.cardinal(0), .korean) == "영")
    }

    @Test func `the recordings of every Japanese number up to 9999 add up to it, thousands and hundreds first`() {
        let diction = Shipped.diction(.japanese)
        for number in 0...9999 {
            let texts = (diction.cardinal(number) ?? []).compactMap { Shipped.text([$0], .japanese) }
            let values = texts.compactMap { Int($0) }
            #expect(values.reduce(0, +) == number && values.count == texts.count && !values.isEmpty, "\(number)")
            #expect(values == values.sorted(by: >) && texts.count <= 3, "\(number)")
        }
    }

    @Test(
        arguments: [
            (0, ["number.0"]), (2, ["number.2"]), (10, ["number.10"]), (99, ["number.99"]), (100, ["hundred.1"]),
            (102, ["hundred.1", "number.0", "number.2"]), (110, ["hundred.1", "number.1", "number.10"]),
            (112, ["hundred.1", "number.1", "number.12"]), (120, ["hundred.1", "number.20"]),
            (200, ["hundred.2"]), (222, ["hundred.2", "number.22"]), (1000, ["thousand.1"]),
            (1002, ["thousand.1", "number.0", "number.2"]),
            (1012, ["thousand.1", "number.0", "number.1", "number.12"]),
            (1020, ["thousand.1", "number.0", "number.20"]), (1200, ["thousand.1", "hundred.inner.2"]),
            (2000, ["thousand.2"]), (2202, ["thousand.2", "hundred.inner.2", "number.0", "number.2"]),
            (9310, ["thousand.9", "hundred.3", "number.1", "number.10"]),
        ])
    func `Chinese by recordings`(_ number: Int, _ expected: [String]) {
        #expect(Shipped.diction(.chinese).cardinal(number)?.map(\.rawValue) == expected)
    }

    @Test(
        arguments: [
            (200, "两百"), (2000, "两千"), (1200, "一千二百"), (2222, "两千二百二十二"), (105, "一百零五"), (115, "一百一十五"),
            (1005, "一千零五"), (1050, "一千零五十"), (1015, "一千零一十五"), (12, "十二"), (2, "二"),
        ])
    func `Chinese as it is heard`(_ number: Int, _ expected: String) {
        #expect(Shipped.text(Shipped.diction(.chinese).cardinal(number), .chinese) == expected)
    }

    @Test(
        arguments: [
            (7, ["number.7"]), (100, ["hundred.1"]), (101, ["hundred.1", "and", "number.1"]),
            (2_015, ["thousand.2", "and", "number.15"]), (3_300, ["thousand.3", "hundred.3"]),
            (9_999, ["thousand.9", "hundred.9", "and", "number.99"]),
        ])
    func `English by recordings`(_ number: Int, _ expected: [String]) {
        #expect(Shipped.diction(.english).cardinal(number)?.map(\.rawValue) == expected)
    }

    @Test(arguments: Shipped.languages)
    func `nothing is said of numbers outside`(_ code: LanguageCode) {
        #expect(Shipped.diction(code).cardinal(-1) == nil)
        #expect(Shipped.diction(code).cardinal(10_000) == nil)
    }

    @Test func `digits that are dialled have 幺 in Chinese and 공 in Korean`() {
        #expect(Shipped.text(Shipped.diction(.chinese).digits("1120"), .chinese) == "幺幺二零")
        #expect(Shipped.text(Shipped.diction(.korean).digits("102"), .korean) == "일공이")
        #expect(Shipped.text(Shipped.diction(.english).digits("102"), .english, separator: " ") == "one zero two")
        #expect(Shipped.diction(.japanese).digits("10b") == nil)
    }

    @Test func `a language without rules says what it has recorded, and longer numbers digit by digit`() {
        let keys = (0...99).map { PromptKey("number.\($0)") } + [PromptKey("minutes"), PromptKey("minutes.1")]
        let fragments = Dictionary(uniqueKeysWithValues: keys.map { ($0, "mot") })
        let diction = Diction(LanguageCode(rawValue: "fr"), fragments: fragments)
        #expect(diction.cardinal(71)?.map(\.rawValue) == ["number.71"])
        #expect(diction.cardinal(305)?.map(\.rawValue) == ["number.3", "number.0", "number.5"])
        #expect(diction.count(1, .minutes)?.map(\.rawValue) == ["minutes.1"])
        #expect(diction.count(5, .minutes)?.map(\.rawValue) == ["number.5", "minutes"])
        #expect(diction.count(5, .seconds) == nil)
    }

    @Test(arguments: ["wuu", "yue-Hant-HK", "zh-Hant", "ZH"])
    func `the Chinese languages count alike`(_ tag: String) {
        #expect(SpeechRules(LanguageCode(rawValue: tag)) == .chinese)
    }
}
