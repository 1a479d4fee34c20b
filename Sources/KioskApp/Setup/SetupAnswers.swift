import BoothConfiguration
import Foundation

/// A file of answers: `name: value`, one a line, in any order. What is not in it stays as it is.
enum SetupAnswers {
    /// The present answers as such a file. Secrets are not in it.
    static func text(_ draft: SetupDraft) -> String {
        var lines = [
            "# Answers for booth-setup --answers FILE. What is left out stays as it is; - takes a device or a password away.",
            "# booth-setup --answers 文件 用的答案。没写的照旧;设备或密码写 - 就是去掉。",
        ]
        for field in draft.fields {
            lines.append("# \(field.chinese) \(field.english)")
            if let file = draft.secretFile(field) {
                lines.append("# \(field.name): (\(file))")
            } else {
                let answer = draft.answer(field)
                lines.append(answer.map { "\(field.name): \(YAMLEdit.written($0))" } ?? "# \(field.name):")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Takes the answers of a file, and what follows from them.
    /// - Throws: `SetupDraft.Refusal` at the first that cannot be taken.
    static func take(_ text: String, file: String, into draft: inout SetupDraft) throws {
        let answers: YAMLEdit
        do {
            answers = try YAMLEdit(text, file: file)
        } catch {
            throw SetupDraft.Refusal(description: error.description)
        }
        var left = Set(answers.keys())
        func given(_ field: SetupField) -> String? { answers.value(at: [.key(field.name)]) }
        // The number of trunks decides what else there is.
        if let count = draft.fields.first(where: { $0.place == .trunkCount }), let answer = given(count) {
            try draft.take(answer, for: count)
        }
        for field in draft.fields {
            left.remove(field.name)
            if field.place == .trunkCount { continue }
            let answer = given(field)
            if answer == nil, answers.count(at: [.key(field.name)]) > 0 {
                throw SetupDraft.Refusal(
                    description: "\(file): \(field.name) is a list; write its lines with | between them")
            }
            if let answer {
                try draft.take(answer, for: field)
            } else if let follows = draft.suggestion(field), follows != draft.answer(field) {
                try draft.take(follows, for: field)
            }
        }
        if let unknown = left.sorted().first {
            throw SetupDraft.Refusal(
                description:
                    "\(file): nothing is asked by the name '\(unknown)'; booth-setup --print-answers has the names")
        }
    }
}
