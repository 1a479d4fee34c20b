import Vocabulary

/// The content of a set of files, and what is wrong with it.
struct CheckedFiles {
    let files: SourceFiles
    /// The directory in which relative paths begin.
    let directory: String
    let problems: [Problem]
    /// Problems with things that the files name. They do not keep the files themselves from being used.
    let outside: [Problem]
    private let filesWithErrors: Set<String>
    /// The settings of `booth.yaml`; complete only if `settingsAreSound`.
    let settings: Settings?
    /// The booth itself, if that part of `booth.yaml` could be read.
    let booth: Booth?
    /// The functions that are not hidden; complete only if `functionsAreSound`.
    let functions: [Function]
    /// The languages that could be read; complete only if `languagesAreSound`.
    let languages: [Language]
    /// The colours; the program's own if there is no file. Use them only if `themesAreSound`.
    let themes: Themes
    /// The meanings of the keys; the usual ones if there is no file. Use them only if `keysAreSound`.
    let keys: KeyMap
    /// The sources of daily-life information; complete only if `sourcesAreSound`.
    let sources: [LifeSource]

    /// Reads and checks the files. Relative paths in `booth.yaml` begin in `directory`.
    init(_ files: SourceFiles, directory: String, recordings: String? = nil) {
        let problems = ProblemList()
        let reader = FileReader(problems: problems)
        self.files = files
        self.directory = directory
        let decodedLanguages = Self.decodeLanguages(files, reader, problems)
        // A language with a broken file still counts as present, because otherwise its labels would be reported as
        // well.
        let codes = Self.languageCodes(files)

        let booth = reader.tree(files.booth)
        let overlay = files.overlay.flatMap(reader.tree)
        let merged = overlay.flatMap { overlay in booth?.overlaid(with: overlay) } ?? booth
        let decoder = SettingsDecoder(directory: directory, languages: codes, problems: problems)
        let settings = merged.flatMap(decoder.decode)

        let functionsDecoder = FunctionsDecoder(languages: codes, problems: problems)
        let functions = reader.tree(files.functions).map(functionsDecoder.decode) ?? []
        themes = files.theme.flatMap(reader.tree).flatMap(ThemeDecoder(problems: problems).decode) ?? Themes()
        keys = files.keys.flatMap(reader.tree).flatMap(KeysDecoder(problems: problems).decode) ?? .standard

        if let handset = settings?.handset, !keys.hasHookSwitch {
            problems.warning(
                handset, "the booth never speaks in the handset: no keys say when it is lifted and put back",
                "name the keys hook_off and hook_on in keys.yaml, or leave handset out")
        }
        let texts = LocalizedTextDecoder(languages: codes, problems: problems)
        let sources = files.sources.flatMap(reader.tree).map { root in
            let decoded = SourcesDecoder(directory: directory, texts: texts, problems: problems).decode(root)
            Self.checkFiles(of: decoded, problems)
            return decoded.sources
        }

        LanguagesCheck(languages: decodedLanguages, problems: problems).run()
        TextsCheck(languages: decodedLanguages, problems: problems).run()
        let prompts = PromptsCheck(
            functions: functions, functionsAreSound: !problems.filesWithErrors.contains(files.functions.name),
            languages: decodedLanguages, problems: problems)
        prompts.run()
        KeySentencesCheck(functions: functions, languages: decodedLanguages, problems: problems).run()
        let recorded = recordings.map { RecordingsCheck(directory: $0, heard: prompts.heard, problems: problems) }
        languages = decodedLanguages.map { recorded?.run($0) ?? $0.language }
        if let settings { Self.checkServices(of: functions, against: settings.services, problems) }
        AccessCheck(problems: problems).checkFiles(files, in: directory)

        self.problems = problems.sorted(files: files.names)
        outside = problems.sortedOutside(files: files.names)
        filesWithErrors = problems.filesWithErrors
        self.settings = settings?.settings
        self.booth = settings?.knowsBooth == true ? settings?.settings.booth : nil
        self.functions = functions.filter { !$0.isHidden }.map(\.function)
        self.sources = BuiltIn.sources(directory: directory, beside: sources ?? [])
    }

    /// Whether `booth.yaml` and its overlay can be used.
    var settingsAreSound: Bool {
        settings != nil && filesWithErrors.isDisjoint(with: files.settingsNames)
    }

    /// Whether `functions.yaml` can be used.
    var functionsAreSound: Bool { !filesWithErrors.contains(files.functions.name) }

    /// Whether `theme.yaml` can be used or does not exist.
    var themesAreSound: Bool { !filesWithErrors.contains(SourceFiles.themeName) }

    /// Whether `keys.yaml` can be used or does not exist.
    var keysAreSound: Bool { !filesWithErrors.contains(SourceFiles.keysName) }

