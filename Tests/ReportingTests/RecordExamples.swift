import Basics
import Reporting
import Vocabulary

/// Records of every kind, as the core writes them, with every value of their enumerations and with members present and
/// absent. docs/schemas/examples.jsonl holds the same records, and other programs check it against the schemas.
enum RecordExamples {
    /// A type and its `data`.
    struct Example {
        let type: String
        let data: JSONValue

        /// The example as a line of the file.
        var line: String { JSONValue.object(["type": .string(type), "data": data]).serialized }
    }

    static let booth = "PT-0042"
    static let session = "0b6d9f3e-53d1-4a0e-9a35-0d4c4f0a1b2c"

    static var all: [Example] {
        var examples: [Example] = []
        for kind in RecordKind.allCases {
            for (number, detail) in details(kind).enumerated() { examples.append(example(detail, number)) }
        }
        return examples + losses
    }

    /// The members that every record has take their values in turn.
    private static func example(_ detail: UsageEvent.Detail, _ number: Int) -> Example {
        func turn<Value>(_ values: [Value]) -> Value { values[number % values.count] }
        let official: [OfficialCategory?] = OfficialCategory.allCases + [nil]
        let inputs: [InputMethod?] = InputMethod.allCases + [nil]
        let languages: [LanguageCode] = [.chinese, .english, .japanese, .korean, LanguageCode(rawValue: "sr-Latn-RS")]
        let isInSession = number % 3 != 2
        let event = UsageEvent(
            detail, session: isInSession ? SessionHandle(1) : nil,
            function: turn([FunctionID(rawValue: "free-call"), nil]), official: turn(official),
            language: turn(languages), input: turn(inputs), duration: turn([.milliseconds(61_250), nil]),
            offline: turn([false, true]), use: isInSession ? 1 + number % 2 : nil)
        return Example(
            type: event.cloudEventType, data: event.data(booth: booth, session: isInSession ? session : nil))
    }

    private static func details(_ kind: RecordKind) -> [UsageEvent.Detail] {
        switch kind {
        case .session: sessions
        case .function:
            zip(FunctionOutcome.allCases.cycled(StepName.allCases.count), StepName.allCases.map { $0 } + [nil]).map {
                .function($0, lastStep: $1)
            } + [.function(.completed, lastStep: nil)]
        case .step: steps
        case .call: calls
        case .request:
            RequestOutcome.allCases.map { .request(kind: "taxi", phase: $0) }
                + [.request(kind: "clinic", phase: .requested)]
        case .information:
            InformationTopic.allCases.map { .information(topic: $0.rawValue, ageSeconds: 90) }
                + PlaceKind.allCases.map { .information(topic: $0.rawValue, ageSeconds: nil) }
        case .rating: [.rating(1), .rating(2), .rating(3)]
        case .language: [.language(from: .chinese), .language(from: .korean)]
        case .emergency: emergencies
        case .selfTest:
            CallOutcome.allCases.map {
                .selfTest(
                    SelfTestRecord(
                        route: TrunkID(rawValue: "main"), outcome: $0, sipStatus: $0 == .refused ? 503 : nil,
                        ring: .seconds(2)))
            }
        case .fault: Fault.allCases.flatMap { [.fault($0, raised: true), .fault($0, raised: false)] }
        case .configuration: [.configuration(lastGood: false), .configuration(lastGood: true)]
        case .lifecycle:
            [
                .lifecycle(.started, .ordinary), .lifecycle(.recovered, .crash), .lifecycle(.stopped, .signal),
                .lifecycle(.stopped, .terminalLost),
            ]
        case .update: updates
        }
    }

