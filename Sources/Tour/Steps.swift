import BoothDriver

private let connected = Words("已拨出.*已接通", "Dialled.*CONNECTED")
private let home = Words("请按数字键", "Press a number")
private let rating = Words("这次用得好吗", "How was it")
private let thanks = Words(" +谢谢您", " +Thank you")

extension Visitor {
    /// The whole tour: once in Chinese, once in English.
    func tour() async throws {
        try await see("nobody has pressed a key yet: the attract page", home, within: .seconds(120))
        try expectAllToLive()
        try await functions(again: false)
        let languages = Words("语言 Language", "语言 Language")
        try await press(.language, "the languages, each in itself", languages)
        try await press("2", "every word changes", Words("Press a number", "请按数字键"))
        speaksEnglish = true
        try await functions(again: true)
        speaksEnglish = false
        try await press("*", "the end of the session: attract again, in Chinese", home)
    }

    /// All ten functions, each to its end; then a cancelled emergency and the SOS menu.
    private func functions(again: Bool) async throws {
        try await taxi(again)
        try await clinic()
        try await freeCall(again)
        try await emergencies(again)
        try await places()
        try await information()
        try await pension()
        try await person()
        try await press("5", "ambulance: the countdown", Words("立刻拨打：按 #", "Call now: #"))
        let cancelled = Words(" +已取消，没有拨打", " +Cancelled. No call was made")
        try await press("*", "it was a mistake: nobody was called", cancelled)
        try await press(.sos, "which help", Words("要哪一种帮助", "Which help do you need"))
        try await press("*", "home", home)
    }

    private func taxi(_ again: Bool) async throws {
        if again {
            let kept = Words("看我的单子", "See my order")
            try await press("1", "the first taxi is still kept: look at it, or order another", kept)
            try await press("2", "another taxi: where to", Words("叫车到这里", "Call a taxi here"))
        } else {
            try await press("1", "taxi: where to", Words("叫车到这里", "Call a taxi here"))
        }
        let sent = Words("正在发出|已发出|已受理|车在路上", "Sending|Sent|Accepted|Your taxi")
        try await press("#", "ordered; the platform's dispatcher answers", sent)
        try await see("#   the taxi's plate and minutes", Words("车牌 +沪", "Plate +沪"))
        try await press("*", "home; the order stays in the header", home)
    }

    private func clinic() async throws {
        try await press("2", "doctor: which hospital", Words("去哪家医院", "Which hospital"))
        try await press("1", "when", Words("什么时候去", "When"))
        try await press("1", "is it right", Words("请看一看对不对", "Please check"))
        let sent = Words("正在发出|已发出|已受理|约好了", "Sending|Sent|Accepted|You are")
        try await press("#", "asked for; the platform's dispatcher answers", sent)
        try await see("#   booked", Words("约好了", "You are booked"))
        try await press("#", "how was it", rating)
        try await press("1", "good; home says thanks", thanks)
    }

    private func freeCall(_ again: Bool) async throws {
        try await press("3", "free call: the number", Words("请输入电话号码", "Enter the phone number"))
        // A number has one free call per half hour.
        let number = again ? "13812345679" : "13812345678"
        try await type(number)
        try await see("\(number)   typed", Words("删除", "Erase"))
        try await press("#", "dialled, answered", connected)
        try await hangUp(rating, "hung up; how was it")
        try await press("*", "no rating; home", home)
    }

    private func emergencies(_ again: Bool) async throws {
        let address = "the booth's address is played to the operator"
        try await emergency("4", "police", say: "#", address, confirm: "#", heardOut: !again)
        let silent = "the operator is told that the caller may be unable to speak"
        try await emergency("5", "ambulance", say: "0", silent, confirm: again ? "#" : "5")
        // Once without a confirmation, so that the countdown dials.
        try await emergency("6", "fire brigade", say: "#", address, confirm: again ? "#" : nil)
    }

    private func emergency(
        _ key: Booth.Key, _ service: String, say sayKey: Booth.Key, _ said: String, confirm: Booth.Key?,
        heardOut: Bool = false
    ) async throws {
        try await press(key, "\(service): the countdown", Words("立刻拨打：按 #", "Call now: #"))
        if let confirm {
            let what = "not waited for: dialled at once, answered"
            try await press(confirm, what, connected, after: Booth.Pause.confirmation)
        } else {
            try await see("(no key)   the countdown ran out: dialled, answered", connected)
        }
        let telling = Words(".*正在报给对方听", ".*Telling")
        try await press(sayKey, said, telling)
        if heardOut { try await gone(telling) }
        try await hangUp(Words("通话结束", "The call has ended"), "hung up")
        try await press("*", "home", home)
    }

    private func hangUp(_ expected: Words, _ what: String) async throws {
        try await press("*", "once: asks for a second time", Words(".*再按一次就挂断", ".*Press once more"))
        try await press("*", what, expected)
    }

    private func places() async throws {
        let kinds = Words("想找哪里", "What are you looking for")
        let pharmacies = Words("药店 +Pharmacy", "Pharmacy +药店")
        try await press("7", "nearby: what kind", kinds)
        try await press("1", "pharmacies by walking time", pharmacies)
        try await press("1", "one of them", Words("地址", "Address"))
        try await press("*", "back to the list", pharmacies)
        try await press("*", "back to the kinds", kinds)
        try await press("*", "home", home)
    }

    private func information() async throws {
        let topics = Words("2 +公交到站", "2 +Buses here")
        try await press("8", "information: the topics", topics)
        let pages: [(Booth.Key, String, Words)] = [
            ("1", "weather and air", Words("现在|.*现在", ".*Now")),
            ("2", "buses here", Words("公交到站 ", "Buses here ")),
            ("3", "activities and courses", Words("活动和课程 ", "Activities, courses ")),
            ("5", "Wi-Fi and charging", Words("免费上网", "Free Wi-Fi")),
            ("6", "notices", Words("通知和手册 ", "Notices, handbook ")),
        ]
        for (key, what, expected) in pages {
            try await press(key, what, expected)
            try await press("*", "back to the topics", topics)
        }
        let numbers = Words("健康热线", "Health line")
        let call = Words("返回 .*打这个电话", "# +Call this num")
        try await press("4", "service numbers", numbers)
        try await press("1", "12345", call)
        try await press("#", "called, answered", connected)
        try await hangUp(call, "hung up; the number again")
        try await press("*", "back to the numbers", numbers)
        try await press("*", "back to the topics", topics)
        try await press("*", "home", home)
    }

    private func pension() async throws {
        try await press("9", "pension: consent", Words("返回 .*同意", "Back .*I agree"))
        try await press("#", "the card is asked for", Words("请把社保卡", ".*put your social"))
        try await press("*", "home", home)
    }

    private func person() async throws {
        try await press("0", "the help centre, answered", connected)
        try await hangUp(rating, "hung up; how was it")
        try await press("2", "so-so; home says thanks", thanks)
    }
}
