import Vocabulary

/// Assembles a configuration from the best available version of each part.
struct Assembly {
    let current: CheckedFiles
    let lastGood: CheckedFiles?

    private var candidates: [(CheckedFiles?, LoadedConfiguration.Source)] {
        [(current, .current), (lastGood, .lastGood)]
    }

    func assemble() -> LoadedConfiguration {
        var fingerprint = Fingerprint()
        var (settings, settingsSource) = settings(&fingerprint)
        let (themes, themesSource) = part(\.themes, of: \.theme, sound: \.themesAreSound, &fingerprint)
        settings.themes = themes ?? Themes()
        let (keys, keysSource) = part(\.keys, of: \.keys, sound: \.keysAreSound, &fingerprint)
        settings.keys = keys ?? .standard
        settingsSource = max(settingsSource, themesSource, keysSource)
        let (functions, languages, catalogueSource) = catalogue(&fingerprint)
        let (sources, sourcesSource) = sources(&fingerprint)
        return LoadedConfiguration(
            catalogue: Catalogue(
                functions: functions, languages: Self.ordered(languages, first: settings.booth.language)),
            settings: settings, sources: sources, problems: current.problems,
            source: max(settingsSource, catalogueSource, sourcesSource), fingerprint: fingerprint.text)
    }

    /// The sources. They are independent of the other files, because they name nothing in them.
    private func sources(_ fingerprint: inout Fingerprint) -> ([LifeSource], LoadedConfiguration.Source) {
        let candidates: [(CheckedFiles?, LoadedConfiguration.Source)] = [(current, .current), (lastGood, .lastGood)]
        for case (let checked?, let source) in candidates where checked.sourcesAreSound {
            if let file = checked.files.sources { fingerprint.add(file, as: SourceFiles.sourcesName) }
            return (checked.sources, source)
        }
        return (BuiltIn.sources(directory: current.directory), .builtIn)
    }

    private func settings(_ fingerprint: inout Fingerprint) -> (Settings, LoadedConfiguration.Source) {
        for case (let checked?, let source) in candidates {
            guard checked.settingsAreSound, let settings = checked.settings else { continue }
            fingerprint.add(checked.files.booth, as: SourceFiles.boothName)
            if let overlay = checked.files.overlay { fingerprint.add(overlay, as: SourceFiles.overlayName) }
            return (settings, source)
        }
        // The booth's place helps a caller even if nothing can be dialled. Whom to dial is never guessed.
        var settings = BuiltIn.settings
        settings.booth = current.booth ?? lastGood?.booth ?? settings.booth
        return (settings, .builtIn)
    }

    /// The content of one independent file; nil if only the built-in values can be used.
    private func part<Value>(
        _ value: KeyPath<CheckedFiles, Value>, of file: KeyPath<SourceFiles, SourceFile?>,
        sound: KeyPath<CheckedFiles, Bool>, _ fingerprint: inout Fingerprint
    ) -> (Value?, LoadedConfiguration.Source) {
        for case (let checked?, let source) in candidates where checked[keyPath: sound] {
            if let file = checked.files[keyPath: file] { fingerprint.add(file, as: file.name) }
            return (checked[keyPath: value], source)
        }
        return (nil, .builtIn)
    }

    /// Functions name sentences of the language files, so the two are taken from the same version if possible.
    private func catalogue(
        _ fingerprint: inout Fingerprint
    ) -> ([Function], [Language], LoadedConfiguration.Source) {
        for case (let checked?, let source) in candidates where checked.functionsAreSound && checked.languagesAreSound {
            fingerprint.add(checked.files.functions, as: SourceFiles.functionsName)
            for file in checked.files.languages { fingerprint.add(file, as: file.name) }
            return (checked.functions, checked.languages, source)
        }
        let functions = current.functionsAreSound ? current.functions : BuiltIn.functions
        if current.functionsAreSound { fingerprint.add(current.files.functions, as: SourceFiles.functionsName) }
        // A language file with a mistake in it still provides its other texts.
        for file in current.files.languages { fingerprint.add(file, as: file.name) }
        return (functions, current.languages, .builtIn)
    }

    /// The booth's language, Chinese, English, then the others.
    private static func ordered(_ languages: [Language], first: LanguageCode) -> [Language] {
        var rest = languages
        if !rest.contains(where: { $0.code == .chinese }) { rest.append(BuiltIn.chinese) }
        var result: [Language] = []
        for code in [first, .chinese, .english] {
            if let index = rest.firstIndex(where: { $0.code == code }) { result.append(rest.remove(at: index)) }
        }
        return result + rest.sorted { $0.code.rawValue < $1.code.rawValue }
    }
}
