import KioskTestSupport
import Testing

@testable import Prompts
@testable import Vocabulary

/// Numbers with what they count, temperatures and time spans.
@Suite struct CounterTests {
    private func said(_ number: Int, _ unit: CountUnit, _ code: LanguageCode) -> [String]? {
        Shipped.diction(code).count(number, unit)?.map(\.rawValue)
    }

    private func heard(_ keys: [PromptKey]?, _ code: LanguageCode) -> String? {
        Shipped.text(keys, code, separator: code == .english ? " " : "")
    }

    @Test(arguments: 1...59)
    func `a Japanese minute is one recording, as its sound changes with the number`(_ number: Int) {
        #expect(said(number, .minutes, .japanese) == ["minutes.\(number)"])
        #expect(heard(Shipped.diction(.japanese).count(number, .minutes), .japanese) == "\(number)分")
        #expect(said(number, .clockMinute, .japanese) == ["minutes.\(number)"])
    }

    @Test(
        arguments: [
            (4, CountUnit.clockHour, ["clock.hour.4"]), (7, .clockHour, ["clock.hour.7"]),
            (9, .clockHour, ["clock.hour.9"]), (3, .clockHour, ["number.3", "clock.hour"]),
            (4, .hours, ["hours.4"]), (2, .hours, ["number.2", "hours"]), (15, .degrees, ["number.15", "degrees"]),
            (1, .seconds, ["number.1", "seconds"]), (1, .items, ["items.1"]), (10, .items, ["items.10"]),
        ])
    func `Japanese counters`(_ number: Int, _ unit: CountUnit, _ expected: [String]) {
        #expect(said(number, unit, .japanese) == expected)
    }

    @Test(
        arguments: [
            (1, CountUnit.minutes, "一分钟"), (2, .minutes, "两分钟"), (12, .minutes, "十二分钟"), (22, .minutes, "二十二分钟"),
            (2, .seconds, "两秒"), (30, .seconds, "三十秒"), (2, .hours, "两小时"), (2, .degrees, "两度"), (12, .degrees, "十二度"),
            (2, .clockHour, "两点"), (12, .clockHour, "十二点"), (2, .items, "两个"), (5, .items, "五个"),
            (2, .clockMinute, "二分"),
        ])
    func `Chinese says 两 before a unit, and 二 in longer numbers`(_ number: Int, _ unit: CountUnit, _ expected: String) {
        #expect(heard(Shipped.diction(.chinese).count(number, unit), .chinese) == expected)
    }

    @Test(
        arguments: [
            (1, CountUnit.minutes, "one minute"), (2, .minutes, "two minutes"), (21, .minutes, "twenty-one minutes"),
            (1, .seconds, "one second"), (1, .degrees, "one degree"), (0, .degrees, "zero degrees"),
            (1, .hours, "one hour"),
            (3, .items, "three"), (4, .clockHour, "four"),
        ])
    func `English plurals`(_ number: Int, _ unit: CountUnit, _ expected: String) {
        #expect(heard(Shipped.diction(.english).count(number, unit), .english) == expected)
    }

    @Test(
        arguments: zip(
            1...12, ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두"]))
    func `Korean hours are native, minutes are Sino-Korean`(_ number: Int, _ native: String) {
        let diction = Shipped.diction(.korean)
        #expect(heard(diction.count(number, .clockHour), .korean) == native + " 시")
        #expect(heard(diction.count(number, .hours), .korean) == native + " 시간")
        #expect(
            heard(diction.count(number, .minutes), .korean) == heard(diction.cardinal(number), .korean).map { $0 + "분" }
        )
        if number <= 10 { #expect(heard(diction.count(number, .items), .korean) == native + " 개") }
    }

    @Test(
        arguments: [
            (LanguageCode.chinese, -2, "零下两度"), (.chinese, 0, "零度"), (.chinese, 38, "三十八度"),
            (.english, -1, "minus one degree"),
            (.english, -12, "minus twelve degrees"), (.japanese, -3, "氷点下3度"), (.korean, -10, "영하십도"),
            (.korean, 0, "영도"),
        ])
    func `temperatures below zero have their own word`(_ code: LanguageCode, _ degrees: Int, _ expected: String) {
        #expect(heard(Shipped.diction(code).temperature(degrees), code) == expected)
    }

    @Test(
        arguments: [
            (LanguageCode.chinese, 80, "一小时二十分钟"), (.chinese, 120, "两小时"), (.english, 61, "one hour one minute"),
            (.japanese, 245, "4時間5分"), (.korean, 90, "한 시간삼십분"), (.chinese, 59, "五十九分钟"),
        ])
    func `from an hour on a span has hours`(_ code: LanguageCode, _ minutes: Int, _ expected: String) {
        #expect(heard(Shipped.diction(code).span(minutes: minutes), code) == expected)
    }
}
