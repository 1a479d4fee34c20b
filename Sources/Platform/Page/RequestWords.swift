/// The pages' words about requests, in Chinese and English.
enum RequestWords {
    static let simulatorIsOn: HTML =
        "<span class=\"simulator\">由模拟调度应答,不会有车来 · <span lang=\"en\">answered by a simulator / 模拟调度: no car comes</span></span>"
    static let simulatorIsOff: HTML =
        "<span class=\"simulator\">由人应答 · <span lang=\"en\">answered by people</span></span>"

    /// The name of a request's kind. The kinds of the booths' own functions have names here; a technician's kind is
    /// shown as the booth names it, beside its id.
    static func kind(_ request: ServiceRequest) -> HTML {
        switch request.kind {
        case "taxi": .both(("叫出租车", "Taxi"))
        case "clinic": .both(("看病挂号", "Doctor"))
        default: request.kindInWords.map { "\($0) · <span lang=\"en\">\(request.kind)</span>" } ?? "\(request.kind)"
        }
    }

    /// The same in plain Chinese, for a window title.
    static func plainKind(_ request: ServiceRequest) -> String {
        switch request.kind {
        case "taxi": "叫出租车"
        case "clinic": "看病挂号"
        default: request.kindInWords ?? request.kind
        }
    }

    private static func words(_ state: RequestState) -> (zh: String, en: String) {
        switch state {
        case .submitted: ("待应答", "waiting")
        case .accepted: ("已受理", "accepted")
        case .assigned: ("已安排", "assigned")
        case .completed: ("已办好", "completed")
        case .failed: ("没办成", "failed")
        case .cancelled: ("已取消", "cancelled")
        }
    }

    static func plainState(_ state: RequestState) -> String { "\(words(state).zh) · \(words(state).en)" }

    static func state(_ state: RequestState) -> HTML {
        let look = state == .submitted ? "open" : state == .failed || state == .cancelled ? "bad" : "good"
        return "<span class=\"badge \(look)\">\(.both(words(state)))</span>"
    }

    static func author(_ author: RequestAuthor) -> HTML {
        switch author {
        case .booth: .both(("居民在亭里", "the resident at the booth"))
        case .simulator: "simulator / 模拟调度"
        case .platform: .both(("平台(到时限)", "the platform (time is over)"))
        case .person(let name): "\(name)"
        }
    }

    /// The reasons why something could not be done: a code for programs, and words for people.
    static let reasons: [(code: String, zh: String, en: String)] = [
        ("no_car", "没有车", "no car"), ("full", "号满了、没有空", "fully booked"), ("closed", "今天不办", "closed today"),
        ("no_contact", "联系不上居民", "the resident cannot be reached"), ("other", "其他", "another reason"),
    ]

    static func reason(_ code: String) -> HTML {
        if let reason = reasons.first(where: { $0.code == code }) { return .both((reason.zh, reason.en)) }
        return switch code {
        case "no_answer": .both(("十分钟没人应答", "nobody answered within 10 minutes"))
        case "simulated": .both(("模拟的失败", "the simulator let it fail"))
        default: "\(code)"
        }
    }
}
