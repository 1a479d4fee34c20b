import BoothConfiguration
import Foundation

/// Checks a draft as `kiosk check` would, in a copy of the configuration, before anything is written.
struct SetupCheck {
    private let directory: String
    private let stage: String

    /// Makes the copy: links to everything but booth.yaml.
    init(directory: String) throws {
        self.directory = directory
        var template = Array((NSTemporaryDirectory() + "booth-setup-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure("no temporary directory: \(String(cString: strerror(errno)))")
        }
        stage = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name != "booth.yaml" {
            symlink("\(directory)/\(name)", "\(stage)/\(name)")
        }
    }

    /// Removes the copy.
    func end() { try? FileManager.default.removeItem(atPath: stage) }

    /// What is wrong with the files if the draft is written: errors of booth.yaml, each with the question that it is
    /// about.
    func errors(_ draft: SetupDraft) throws -> [String] {
        try draft.booth.text.write(toFile: stage + "/booth.yaml", atomically: true, encoding: .utf8)
        for (path, secret) in draft.secrets where path.hasPrefix(directory + "/") {
            let copy = stage + path.dropFirst(directory.count)
            unlink(copy)
            let made = FileManager.default.createFile(
                atPath: copy, contents: Data(secret.utf8), attributes: [.posixPermissions: 0o600])
            if !made { throw Failure("\(copy): cannot be written") }
        }
        let problems = ConfigurationStore(directory: stage).check()
        return problems.filter { $0.severity == .error && $0.file == "booth.yaml" }.map { problem in
            let about = draft.fields.filter { problem.path.hasPrefix(Self.pointer($0.path)) }
            let name = about.max { $0.path.count < $1.path.count }?.name ?? "booth.yaml"
            let words = "\(name): \(problem.message); \(problem.remedy)"
            return words.replacing(stage, with: directory)
        }
    }

    private static func pointer(_ path: [YAMLStep]) -> String {
        path.map { step in
            switch step {
            case .key(let key): "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
            case .item(let item): "/\(item)"
            }
        }.joined()
    }
}
