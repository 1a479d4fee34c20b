import BoothConfiguration

/// One thing that `kiosk setup` asks: its name in a file of answers, and where it goes.
struct SetupField: Equatable {
    /// Where an answer goes.
    enum Place: Equatable {
        /// A text, or a number or flag without quotes.
        case value([YAMLStep], isNumber: Bool = false)
        /// A text that may be missing.
        case optional([YAMLStep])
        /// Lines of a list, separated by ` | `.
        case lines([YAMLStep])
        /// How many trunks there are.
        case trunkCount
        /// A file of its own, whose name stands at this place; the name if none does.
        case secret([YAMLStep], file: String)
    }

    let name: String
    let chinese: String
    let english: String
    let place: Place

    init(_ name: String, _ chinese: String, _ english: String, _ place: Place) {
        (self.name, self.chinese, self.english, self.place) = (name, chinese, english, place)
    }

    /// Where the answer stands in booth.yaml.
    var path: [YAMLStep] {
        switch place {
        case .value(let path, _), .optional(let path), .lines(let path), .secret(let path, _): path
        case .trunkCount: Self.trunks
        }
    }

    static let trunks: [YAMLStep] = ["telephony", "trunks"]
    private static let languages = [
        ("zh-Hans", "中文", "Chinese"), ("en", "英文", "English"), ("ja", "日文", "Japanese"), ("ko", "韩文", "Korean"),
    ]

    /// Everything that is asked of a booth with this many trunks, in order. Emergency numbers are not among it.
    static func all(trunkCount: Int) -> [SetupField] {
        let numbered = (0..<trunkCount).flatMap(trunk)
        return identity + announcements + [live, count] + numbered + platform + sound
    }

    private static var identity: [SetupField] {
        [SetupField("number", "亭子的编号(牌上写的)", "The booth's number, as on its plate", .value(["booth", "number"]))]
            + localized("address", "地址", "Address", ["booth", "address"], languages) + [
                SetupField(
                    "say_this", "紧急通话时「请这样说」,每行之间写 |", "What to say in an emergency call; | between lines",
                    .lines(["booth", "say_this"])),
                SetupField(
                    "say_this_latin", "同上,用拼音", "The same in Latin letters", .lines(["booth", "say_this_latin"])),
            ]
            + localized("nearest_phone", "最近的电话", "The nearest other telephone", ["booth", "nearest_phone"], languages)
            + [
                SetupField(
                    "latitude", "纬度(WGS 84)", "Latitude in degrees (WGS 84)",
                    .value(["booth", "location", "latitude"], isNumber: true)),
                SetupField(
                    "longitude", "经度(WGS 84)", "Longitude in degrees (WGS 84)",
                    .value(["booth", "location", "longitude"], isNumber: true)),
            ]
    }

    private static var announcements: [SetupField] {
        let spoken = Array(languages.prefix(2))
        return localized(
            "announce.address", "播放给对方听:地址", "Played to the far side: the address", ["booth", "announce", "address"],
            spoken)
            + localized(
                "announce.unable", "播放给对方听:来电人不能说话", "Played to the far side: the caller cannot speak",
                ["booth", "announce", "unable"], spoken)
    }

    private static func localized(
        _ name: String, _ chinese: String, _ english: String, _ path: [YAMLStep],
        _ languages: [(code: String, chinese: String, english: String)]
    ) -> [SetupField] {
        languages.map { language in
            SetupField(
                "\(name).\(language.code)", "\(chinese)(\(language.chinese))", "\(english), in \(language.english)",
                .value(path + [.key(language.code)]))
        }
    }

    private static let live = SetupField(
        "live", "真的打出去吗(true / false)", "Make real calls (true / false)",
        .value(["telephony", "live"], isNumber: true))
    private static let count = SetupField("trunks", "有几条中继线", "How many trunks there are", .trunkCount)

    private static func trunk(_ index: Int) -> [SetupField] {
        let path = trunks + [.item(index)]
        let (name, chinese, english) = ("trunk.\(index + 1)", "第 \(index + 1) 条中继线", "Trunk \(index + 1)")
        func field(_ key: String, _ inChinese: String, _ inEnglish: String, _ place: Place) -> SetupField {
            SetupField("\(name).\(key)", "\(chinese):\(inChinese)", "\(english): \(inEnglish)", place)
        }
        return [
            field("id", "名字", "its name", .value(path + ["id"])),
            field("host", "地址(不写端口)", "address or host name, without a port", .value(path + ["host"])),
            field("port", "端口", "port", .value(path + ["port"], isNumber: true)),
            field("transport", "udp、tcp 或 tls", "udp, tcp or tls", .value(path + ["transport"])),
            field("user", "用户", "user", .value(path + ["user"])),
            field(
                "register", "注册间隔(秒),0 为不注册", "seconds between registrations, 0 for none",
                .value(path + ["register"], isNumber: true)),
            field(
                "password", "密码(存在单独的文件里)", "password, kept in a file of its own",
                .secret(path + ["password_file"], file: "trunk-\(index + 1)-password")),
        ]
    }

    private static let platform = [
        SetupField("platform.url", "管理平台的网址", "Address of the management platform", .value(["platform", "url"])),
        SetupField(
            "platform.token", "管理平台的令牌(存在单独的文件里)", "The platform's token, kept in a file of its own",
            .secret(["platform", "token_file"], file: "platform-token")),
    ]

    private static let sound = [
        SetupField(
            "audio.speaker", "扬声器的 ALSA 设备(none 没有)", "ALSA device of the loudspeaker (none: silent)",
            .value(["audio", "speaker"])),
        SetupField(
            "audio.handset", "听筒的 ALSA 设备(- 没有)", "ALSA device of the handset (-: there is none)",
            .optional(["audio", "handset"])),
        SetupField(
            "audio.microphone", "话筒的 ALSA 设备(- 默认)", "ALSA device of the microphone (-: the default)",
            .optional(["audio", "microphone"])),
        SetupField(
            "audio.hands_free_microphone", "免提话筒的 ALSA 设备(- 同上)",
            "ALSA device of the hands-free microphone (-: the same)", .optional(["audio", "hands_free_microphone"])),
    ]
}
