extension UsageEvent {
    /// The CloudEvents `type`: reverse DNS with a version.
    public var cloudEventType: String { "cn.laoyouting.booth.\(kind).v1" }

    private var kind: String {
        switch detail {
        case .session: "session"
        case .function: "function"
        case .call: "call"
        case .request: "request"
        case .information: "step"
        case .rating: "rating"
        case .language: "language"
        case .emergency: "emergency"
        case .selfTest: "selftest"
        case .fault: "fault"
        case .configuration: "configuration"
        case .lifecycle: "lifecycle"
        }
    }

    /// The CloudEvents `data`. `session` is the random id that the runtime gave the session.
    public func data(booth: String, session: String?) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("booth", .string(booth)),
            ("session", .optional(session)),
            ("function", .optional(function?.rawValue)),
            ("official_category", .optional(official?.rawValue)),
            ("language", .string(language.rawValue)),
            ("input", .optional(input?.rawValue)),
            ("duration_ms", .optional(duration)),
            ("offline", .bool(offline)),
        ]
        members += detail.members
        return .object(members)
    }
}

extension UsageEvent.Detail {
    fileprivate var members: [(String, JSONValue)] {
        switch self {
        case .session(let end, let findings):
            [
                ("outcome", .string(end.rawValue)),
                ("first_key_ms", .optional(findings.firstKeyLatency)),
                ("wrong_keys", .integer(Int64(findings.wrongKeys))),
                ("repeats", .integer(Int64(findings.repeats))),
                ("erasures", .integer(Int64(findings.erasures))),
                ("backs", .integer(Int64(findings.backs))),
                ("language_returns", .integer(Int64(findings.languageReturns))),
                ("rescues", .integer(Int64(findings.rescues))),
            ]
        case .function(let outcome, let lastStep):
            [("outcome", .string(outcome.rawValue)), ("step", .optional(lastStep?.rawValue))]
        case .call(let call):
            [
                ("outcome", .string(call.outcome.rawValue)),
                ("class", .string(call.callClass.rawValue)),
                ("direction", .string(call.direction.rawValue)),
                ("service", .optional(call.service?.rawValue)),
                ("route", .optional(call.route?.rawValue)),
                ("sip_status", call.sipStatus.map { .integer(Int64($0)) } ?? .null),
                ("ended_by", .optional(call.endedBy?.rawValue)),
                ("attempts", .integer(Int64(call.attempts))),
                ("ring_ms", .optional(call.ring)),
                ("talk_ms", .optional(call.talk)),
            ]
        case .request(let kind, let phase):
            [("outcome", .string(phase.rawValue)), ("kind", .string(kind))]
        case .information(let topic, let age):
            [
                ("outcome", .string("shown")), ("topic", .string(topic)),
                ("data_age_s", age.map { .integer($0) } ?? .null),
            ]
        case .rating(let value):
            [("outcome", .string("rated")), ("rating", .integer(Int64(value)))]
        case .language(let from):
            [("outcome", .string("changed")), ("from", .string(from.rawValue))]
        case .emergency(let record):
            [
                ("outcome", .string(record.outcome.rawValue)),
                ("service", .string(record.service?.rawValue ?? "help-centre")),
                ("origin", .string(record.origin.rawValue)),
                ("dialled_after_ms", .optional(record.dialledAfter)),
                ("connected_after_ms", .optional(record.connectedAfter)),
                ("cancelled_at_ms", .optional(record.cancelledAfter)),
                ("route", .optional(record.route?.rawValue)),
                ("demonstration", .bool(record.demonstration)),
            ]
        case .selfTest(let test):
            [
                ("outcome", .string(test.outcome.rawValue)),
                ("route", .string(test.route.rawValue)),
                ("sip_status", test.sipStatus.map { .integer(Int64($0)) } ?? .null),
                ("ring_ms", .optional(test.ring)),
            ]
        case .fault(let fault, let raised):
            [("outcome", .string(raised ? "raised" : "cleared")), ("fault", .string(fault.rawValue))]
        case .configuration(let lastGood):
            [("outcome", .string(lastGood ? "last_good" : "applied"))]
        case .lifecycle(let event):
            [("outcome", .string(event.rawValue))]
        }
    }
}

extension JSONValue {
    fileprivate static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    fileprivate static func optional(_ duration: Duration?) -> JSONValue {
        duration.map { .integer($0.wholeMilliseconds) } ?? .null
    }
}
