import Foundation
import Basics
import Vocabulary

/// One file as it was found.
struct SourceFile {
    /// Its name in messages, relative to the directory.
    var name: String
    var content: FileAccess.Content

    var bytes: [UInt8]? {
        if case .bytes(let bytes) = content { return bytes }
        return nil
    }
}

/// The files of a configuration. They are read once, so that the same content is checked, used and kept.
struct SourceFiles {
    static let boothName = "booth.yaml"
    static let functionsName = "functions.yaml"
    static let themeName = "theme.yaml"
    static let keysName = "keys.yaml"
    static let languagesName = "languages"
    static let overlayName = "overlay.yaml"
    static let sourcesName = "sources.yaml"
    /// The files directly in the directory.
    static let ownNames = [boothName, functionsName, themeName, keysName, sourcesName]
    /// The most language files; the language key could not go through more.
    private static let mostLanguages = 40

    var booth: SourceFile
    var overlay: SourceFile?
    var functions: SourceFile
    /// Colours; without this file, a booth has the program's own.
    var theme: SourceFile?
    /// The meanings of the keys; without this file, a booth has the usual ones.
    var keys: SourceFile?
    /// Sources; without this file, the platform's content and the packaged places are shown.
    var sources: SourceFile?
    /// The files of `languages/`: Chinese, English, then the others by name.
    var languages: [SourceFile]
    /// Names in `languages/` that look like a language but are not read.
    var ignored: [String] = []
    /// Why the names in `languages/` cannot be listed; nil if they can, or if there is no such directory.
    var languagesFailure: FileAccess.Content?

    /// Reads the files of a directory. The overlay has a path of its own.
    init(directory: String, overlay: String? = nil) {
        func file(_ name: String) -> SourceFile {
            SourceFile(name: name, content: FileAccess.read("\(directory)/\(name)"))
        }
        func optional(_ name: String) -> SourceFile? {
            let found = file(name)
            if case .missing = found.content { return nil }
            return found
        }
        booth = file(Self.boothName)
        functions = file(Self.functionsName)
        theme = optional(Self.themeName)
        keys = optional(Self.keysName)
        sources = optional(Self.sourcesName)
        self.overlay = overlay.map { SourceFile(name: $0, content: FileAccess.read($0)) }
        let first = ["\(Self.languagesName)/zh-Hans.yaml": 0, "\(Self.languagesName)/en.yaml": 1]
        if case let failure? = FileAccess.names(in: "\(directory)/\(Self.languagesName)").failure {
            if case .missing = failure { languagesFailure = nil } else { languagesFailure = failure }
        }
        let names = Self.languageNames(in: directory).sorted { (first[$0] ?? 2, $0) < (first[$1] ?? 2, $1) }
        languages = names.filter { $0.hasSuffix(".yaml") }.prefix(Self.mostLanguages).map(file)
        ignored = names.filter { $0.hasSuffix(".yml") }
    }

    /// The files of `languages/`, including those with an ending that is not read.
    static func languageNames(in directory: String) -> [String] {
        let names = FileAccess.names(in: "\(directory)/\(languagesName)").names
        return names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
            .map { "\(languagesName)/\($0)" }
    }

    /// The names of the files that define the booth's settings.
    var settingsNames: [String] { [booth.name] + (overlay.map { [$0.name] } ?? []) }

    /// The file names in the order of reports.
    var names: [String] {
        settingsNames + [functions.name, Self.themeName, Self.keysName, Self.sourcesName, Self.languagesName]
            + languages.map(\.name)
    }
}

extension SourceFile {
    /// The language that a file of `languages/` is for.
    var language: LanguageCode? {
        let stem = name.dropFirst(SourceFiles.languagesName.count + 1).dropLast(".yaml".count)
        let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
        let isTag = parts.enumerated().allSatisfy { index, part in
            part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
                && (index == 0 ? (2...3) : (2...8)).contains(part.count)
        }
        return isTag ? LanguageCode(rawValue: String(stem)) : nil
    }
}

/// A short hash of the files read, to tell configurations apart in logs and heartbeats.
struct Fingerprint {
    private var hash = FNV1a()

    mutating func add(_ file: SourceFile, as name: String) {
        guard let bytes = file.bytes else { return }
        hash.add("\(name)\u{0}\(bytes.count)\u{0}".utf8)
        hash.add(bytes)
    }

    /// Sixteen hexadecimal digits.
    var text: String { hash.text }
}
