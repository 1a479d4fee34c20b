import Vocabulary
public import Basics

extension UsageEvent {
    /// The CloudEvents `type`: reverse DNS with a version.
    public var cloudEventType: String { "cn.laoyouting.booth.\(detail.kind.rawValue).v1" }

    /// The CloudEvents `data`. `session` is the random id that the runtime gave the session.
    public func data(booth: String, session: String?) -> JSONValue {
        var members: JSONObject = [
            "booth": .string(booth),
            "session": .optional(session),
            "function": .optional(function?.rawValue),
            "official_category": .optional(official?.rawValue),
            "language": .string(language.rawValue),
            "input": .optional(input?.rawValue),
            "duration_ms": .optional(duration),
            "offline": .bool(offline),
        ]
        if detail.kind.isAboutUse { members.append("use", use.map { .bounded($0) } ?? .null) }
        return .object(members + detail.members)
    }
}

/// The kinds of records. Each has a JSON Schema in docs/schemas. A change to its members requires a new version.
public enum RecordKind: String, CaseIterable, Hashable, Sendable {
    case session, function, step, call, request, information, rating, language, emergency
    case selfTest = "selftest"
    case fault, configuration, lifecycle, update
}

extension RecordKind {
    /// Whether the record is about one use of a function and says which.
    fileprivate var isAboutUse: Bool { self == .function || self == .step || self == .rating }
}

extension UsageEvent.Detail {
    /// The kind of record it makes.
    public var kind: RecordKind {
        switch self {
        case .session: .session
        case .function: .function
        case .step: .step
        case .call: .call
        case .request: .request
        case .information: .information
        case .rating: .rating
        case .language: .language
        case .emergency: .emergency
        case .selfTest: .selfTest
        case .fault: .fault
        case .configuration: .configuration
        case .lifecycle: .lifecycle
        case .update: .update
        }
    }

    fileprivate var members: JSONObject {
        switch self {
        case .session(let end, let findings):
            [
                "outcome": .string(end.rawValue),
                "first_key_ms": .optional(findings.firstKeyLatency),
                "wrong_keys": .bounded(findings.wrongKeys),
                "repeats": .bounded(findings.repeats),
                "erasures": .bounded(findings.erasures),
                "backs": .bounded(findings.backs),
                "language_returns": .bounded(findings.languageReturns),
                "rescues": .bounded(findings.rescues),
            ]
        case .function(let outcome, let lastStep):
            ["outcome": .string(outcome.rawValue), "step": .optional(lastStep?.rawValue)]
        case .step(let record):
            [
                "outcome": .string(record.outcome.rawValue),
                "step": .string(record.step.rawValue),
                "position": .bounded(record.position),
                "first_key_ms": .optional(record.firstKeyLatency),
                "wrong_keys": .bounded(record.wrongKeys),
                "repeats": .bounded(record.repeats),
            ]
        case .call(let call):
            [
                "outcome": .string(call.outcome.rawValue),
                "class": .string(call.callClass.rawValue),
                "direction": .string(call.direction.rawValue),
                "service": .optional(call.service?.rawValue),
                "route": .optional(call.route?.rawValue),
                "sip_status": call.sipStatus.map { .bounded($0) } ?? .null,
                "ended_by": .optional(call.endedBy?.rawValue),
                "attempts": .bounded(call.attempts),
                "ring_ms": .optional(call.ring),
                "talk_ms": .optional(call.talk),
            ]
        case .request(let kind, let phase):
            ["outcome": .string(phase.rawValue), "kind": .string(kind)]
        case .information(let topic, let age):
            [
                "outcome": .string("shown"), "topic": .string(topic),
                "data_age_s": age.map { .bounded($0) } ?? .null,
            ]
        case .rating(let value):
            ["outcome": .string("rated"), "rating": .bounded(value)]
        case .language(let from):
            ["outcome": .string("changed"), "from": .string(from.rawValue)]
        case .emergency(let record):
            [
                "outcome": .string(record.outcome.rawValue),
                "service": record.outcome == .declined
                    ? .optional(record.service?.rawValue) : .string(record.service?.rawValue ?? "help-centre"),
                "origin": .string(record.origin.rawValue),
                "dialled_after_ms": .optional(record.dialledAfter),
                "connected_after_ms": .optional(record.connectedAfter),
                "cancelled_at_ms": .optional(record.cancelledAfter),
                "route": .optional(record.route?.rawValue),
                "demonstration": .bool(record.demonstration),
            ]
        case .selfTest(let test):
            [
                "outcome": .string(test.outcome.rawValue),
                "route": .string(test.route.rawValue),
                "sip_status": test.sipStatus.map { .bounded($0) } ?? .null,
                "ring_ms": .optional(test.ring),
            ]
        case .fault(let fault, let raised):
            ["outcome": .string(raised ? "raised" : "cleared"), "fault": .string(fault.rawValue)]
        case .configuration(let lastGood):
            ["outcome": .string(lastGood ? "last_good" : "applied")]
        case .lifecycle(let event, let reason):
            ["outcome": .string(event.rawValue), "reason": .string(reason.rawValue)]
        case .update(let update):
            [
                "outcome": .string(update.outcome.rawValue),
                "reason": .string(update.reason),
                "update": .string(update.id),
                "package": .string(update.subject.rawValue),
                "from": .optional(update.from),
                "to": .optional(update.to),
                "installed": .optional(update.installed),
            ]
        }
    }
}

extension JSONValue {
    fileprivate static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    fileprivate static func optional(_ duration: Duration?) -> JSONValue {
        duration.map { .bounded($0.wholeMilliseconds) } ?? .null
    }

    /// The value within the bounds of the schemas, so that a clock with absurd values does not invalidate the record.
    fileprivate static func bounded(_ value: some BinaryInteger) -> JSONValue {
        .integer(Int64(clamping: min(max(value, 0), 999_999_999)))
    }
}
