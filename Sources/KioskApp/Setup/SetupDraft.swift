import BoothConfiguration
import Foundation

/// booth.yaml as it will be, and the files with secrets beside it. Nothing is written here.
struct SetupDraft: Sendable {
    /// What a person is told if an answer cannot be taken.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// The configuration's directory, in which relative names of files begin.
    let directory: String
    private(set) var booth: YAMLEdit
    /// The secrets that were given, by the path of their file.
    private(set) var secrets: [String: String] = [:]
    private let before: YAMLEdit

    init(directory: String, booth: String) throws {
        self.directory = directory
        self.booth = try YAMLEdit(booth, file: "booth.yaml")
        before = self.booth
    }

    /// What is asked.
    var fields: [SetupField] { SetupField.all(trunkCount: booth.count(at: SetupField.trunks)) }

    /// Whether anything has changed.
    var isChanged: Bool { booth.text != before.text || !secrets.isEmpty }

    /// The present answer; nil if there is none, or if it is a secret.
    func answer(_ field: SetupField) -> String? {
        switch field.place {
        case .value(let path, _), .optional(let path): booth.value(at: path)
        case .lines(let path):
            booth.count(at: path) == 0
                ? nil
                : (0..<booth.count(at: path)).compactMap { booth.value(at: path + [.item($0)]) }.joined(
                    separator: " | ")
        case .trunkCount: String(booth.count(at: SetupField.trunks))
        case .secret: nil
        }
    }

    /// Where the secret of a field is, or will be.
    func secretFile(_ field: SetupField) -> String? {
        guard case .secret(let path, let file) = field.place else { return nil }
        let name = booth.value(at: path) ?? file
        return name.hasPrefix("/") ? name : directory + "/" + name
    }

    /// Takes an answer; `-` takes one back where there may be none.
    mutating func take(_ answer: String, for field: SetupField) throws {
        if answer.contains(where: \.isNewline) { throw Refusal(description: "\(field.name): one line") }
        do {
            switch field.place {
            case .value(let path, let isNumber):
                if isNumber, !Self.isBare(answer) {
                    throw Refusal(description: "\(field.name): '\(answer)' is no number and neither true nor false")
                }
                try booth.set(answer, at: path, isNumber: isNumber)
            case .optional(let path):
                if answer == "-" { try booth.remove(path) } else { try booth.set(answer, at: path) }
            case .lines(let path): try booth.set(list: answer.components(separatedBy: " | "), at: path)
            case .trunkCount: try setTrunkCount(answer)
            case .secret(let path, let file): try setSecret(answer, path, file, field)
            }
        } catch let failure as YAMLEditFailure {
            throw Refusal(description: "\(field.name): \(failure)")
        }
    }

    /// Whether a text may stand in YAML without quotes where a number or a flag belongs.
    private static func isBare(_ text: String) -> Bool {
        ["true", "false"].contains(text)
            || !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
    }

    private mutating func setSecret(_ answer: String, _ path: [YAMLStep], _ file: String, _ field: SetupField) throws {
        if answer == "-", path.last == "password_file" { return try booth.remove(path) }
        guard !answer.isEmpty, answer.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
            throw Refusal(description: "\(field.name): visible ASCII characters without blanks")
        }
        if booth.value(at: path) == nil { try booth.set(file, at: path) }
        if let file = secretFile(field) { secrets[file] = answer + "\n" }
    }

    private mutating func setTrunkCount(_ answer: String) throws {
        guard let count = Int(answer), (1...9).contains(count) else {
            throw Refusal(description: "trunks: write 1 to 9")
        }
        while booth.count(at: SetupField.trunks) > count {
            try booth.removeItem(booth.count(at: SetupField.trunks) - 1, of: SetupField.trunks)
        }
        while booth.count(at: SetupField.trunks) < count {
            let number = booth.count(at: SetupField.trunks) + 1
            try booth.append(
                group: [
                    ("id", "trunk-\(number)", false), ("host", "127.0.0.1", false), ("port", "5060", true),
                    ("transport", "udp", false), ("user", "booth", false), ("register", "60", true),
                ], to: SetupField.trunks)
        }
    }

    // MARK: What follows from other answers

    /// The answer to offer: what is there, or what follows from the number and the address if what is there speaks of
    /// another place.
    func suggestion(_ field: SetupField) -> String? {
        let present = answer(field)
        guard field.name == "say_this" || field.name.hasPrefix("announce.") else { return present }
        let language = field.name.hasSuffix(".en") ? "en" : "zh-Hans"
        let (number, address) = ("number", "address.\(language)")
        guard let newNumber = value(number), let newAddress = value(address),
            let oldNumber = before.value(at: place(number)),
            let oldAddress = before.value(at: place(address)), newNumber != oldNumber || newAddress != oldAddress,
            present == initial(field)
        else { return present }
        let spaced = newNumber.replacing("-", with: " ")
        switch field.name {
        case "say_this":
            return present?.replacing(oldAddress, with: newAddress).replacing(oldNumber, with: newNumber)
        case "announce.address.zh-Hans": return "这里是公用求助亭，编号 \(spaced)，地址：\(newAddress)。"
        case "announce.unable.zh-Hans": return "来电人可能无法说话。公用求助亭，编号 \(spaced)，地址：\(newAddress)。"
        case "announce.address.en":
            return "This is a public help booth, number \(Self.spelled(newNumber)), at \(newAddress)."
        case "announce.unable.en":
            return
                "The caller may be unable to speak. Public help booth number \(Self.spelled(newNumber)), at \(newAddress)."
        default: return present
        }
    }

    private func place(_ name: String) -> [YAMLStep] { fields.first { $0.name == name }?.path ?? [] }
    private func value(_ name: String) -> String? { booth.value(at: place(name)) }

    private func initial(_ field: SetupField) -> String? {
        guard case .lines(let path) = field.place else { return before.value(at: field.path) }
        return (0..<before.count(at: path)).compactMap { before.value(at: path + [.item($0)]) }.joined(separator: " | ")
    }

    /// `P T 7 0 0 1`, as it is read out.
    private static func spelled(_ number: String) -> String {
        number.filter { $0 != "-" }.map(String.init).joined(separator: " ")
    }
}
