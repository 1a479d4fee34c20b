import Prompts
import BoothConfiguration
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Whole sentences as they are heard from the shipped words, and what is never said.
@Suite struct SentenceTests {
    private func resident(_ code: LanguageCode) -> Resident {
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings)
        resident.perform(.content(Nearby.content(at: resident.wall)))
        resident.perform(.places(Nearby.places))
        let digit = (resident.catalogue.languageCodes.firstIndex(of: code) ?? 0) + 1
        resident.press(.language).press(digit).wait(.seconds(3))
        resident.forgetEffects()
        return resident
    }

    /// The last utterance as text, with a comma for each pause.
    private func heard(_ resident: Resident) -> String {
        let utterances = resident.effects.compactMap {
            if case .sound(.speak(let utterance)) = $0 { utterance } else { nil }
        }
        guard let last = utterances.last else { return "" }
        return last.parts.map { part in
            switch part {
            case .prompt(let key): Shipped.text([key], last.language) ?? "?"
            case .foreign(let key, let code): Shipped.text([key], code) ?? "?"
            case .pause: "|"
            }
        }.joined(separator: last.language == .chinese ? "" : " ")
    }

    @Test(
        arguments: [
            (
                LanguageCode.chinese,
                "有天气预警，写在屏幕上。|现在多云十五度|今天最高十七度|最低零下两度|今天夜里有雨|明天晴|空气好。|出门请带伞。"
            ),
            (
                .english,
                "There is a weather warning. It is on the screen. | Now cloudy fifteen degrees | Today's high is seventeen "
                    + "degrees | the low is minus two degrees | Tonight rain | Tomorrow clear | The air is good. | "
                    + "Please take an umbrella."
            ),
        ])
    func `the weather`(_ code: LanguageCode, _ expected: String) {
        let resident = resident(code)
        resident.press(8, 1)
        #expect(heard(resident) == expected)
    }

    @Test func `of the weather what is known is said, and nothing in place of the rest`() {
        for (weather, expected) in [
            (Weather(temperature: 15, high: 17), "现在十五度|今天最高十七度"),
            (Weather(sky: .cloudy, low: -2), "现在多云|最低零下两度|天冷，请多穿衣服。"),
            (Weather(tomorrow: .clear), "明天晴"),
        ] {
            let resident = resident(.chinese)
            let now = resident.wall.unixMilliseconds
            resident.perform(
                .content(
                    LifeContent(weather: Dated(value: weather, asOf: now, validUntil: now + 3_600_000, sample: false))))
            resident.press(8, 1)
            #expect(heard(resident) == expected)
        }
    }

    @Test func `buses by line and minutes, a line in words by its place, and a page after it`() {
        let resident = resident(.chinese)
        resident.press(8, 2)
        #expect(
            heard(resident)
                == "六十三路|还有两分钟|再下一班十二分钟|屏幕上第二条线|还有一小时二十分钟|幺零六路|马上到|再下一班十五分钟|K十一路|没有车次消息|首班车上午五点三十分|末班车凌晨零点十分"
                + "下一页，请按井号键。")
    }

    @Test func `said again, the minutes are those of now`() {
        let resident = resident(.chinese)
        resident.press(8, 2).wait(.seconds(60)).press(.hash)
        resident.press(.hash)
        resident.forgetEffects()
        resident.press(.star).press(2)
        #expect(heard(resident).hasPrefix("六十三路|还有一分钟|再下一班十一分钟|"))
    }

    @Test func `a car's plate and minutes, twice and slowly, and first of all that it comes`() {
        let resident = resident(.chinese)
        resident.press(1).press(.hash)
        let arrival = resident.wall.unixMilliseconds + 5 * 60_000
        resident.platform(
            .answer(
                RequestAnswer(phase: .assigned, assignment: Assignment(plate: "沪A·D5618", arrivesAt: arrival))))
        let once = "车牌沪|A|D|五|六|幺|八|还有五分钟到"
        #expect(heard(resident) == "车在路上，请看屏幕上的车牌。" + once + "|" + once + "留电话，按一。取消，按二。")
    }

    @Test func `a plate that cannot be said is left to the screen, the minutes are said all the same`() {
        let resident = resident(.english)
        resident.press(1).press(.hash)
        let arrival = resident.wall.unixMilliseconds + 60_000
        resident.platform(
            .answer(RequestAnswer(phase: .assigned, assignment: Assignment(plate: "试-123", arrivesAt: arrival))))
        #expect(heard(resident).contains("The plate is on the screen. It comes in one minute | It comes in one minute"))
    }

    @Test func `places by number and minutes, without their names`() {
        let resident = resident(.chinese)
        resident.press(7, 1)
        #expect(
            heard(resident)
                == "请按数字选一家。按一|走路五分钟|按二|走路十分钟|按三|走路十五分钟|按四|走路二十分钟下一页，请按井号键。")
        resident.press(2)
        #expect(heard(resident) == "走路十分钟|现在关门看地址和地图，请按七。")
    }

    @Test func `service numbers by name, never by number`() {
        let resident = resident(.chinese)
        resident.press(8, 4)
        #expect(heard(resident) == "请按数字选一个电话。按一|市民热线|按二|出行叫车|按三|健康热线|按四|社保热线")
        resident.press(1)
        #expect(heard(resident) == "市民热线打这个电话，请按井号键。")
    }

    @Test func `how many activities, when those on the page begin, and who reads them out`() {
        let resident = resident(.chinese)
        resident.press(8, 3)
        #expect(
            heard(resident)
                == "活动写在屏幕上。选一个，请按数字。要人念给您听，请按零。有五个活动|按一|十一月二十二号星期日晚上七点三十六分|按二|十一月二十三号星期一晚上七点三十六分|按三|十一月二十四号星期二晚上七点三十六分|按四|十一月二十五号星期三晚上七点三十六分下一页，请按井号键。"
        )
    }

    @Test func `the time is said on home to whoever asks again`() {
        let resident = resident(.chinese)
        resident.press(.hash)
        #expect(heard(resident).hasSuffix("|现在是十一月二十一号星期六晚上七点三十六分"))
    }

    @Test func `the rest of a countdown is said once, when the words about it are over`() {
        let resident = resident(.chinese)
        resident.press(5, gap: .seconds(4))
        resident.forgetEffects()
        resident.perform(.speechEnded)
        #expect(heard(resident) == "还有四秒")
        resident.perform(.speechEnded)
        #expect(resident.said.count == 3, "once")
    }

    @Test func `the idle question is asked again ten seconds before the end, with the time left`() {
        let resident = resident(.chinese)
        resident.press(2).wait(.seconds(62))
        resident.perform(.speechEnded)
        #expect(heard(resident).hasPrefix("还有"))
        resident.forgetEffects()
        resident.wait(.seconds(20))
        #expect(resident.said == [.idle])
        resident.perform(.speechEnded)
        #expect(heard(resident).hasPrefix("还有"))
    }

    @Test func `a sentence that lacks a recording is not said by halves`() {
        let resident = resident(.chinese)
        for index in resident.catalogue.languages.indices {
            resident.catalogue.languages[index].fragments[PromptKey("degrees.2")] = nil
            resident.catalogue.languages[index].fragments[PromptKey("degrees")] = nil
        }
        resident.press(8, 1)
        #expect(resident.said.last == .infoWeather)
    }

    @Test func `an amount of money is said in the lifted handset only`() {
        let diction = Shipped.diction(.chinese)
        #expect(diction.amount(cents: 348_205, inHandset: false) == nil)
        let said = diction.amount(cents: 348_205, inHandset: true)
        let keys = said?.compactMap { if case .prompt(let key) = $0 { key } else { nil } }
        #expect(Shipped.text(keys, .chinese) == "三千四百八十二点零五元")
        #expect(diction.amount(cents: 200_000, inHandset: true)?.count == 2)
        #expect(diction.amount(cents: -1, inHandset: true) == nil)
        #expect(diction.amount(cents: 1_000_000, inHandset: true) == nil)
    }

    @Test func `digits that are typed, and numbers that are called, are never spoken`() {
        let resident = resident(.chinese)
        resident.press(3)
        resident.forgetEffects()
        resident.type("13812345678").press(.hash)
        resident.answer()
        #expect(!resident.said.contains { $0.rawValue.hasPrefix("number.") || $0.rawValue.hasPrefix("digit.") })
    }
}