    /// Whether every language file can be used.
    var languagesAreSound: Bool {
        filesWithErrors.allSatisfy {
            $0 != SourceFiles.languagesName && !$0.hasPrefix("\(SourceFiles.languagesName)/")
        }
    }

    /// Whether `sources.yaml` can be used or does not exist.
    var sourcesAreSound: Bool { !filesWithErrors.contains(SourceFiles.sourcesName) }

    private static func checkFiles(of sources: SourcesDecoder.Result, _ problems: ProblemList) {
        let remedy = "nothing is shown of this source until it is there"
        for (path, position, isData) in sources.files where !FileAccess.exists(path) {
            if let target = FileAccess.danglingTarget(path) {
                if isData { continue }
                problems.warning(
                    position, "\(path) is a symbolic link to '\(target)', which is not there", remedy)
            } else if case .missing = FileAccess.read(path) {
                problems.warning(position, "there is no file \(path)", remedy)
            }
        }
    }

    private static func languageCodes(_ files: SourceFiles) -> [LanguageCode] {
        let found = files.languages.compactMap(\.language)
        return found.contains(.chinese) ? found : [.chinese] + found
    }

    private static func decodeLanguages(
        _ files: SourceFiles, _ reader: FileReader, _ problems: ProblemList
    ) -> [DecodedLanguage] {
        if let failure = files.languagesFailure {
            report(failure, problems)
            return []
        }
        for name in files.ignored {
            problems.warning(Position(file: name), "this file is not read", "name it .yaml if it is a language")
        }
        if !files.languages.contains(where: { $0.language == .chinese }) {
            problems.error(
                Position(file: "languages/zh-Hans.yaml"), "the file is missing", "copy the shipped file back")
        }
        if !files.languages.contains(where: { $0.language == .english }) {
            problems.warning(
                Position(file: "languages/en.yaml"), "the file is missing",
                "visitors read Chinese until you copy the shipped file back")
        }
        return files.languages.compactMap { file in
            guard let code = file.language else {
                problems.error(
                    Position(file: file.name), "the file's name is no language tag",
                    "name it after the language, such as ja.yaml, or move it away")
                return nil
            }
            guard let root = reader.tree(file) else { return nil }
            return LanguageDecoder(problems: problems).decode(root, code: code, file: file.name)
        }
    }

    /// Reports that the languages directory cannot be listed, which is not the same as missing files.
    private static func report(_ failure: FileAccess.Content, _ problems: ProblemList) {
        let place = Position(file: SourceFiles.languagesName)
        switch failure {
        case .dangling(let target):
            problems.error(
                place, "this is a symbolic link to '\(target)', which is not there",
                "put the directory there, or replace the link by it")
        case .forbidden(let user):
            problems.error(
                place, "user '\(user)' may not look into this directory",
                "give that user read and search permission (chmod u=rwX,g=rX, chgrp)")
        case .notAFile: problems.error(place, "this is no directory", "put the directory of the languages here")
        case .unreadable(let reason):
            problems.error(place, "this directory cannot be read: \(reason)", "check the disk and its permissions")
        case .bytes, .missing, .tooLarge: break
        }
    }

    private static func checkServices(
        of functions: [DecodedFunction], against known: [ServiceID], _ problems: ProblemList
    ) {
        let names = known.map(\.rawValue).sorted()
        for service in functions.flatMap(\.services) where !known.contains(service.id) {
            problems.error(
                service.position, "booth.yaml has no number for the service '\(service.id.rawValue)'",
                problems.suggestion(
                    for: service.id.rawValue, among: names, otherwise: "add it to telephony.services there"))
        }
    }
}

/// Parses a file into a tree.
private struct FileReader {
    let problems: ProblemList

    func tree(_ file: SourceFile) -> YAMLValue? {
        let start = Position(file: file.name)
        switch file.content {
        case .missing:
            problems.error(start, "the file is missing", "copy the shipped file back")
        case .dangling(let target):
            problems.error(
                start, "this is a symbolic link to '\(target)', which is not there",
                "put the file there, or replace the link by the file")
        case .forbidden(let user):
            problems.error(
                start, "user '\(user)' may not read the file", "give that user read permission (ls -l, chmod, chgrp)")
        case .tooLarge:
            problems.error(start, "the file is larger than 1 MiB", "a configuration file has a few pages")
        case .notAFile:
            problems.error(start, "this is no ordinary file", "put a text file here")
        case .unreadable(let reason):
            problems.error(start, "the file cannot be read: \(reason)", "check its owner and permissions")
        case .bytes(let bytes):
            guard let text = SourceText(file: file.name, bytes: bytes, problems: problems) else { return nil }
            let tree = YAMLReader.read(text, problems: problems)
            if let tree { problems.note(tree) }
            return tree
        }
        return nil
    }
}
