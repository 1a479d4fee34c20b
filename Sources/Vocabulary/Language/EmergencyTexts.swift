/// The texts of the emergency screens. They are compiled in, so that an emergency needs no language file.
enum EmergencyTexts {
    /// The compiled-in text of a key, if it is one that emergencies need.
    static func text(_ key: MessageKey, in language: LanguageCode) -> String? {
        guard let column = columns.firstIndex(of: language), let row = table[key] else { return nil }
        return row[column]
    }

    /// Keys compiled in for every language of `columns`.
    static var keys: [MessageKey] { Array(table.keys) }

    static let columns: [LanguageCode] = [.chinese, .english, .japanese, .korean]

    private static let table: [MessageKey: [String]] = [
        .homePress: ["请按数字键", "Press a number", "数字を押してください", "숫자를 누르세요"],
        .sosLabel: ["紧急求助", "Emergency", "緊急", "긴급"],
        .keyBack: ["返回", "Back", "戻る", "뒤로"],
        .keyAgain: ["再听一遍", "Say it again", "聞き直す", "다시 듣기"],
        .keyCancel: ["取消", "Cancel", "取り消す", "취소"],
        .keyCallNow: ["立刻拨打", "Call now", "すぐ呼ぶ", "바로 걸기"],
        .markDemo: ["演示・不会接通", "DEMO, no real call", "練習・つながりません", "연습용, 연결되지 않음"],
        .emergencyPolice: ["报警 110", "Police 110", "警察 110", "경찰 110"],
        .emergencyAmbulance: ["急救 120", "Ambulance 120", "救急車 120", "구급차 120"],
        .emergencyFire: ["火警 119", "Fire 119", "火事 119", "화재 119"],
        .emergencyHelpCentre: ["求助中心", "Help centre", "支援窓口", "지원 센터"],
        .emergencyCountdown: [
            "{seconds} 秒后拨打 {service}", "{service}: calling in {seconds} s", "{service}：{seconds}秒後に電話します",
            "{service}: {seconds}초 뒤 전화합니다",
        ],
        .emergencyCallNow: ["立刻拨打：按 #", "Call now: #", "すぐ呼ぶ：#", "바로 걸기: #"],
        .emergencyMistake: ["按错了：按 * 取消", "Mistake? Press *", "間違えたら * で取り消し", "잘못 눌렀으면 * 취소"],
        .emergencyCancelled: [
            "已取消，没有拨打", "Cancelled. No call was made.", "取り消しました。電話はかけていません", "취소했습니다. 전화를 걸지 않았습니다",
        ],
        .emergencyAgain: ["再打请按 {key}", "To call again, press {key}", "もう一度かけるには {key}", "다시 걸려면 {key}"],
        .emergencyStay: ["请不要离开，会一直打", "Please stay. We keep calling.", "ここでお待ちください。かけ続けます", "여기 계세요. 계속 전화합니다"],
        .emergencyDialled: ["您拨的是 {number}", "You dialled {number}", "{number} をダイヤルしました", "{number}번을 누르셨습니다"],
        .meaningPolice: ["您要报警吗？", "Do you need the police?", "警察を呼びますか", "경찰이 필요하세요?"],
        .meaningAmbulance: ["您要叫救护车吗？", "Do you need an ambulance?", "救急車を呼びますか", "구급차가 필요하세요?"],
        .meaningFire: ["您要报火警吗？", "Do you need the fire brigade?", "消防車を呼びますか", "소방차가 필요하세요?"],
        .meaningHelp: ["您要打电话求助吗？", "Do you need help?", "助けを呼びますか", "도움이 필요하세요?"],
        .meaningCancelOrder: ["取消我的订单", "Cancel my order", "注文を取り消す", "주문 취소"],
        .meaningBack: ["不是，继续刚才的", "No, go on", "いいえ、続けます", "아니요, 계속"],
        .meaningPersonComes: [
            "不按键，{seconds} 秒后接通人工", "No key: a person in {seconds} s", "押さなければ{seconds}秒後に係員へ",
            "안 누르면 {seconds}초 뒤 상담원 연결",
        ],
        .meaningPageComes: [
            "不按键，{seconds} 秒后返回", "No key: back in {seconds} s", "押さなければ{seconds}秒後に戻ります",
            "안 누르면 {seconds}초 뒤 돌아갑니다",
        ],
        .emergencySosConnected: [
            "电话已接通，请说话", "You are connected. Please speak.", "つながっています。お話しください", "연결되어 있습니다. 말씀하세요",
        ],
        .chooserTitle: ["要哪一种帮助？", "Which help do you need?", "どこを呼びますか", "어떤 도움이 필요하세요?"],
        .chooserNoKey: [
            "不按键，{seconds} 秒后接通求助中心", "No key: help centre in {seconds} s", "押さなければ{seconds}秒後に支援窓口へ",
            "안 누르면 {seconds}초 뒤 지원 센터로 연결",
        ],
        .chooserAutomaticOff: ["请按 4、5 或 6", "Please press 4, 5 or 6", "4、5、6のどれかを押してください", "4, 5, 6 중 하나를 누르세요"],
        .callDialled: ["已拨出", "Dialled", "発信", "발신"],
        .callRang: ["已振铃", "Ringing", "呼出中", "벨 울림"],
        .callConnected: ["已接通", "CONNECTED", "つながりました", "연결되었습니다"],
        .callEarlyMedia: ["请听线路里的话", "Please listen to the line", "音声をお聞きください", "안내를 들어 주세요"],
        .callSpeak: ["请说话", "Please speak", "お話しください", "말씀하세요"],
        .callSayThis: ["请这样说", "Say this", "こう言ってください", "이렇게 말씀하세요"],
        .callTellAddress: ["把地址报给对方", "Tell them my address", "住所を相手に伝える", "주소 알려 주기"],
        .callCannotSpeak: ["我听不见、说不出", "I can't hear or speak", "聞こえない・話せない", "듣거나 말할 수 없어요"],
        .callTelling: ["正在报给对方听", "Telling them now", "相手に伝えています", "알리고 있습니다"],
        .callHangUp: ["按两次挂断", "Press twice to hang up", "2回押すと切れます", "두 번 누르면 끊어집니다"],
        .callHangUpOnce: ["再按一次就挂断", "Press once more to hang up", "もう一度押すと切れます", "한 번 더 누르면 끊어집니다"],
        .callSwitch: [
            "再按一次 {key}，改打 {service}", "{key} once more: call {service}", "もう一度{key}で {service} に変更",
            "{key}번을 한 번 더 누르면 {service}",
        ],
        .callRetrying: ["没有接通，正在再打", "Not connected, trying again", "つながりません。かけ直しています", "연결되지 않아 다시 겁니다"],
        .callRetryIn: ["{seconds} 秒后再打", "Calling again in {seconds} s", "{seconds}秒後にかけ直します", "{seconds}초 뒤 다시 겁니다"],
        .callReconnecting: ["电话断了，正在重新拨打", "Call lost, calling again", "切れました。かけ直しています", "전화가 끊겨 다시 겁니다"],
        .callOtherLine: ["正在改走另一条线路", "Trying another line", "別の回線でかけています", "다른 회선으로 겁니다"],
        .callNoSound: ["线路里没有声音", "No sound on the line yet", "まだ音声がありません", "아직 소리가 없습니다"],
        .callMuteTold: [
            "话筒坏了，我们替您报地址", "Broken mic: we tell them your address", "マイク故障。住所を代わりに伝えます", "마이크 고장: 주소를 대신 알립니다",
        ],
        .callMute: ["话筒坏了，对方听不到您", "Broken microphone: they can't hear you", "マイクの故障で声が届きません", "마이크 고장: 상대방이 못 듣습니다"],
        .callNothingHeard: [
            "听不到对方，对方也许听得到您", "We hear nothing; they may hear you", "相手の声が届きません。お話しください", "소리가 안 들립니다. 말씀해 보세요",
        ],
        .callCannot: ["这里现在不能打电话", "This booth cannot call now", "ここでは今、電話をかけられません", "지금은 여기서 전화할 수 없습니다"],
        .callNearest: ["最近的电话", "Nearest telephone", "一番近い電話", "가장 가까운 전화"],
        .callIncoming: ["有电话打进来", "There is a call for you", "電話がかかってきました", "전화가 왔습니다"],
        .callUnknown: ["通话中", "A call", "通話中", "통화 중"],
        .callCaller: ["来电", "Incoming call", "着信", "걸려 온 전화"],
        .callAnswer: ["按任意键接听", "Press any key to answer", "どのキーを押しても出られます", "아무 키나 눌러 받으세요"],
        .callEnded: ["通话结束", "The call has ended", "通話が終わりました", "통화가 끝났습니다"],
        .callNotConnected: [
            "没有接通，现在没有在打", "Not connected. We are not calling now", "つながりませんでした。今はかけていません", "연결되지 않았고 지금은 걸지 않습니다",
        ],
    ]
}
