import Basics
import Foundation

/// SIMULATOR. Invented cars and appointments, always the same for the same request.
enum SimulatedAnswers {
    /// How the simulator treats a request.
    enum Mood { case answering, failing, silent }

    /// The treatment of a request; always the same for the same request and settings.
    static func mood(for request: ServiceRequest, _ settings: SimulatorSettings) -> Mood {
        // Uses other bits than those that choose the car.
        let lot = Int(seed(of: request.id) >> 32 % 100)
        if lot < settings.silentPercent { return .silent }
        return lot < settings.silentPercent + settings.failPercent ? .failing : .answering
    }

    /// A car that arrives 4 to 9 minutes after `time`.
    static func car(for request: ServiceRequest, at time: Date) -> Assignment {
        let seed = seed(of: request.id)
        let minutes = 4 + Int(seed % 6)
        return Assignment(
            plate: "沪A·D\(1000 + Int(seed / 6 % 9000))", car: cars[Int(seed / 7 % UInt64(cars.count))],
            minutes: minutes,
            arrivesAt: time + TimeInterval(minutes * 60))
    }

    /// The requested appointment, in words if the choice is one of the sample's, otherwise as it was sent.
    static func appointment(for request: ServiceRequest) -> Assignment {
        func words(_ names: [String: [String: String]], _ id: String) -> String? {
            request.choices[id].map { choice in
                names[choice]?[request.language] ?? names[choice]?["en"]
                    ?? request.words.first { $0.id == id }?.answer ?? choice
            }
        }
        return Assignment(
            hospital: words(hospitals, "hospital"),
            department: words(departments, "department") ?? departments["general"]?[request.language],
            slot: words(slots, "slot"))
    }

    private static let cars = ["白色 大众朗逸", "绿色 荣威Ei5", "蓝色 大众途安", "黄色 荣威Ei5", "白色 比亚迪秦"]

    private static let hospitals = [
        "putuo-central": [
            "zh-Hans": "普陀区中心医院", "en": "Putuo District Central Hospital", "ja": "普陀区中心医院", "ko": "푸퉈구 중심병원",
        ]
    ]

    private static let departments = [
        "general": ["zh-Hans": "全科", "en": "General practice", "ja": "総合診療科", "ko": "일반의학과"]
    ]

    private static let slots = [
        "today-am": ["zh-Hans": "今天上午", "en": "This morning", "ja": "今日の午前", "ko": "오늘 오전"],
        "today-pm": ["zh-Hans": "今天下午", "en": "This afternoon", "ja": "今日の午後", "ko": "오늘 오후"],
        "tomorrow-am": ["zh-Hans": "明天上午", "en": "Tomorrow morning", "ja": "明日の午前", "ko": "내일 오전"],
        "tomorrow-pm": ["zh-Hans": "明天下午", "en": "Tomorrow afternoon", "ja": "明日の午後", "ko": "내일 오후"],
    ]

    /// A seed that is the same in every run of the program.
    private static func seed(of id: String) -> UInt64 { FNV1a(id.lowercased().utf8).value }
}
