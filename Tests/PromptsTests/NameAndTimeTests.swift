import KioskTestSupport
import Testing

@testable import Prompts
@testable import Vocabulary

/// Plates, bus lines, clock times and dates.
@Suite struct NameAndTimeTests {
    private func heard(_ keys: [PromptKey]?, _ code: LanguageCode) -> String? {
        Shipped.text(keys, code, separator: code == .chinese ? "" : " ")
    }

    @Test(
        arguments: [
            (LanguageCode.chinese, "沪A·D12345", "沪AD幺二三四五"), (.chinese, "沪A·D5638", "沪AD五六三八"),
            (.chinese, "苏E 0K17Z", "苏E零K幺七Z"), (.english, "沪A·D1205", "Shanghai A D one two zero five"),
            (.japanese, "沪A·D41", "上海 エー ディー 4 1"), (.korean, "浙B-10", "저장 비 일 공"),
        ])
    func `a plate is said sign by sign`(_ code: LanguageCode, _ plate: String, _ expected: String) {
        #expect(heard(Shipped.diction(code).plate(plate), code) == expected)
    }

    @Test func `a plate with a sign that nobody recorded is not said by halves`() {
        #expect(Shipped.diction(.chinese).plate("粤Z·1234港") == nil)
        #expect(Shipped.diction(.chinese).plate("·") == nil)
    }

    @Test func `all provinces have their sign`() {
        #expect(Fragments.provinces.count == 31)
        #expect(Set(Fragments.provinces.values).count == 31)
    }

    @Test(
        arguments: [
            (LanguageCode.chinese, "71路", "七十一"), (.chinese, "2路", "二"), (.chinese, "106路", "幺零六"),
            (.chinese, "01路", "零幺"), (.chinese, "K11", "K十一"), (.english, "106路", "one zero six"),
            (.english, "63", "sixty-three"), (.japanese, "106路", "100 6"), (.korean, "1006", "천 육"),
        ])
    func `a bus line is a number, or digits`(_ code: LanguageCode, _ line: String, _ expected: String) {
        #expect(heard(Shipped.diction(code).line(line), code) == expected)
    }

    @Test(arguments: ["沪嘉专线", "夜宵320路", "", "路", "71路区间", "12345"])
    func `a bus line in words is left to the screen`(_ line: String) {
        #expect(Shipped.diction(.chinese).line(line) == nil)
    }

    @Test(
        arguments: [
            (LanguageCode.chinese, 0, 5, "凌晨零点零五分"), (.chinese, 2, 0, "凌晨两点整"), (.chinese, 12, 30, "中午十二点三十分"),
            (.chinese, 14, 2, "下午两点零二分"), (.chinese, 23, 59, "晚上十一点五十九分"), (.chinese, 9, 10, "上午九点十分"),
            (.english, 0, 5, "twelve oh five at night"), (.english, 9, 0, "nine o'clock in the morning"),
            (.english, 12, 45, "twelve forty-five in the afternoon"),
            (.english, 19, 36, "seven thirty-six in the evening"),
            (.japanese, 0, 0, "午前 0時"), (.japanese, 16, 1, "午後 4時 1分"), (.japanese, 12, 10, "午後 0時 10分"),
            (.japanese, 8, 30, "午前 8 時 30分"), (.korean, 3, 15, "오전 세 시 십오 분"), (.korean, 12, 0, "오후 열두 시"),
            (.korean, 0, 1, "오전 열두 시 일 분"),
        ])
    func `clock times`(_ code: LanguageCode, _ hour: Int, _ minute: Int, _ expected: String) {
        let time = CivilTime(year: 2026, month: 11, day: 21, weekday: 6, hour: hour, minute: minute, second: 0)
        #expect(heard(Shipped.diction(code).clock(time), code) == expected)
    }

    @Test(
        arguments: [
            (LanguageCode.chinese, 11, 21, "十一月二十一号星期六"), (.chinese, 2, 2, "二月二号星期六"),
            (.english, 11, 21, "Saturday the twenty-first of November"),
            (.english, 3, 3, "Saturday the third of March"),
            (.japanese, 1, 1, "1月 1日 土曜日"), (.korean, 6, 10, "유월 십일 토요일"), (.korean, 10, 6, "시월 육일 토요일"),
        ])
    func `dates`(_ code: LanguageCode, _ month: Int, _ day: Int, _ expected: String) {
        let time = CivilTime(year: 2026, month: month, day: day, weekday: 6, hour: 9, minute: 0, second: 0)
        #expect(heard(Shipped.diction(code).date(time), code) == expected)
    }

    @Test(arguments: Shipped.languages)
    func `every minute of a day and every day of a year can be said`(_ code: LanguageCode) {
        let diction = Shipped.diction(code)
        for minute in 0..<1440 {
            let time = CivilTime(
                year: 2026, month: minute % 12 + 1, day: minute % 31 + 1, weekday: minute % 7, hour: minute / 60,
                minute: minute % 60, second: 0)
            #expect(diction.clock(time) != nil && diction.date(time) != nil, "\(time)")
        }
    }

    @Test(arguments: Shipped.languages)
    func `a shipped language lacks no fragment`(_ code: LanguageCode) {
        let recorded = Set(Shipped.language(code)?.fragments.keys.map { $0 } ?? [])
        #expect(Fragments.missing(in: code, from: recorded).map(\.rawValue) == [])
        #expect(recorded.filter { !Fragments.isKnown($0) } == [])
    }

    @Test func `what is missing is named`() {
        var recorded = Set(Shipped.language(.chinese)?.fragments.keys.map { $0 } ?? [])
        for name in ["number.7", "minutes", "walk", "digit.1"] { recorded.remove(PromptKey(name)) }
        #expect(
            Fragments.missing(in: .chinese, from: recorded).map(\.rawValue) == [
                "number.7", "digit.1", "minutes", "walk",
            ])
    }
}
