import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import BoothConfiguration

/// Every shipped file, spoilt in the ways that editors, copies and cables spoil files. Each gets a verdict: the file is
/// taken, or an error says where to look. A seed names each case, so that one that fails can be reproduced.
@Suite struct FuzzTests {
    /// Enough for each kind of damage to meet each file a few times. Reading thousands would take minutes.
    private static let cases = 36

    static let files =
        ["booth.yaml", "functions.yaml", "theme.yaml", "keys.yaml", "sources.yaml"]
        + ["zh-Hans", "en", "ja", "ko"].map { "languages/\($0).yaml" }

    @Test(arguments: files)
    func `a spoilt file is taken, or refused with its place`(file: String) throws {
        let sound = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(Fixture.shipped)/\(file)")))
        #expect(verdict(sound, file).problems.hasErrors == false)
        for seed in 0..<Self.cases {
            var damage = Damage(seed: UInt64(seed))
            let spoilt = damage.done(to: sound)
            let (problems, isRead) = verdict(spoilt, file)
            let what: Comment = "\(file), seed \(seed), \(damage.kind)"
            #expect(isRead || problems.hasErrors, what)
            #expect(problems.count <= 2001, what)
            // What follows the last line break counts as a line, even if it is empty.
            let lines = spoilt.count { $0 == 0x0A } + 1
            for problem in problems {
                #expect(problem.file == file, what)
                #expect((1...lines).contains(problem.line), what)
                #expect(problem.column >= 1 && !problem.message.isEmpty && !problem.remedy.isEmpty, what)
                let hasControl = problem.description.unicodeScalars.contains(where: Characters.isControl)
                #expect(!hasControl, what)
            }
        }
    }

    /// What is found in the bytes of a file, read as `kiosk check` reads it, and whether there is anything to go on
    /// with.
    private func verdict(_ bytes: [UInt8], _ file: String) -> (problems: [Problem], isRead: Bool) {
        let problems = ProblemList()
        let languages: [LanguageCode] = [.chinese, .english, .japanese, .korean]
        let texts = LocalizedTextDecoder(languages: languages, problems: problems)
        guard let text = SourceText(file: file, bytes: bytes, problems: problems),
            let root = YAMLReader.read(text, problems: problems)
        else { return (problems.sorted(files: [file]), false) }
        switch file {
        case "booth.yaml":
            _ = SettingsDecoder(directory: "/nowhere", languages: languages, problems: problems).decode(root)
        case "functions.yaml": _ = FunctionsDecoder(languages: languages, problems: problems).decode(root)
        case "theme.yaml": _ = ThemeDecoder(problems: problems).decode(root)
        case "keys.yaml": _ = KeysDecoder(problems: problems).decode(root)
        case "sources.yaml":
            _ = SourcesDecoder(directory: "/nowhere", texts: texts, problems: problems).decode(root)
        default: _ = LanguageDecoder(problems: problems).decode(root, code: .english, file: file)
        }
        return (problems.sorted(files: [file]), true)
    }
}

/// One way to spoil a file, by a seed.
struct Damage {
    enum Kind: Int, CaseIterable {
        case flips, cut, lostPart, doubledPart, nesting, brackets, aliases, longWord, tabs, mark, utf16, latin, twice,
            zeros
    }

    let kind: Kind
    private var random: SplitMix

    init(seed: UInt64) {
        random = SplitMix(seed: seed &* 0x2545_F491_4F6C_DD1D &+ 1)
        kind = Kind.allCases[Int(seed) % Kind.allCases.count]
    }

    mutating func done(to sound: [UInt8]) -> [UInt8] {
        var bytes = sound
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let line = lineStart(at: place, in: bytes)
        switch kind {
        case .flips:
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            }
        case .cut: bytes.removeSubrange(place...)
        case .lostPart: bytes.removeSubrange(place..<min(bytes.count, place + 200))
        case .doubledPart: bytes.insert(contentsOf: bytes[line..<min(bytes.count, line + 300)], at: line)
        case .nesting:
            let deep = (0..<300).map { String(repeating: " ", count: $0) + "- a:\n" }.joined()
            bytes.insert(contentsOf: deep.utf8, at: line)
        case .brackets: bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: 50_000), at: line)
        case .aliases:
            let bomb = (1...9).map { level in
                "x\(level): &x\(level) [" + Array(repeating: "*x\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
            }
            bytes.insert(contentsOf: ("x0: &x0 [lol, lol]\n" + bomb.joined()).utf8, at: line)
        case .longWord: bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "w"), count: 300_000), at: place)
        case .tabs: bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "\t"), count: 3), at: line)
        case .mark: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: Bool.random(using: &random) ? 0 : line)
        case .utf16:
            bytes =
                [0xFF, 0xFE]
                + String(decoding: bytes, as: UTF8.self).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .latin: bytes.replaceSubrange(place..<min(bytes.count, place + 2), with: [0xC9, 0xFA])
        case .twice: bytes += bytes
        case .zeros: bytes.replaceSubrange(place..<min(bytes.count, place + 512), with: Array(repeating: 0, count: 512))
        }
        return bytes
    }

    private func lineStart(at place: Int, in bytes: [UInt8]) -> Int {
        (bytes[..<place].lastIndex(of: 0x0A) ?? -1) + 1
    }
}