    private static var updates: [UsageEvent.Detail] {
        UpdateRecord.reasons.enumerated().compactMap { number, reason in
            func turn<Value>(_ values: [Value]) -> Value { values[number % values.count] }
            return UpdateRecord(
                id: "5f0c9a5e-6f0e-4f4c-8a4d-0b7a3f1f7c11", subject: turn(UpdateRecord.Subject.allCases),
                outcome: turn(UpdateRecord.Outcome.allCases), reason: reason, from: turn(["1.0", nil]),
                to: turn(["1.1", "0.1.0+494.g368047648c"]), installed: turn(["1.1", "1.0", nil])
            ).map { .update($0) }
        }
    }

    private static var sessions: [UsageEvent.Detail] {
        var findings = SessionFindings()
        findings.firstKeyLatency = .milliseconds(1900)
        findings.wrongKeys = 2
        findings.repeats = 1
        findings.erasures = 3
        findings.backs = 1
        findings.languageReturns = 1
        findings.rescues = 1
        return SessionEnd.allCases.map { .session($0, findings) } + [.session(.left, SessionFindings())]
    }

    private static var steps: [UsageEvent.Detail] {
        zip(StepOutcome.allCases.cycled(StepName.allCases.count), StepName.allCases).enumerated().map { number, pair in
            .step(
                StepRecord(
                    step: pair.1, position: number % 4 + 1, outcome: pair.0,
                    firstKeyLatency: pair.0 == .idle ? nil : .milliseconds(2400), wrongKeys: number, repeats: 1))
        }
    }

    private static var calls: [UsageEvent.Detail] {
        // Test calls have a record of their own.
        let classes = CallClass.allCases.filter { $0 != .test }.cycled(CallOutcome.allCases.count)
        let ends: [CallEndedBy?] = CallEndedBy.allCases + [nil]
        return zip(CallOutcome.allCases, classes).enumerated().map { number, pair in
            .call(
                CallRecord(
                    callClass: pair.1, direction: CallDirection.allCases[number % 2],
                    service: pair.1 == .free ? nil : .helpCentre,
                    route: number % 4 == 3 ? nil : TrunkID(rawValue: "main"), outcome: pair.0,
                    sipStatus: pair.0 == .refused ? 603 : nil, endedBy: ends[number % ends.count],
                    attempts: number, ring: .seconds(7), talk: pair.0 == .answered ? .seconds(95) : .zero))
        }
    }

    private static var emergencies: [UsageEvent.Detail] {
        let services: [EmergencyService?] = EmergencyService.allCases + [nil]
        let origins = EmergencyOrigin.allCases
        return (0..<max(origins.count, EmergencyOutcome.allCases.count)).map { number in
            .emergency(
                EmergencyRecord(
                    service: services[number % services.count], origin: origins[number % origins.count],
                    outcome: EmergencyOutcome.allCases[number % EmergencyOutcome.allCases.count],
                    dialledAfter: number % 2 == 0 ? .seconds(8) : nil,
                    connectedAfter: number % 2 == 0 ? .seconds(11) : nil,
                    cancelledAfter: number % 2 == 1 ? .milliseconds(1500) : nil,
                    route: number % 2 == 0 ? TrunkID(rawValue: "main") : nil, demonstration: number % 2 == 1))
        }
    }

    /// What the queue itself reports.
    private static var losses: [Example] {
        let epoch = "6f1c3a52-5c3b-4f37-9a53-0a4f5ac5c111"
        var losses = LossReason.allCases.map { QueueLoss(epoch: epoch, ranges: [3...5, 9...9], count: 4, reason: $0) }
        losses.append(QueueLoss(epoch: epoch, ranges: [], count: 2, reason: .memory))
        losses.append(QueueLoss(epoch: nil, ranges: [], count: nil, reason: .corrupt))
        return losses.map { Example(type: QueueLoss.eventType, data: $0.data(booth: booth)) }
    }
}

extension Collection {
    /// The elements again and again, at least `count` of them.
    fileprivate func cycled(_ count: Int) -> [Element] {
        Array(repeatElement(self, count: count / Swift.max(1, self.count) + 1).joined())
    }
}
