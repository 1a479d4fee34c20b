import Foundation

/// A person's input in answer to a request, and the change that it means.
struct AnswerForm: Sendable {
    /// A field of the form.
    struct Field: Sendable {
        let name: String
        let zh: String
        let en: String
        /// An example of a correct value.
        let example: String
        /// The most characters.
        let limit: Int
        let isRequired: Bool
        let member: any WritableKeyPath<Assignment, String?> & Sendable
    }

    /// A field that cannot be used as it is.
    struct Mistake: Equatable, Sendable {
        let field: String
        let zh: String
        let en: String
    }

    /// All mistakes at once.
    struct Mistakes: Error {
        let all: [Mistake]
    }

    /// The actions open to a person, in the form's words.
    enum Action: String, Sendable {
        case accept, assign, complete, fail
    }

    /// How many minutes away a car may be.
    static let minutes = 1...180

    let kind: String
    /// The values as typed, by field.
    let values: [String: String]

    init(kind: String, typed: FormBody) {
        self.kind = kind
        let names = Self.fields(of: kind).map(\.name) + ["minutes", "reason"]
        values = Dictionary(names.map { ($0, typed[$0]) }, uniquingKeysWith: { first, _ in first })
    }

    /// The form's initial values: what was given so far, otherwise what the resident asked for.
    init(of request: ServiceRequest) {
        kind = request.kind
        var values: [String: String] = [:]
        for field in Self.fields(of: kind) { values[field.name] = request.assignment?[keyPath: field.member] }
        values["minutes"] = request.assignment?.minutes.map(String.init)
        if kind == "clinic", request.assignment == nil {
            for name in ["hospital", "department"] {
                values[name] = request.words.first { $0.id == name }?.answer ?? request.choices[name]
            }
        }
        self.values = values
    }

    /// The texts that a kind needs. A taxi also needs minutes.
    static func fields(of kind: String) -> [Field] {
        switch kind {
        case "taxi":
            [
                Field(
                    name: "plate", zh: "车牌", en: "plate", example: "沪A·D5638", limit: 16, isRequired: true,
                    member: \.plate),
                Field(
                    name: "car", zh: "车的颜色和型号", en: "colour and model", example: "白色 大众朗逸", limit: 30,
                    isRequired: false, member: \.car),
            ]
        case "clinic":
            [
                Field(
                    name: "hospital", zh: "医院", en: "hospital", example: "普陀区中心医院", limit: 60, isRequired: true,
                    member: \.hospital),
                Field(
                    name: "department", zh: "科室", en: "department", example: "全科", limit: 40, isRequired: true,
                    member: \.department),
                Field(
                    name: "slot", zh: "时间", en: "time", example: "11月23日 上午9:00", limit: 60, isRequired: true,
                    member: \.slot),
            ]
        default:
            [
                Field(
                    name: "title", zh: "办什么", en: "what", example: "水管维修", limit: 60, isRequired: true,
                    member: \.title),
                Field(
                    name: "when", zh: "时间", en: "when", example: "今天下午3点", limit: 60, isRequired: false,
                    member: \.when),
                Field(
                    name: "where", zh: "地点", en: "where", example: "曹杨路500号", limit: 100, isRequired: false,
                    member: \.place),
                Field(
                    name: "note", zh: "请注意", en: "note", example: "请带身份证", limit: 200, isRequired: false,
                    member: \.note),
            ]
        }
    }

    /// The change that this action makes to a request; throws everything that is wrong.
    func change(_ action: Action, to request: ServiceRequest, at now: Date) throws(Mistakes) -> ServiceRequest.Change {
        switch action {
        case .accept: return .accept
        case .assign: return .assign(try assignment(at: now))
        case .complete:
            // A car that came needs no text. A booking does, unless it was given before.
            if kind == "taxi" { return .complete(nil) }
            let isEmpty = values.values.allSatisfy { Self.trimmed($0).isEmpty }
            if isEmpty, kind != "clinic" || request.assignment != nil { return .complete(nil) }
            return .complete(try assignment(at: now))
        case .fail:
            let reason = values["reason"] ?? ""
            guard RequestWords.reasons.contains(where: { $0.code == reason }) else {
                throw Mistakes(all: [Mistake(field: "reason", zh: "请选原因", en: "choose a reason")])
            }
            return .fail(reason: reason)
        }
    }

    private func assignment(at now: Date) throws(Mistakes) -> Assignment {
        var assignment = Assignment()
        var mistakes: [Mistake] = []
        for field in Self.fields(of: kind) {
            switch Self.text(of: field, values[field.name] ?? "") {
            case .success(let text): assignment[keyPath: field.member] = text
            case .failure(let mistake): mistakes += mistake.all
            }
        }
        if kind == "taxi" {
            let typed = Self.trimmed(values["minutes"] ?? "")
            if let minutes = Int(typed), Self.minutes.contains(minutes) {
                assignment.minutes = minutes
                assignment.arrivesAt = now + TimeInterval(minutes * 60)
            } else {
                mistakes.append(
                    Mistake(
                        field: "minutes", zh: "几分钟到,1 到 180 的整数,如 6",
                        en: "minutes until it comes, a whole number from 1 to 180 such as 6"))
            }
        }
        guard mistakes.isEmpty else { throw Mistakes(all: mistakes) }
        return assignment
    }

    private static func text(of field: Field, _ typed: String) -> Result<String?, Mistakes> {
        func mistake(_ zh: String, _ en: String) -> Result<String?, Mistakes> {
            .failure(Mistakes(all: [Mistake(field: field.name, zh: "\(field.zh):\(zh)", en: "\(field.en): \(en)")]))
        }
        let text = trimmed(typed)
        if text.isEmpty {
            return field.isRequired
                ? mistake("要填,如 \(field.example)", "is needed, such as \(field.example)") : .success(nil)
        }
        guard text.count <= field.limit else {
            return mistake("最多 \(field.limit) 个字", "at most \(field.limit) characters")
        }
        guard field.name == "plate" else { return .success(text) }
        guard let plate = plate(text) else {
            return mistake("不像车牌,应如 沪A·D5638", "not a plate such as 沪A·D5638")
        }
        return .success(plate)
    }

    /// Removes characters that have no place in one line of a booth's screen, and turns full-width digits and letters
    /// into ordinary ones.
    private static func trimmed(_ text: String) -> String {
        let plain = text.unicodeScalars.filter { scalar in
            ![.control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned].contains(
                scalar.properties.generalCategory)
        }
        let halfWidth = String(String.UnicodeScalarView(plain)).unicodeScalars.map { scalar in
            switch scalar.value {
            case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(halfWidth)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A licence plate of the mainland (GA 36) in the form `沪A·D5638`, however it was typed; nil if it is not one.
    static func plate(_ text: String) -> String? {
        let plain = text.uppercased().filter { !" ·・•.-".contains($0) }
        let pattern =
            /([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])([A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9学警港澳领])/
        guard let match = plain.wholeMatch(of: pattern) else { return nil }
        return "\(match.1)·\(match.2)"
    }
}
