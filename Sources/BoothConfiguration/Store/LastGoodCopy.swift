/// The copy, in the state directory, of the last configuration without errors.
///
/// Whatever happens during a replacement, one complete copy exists. The new one is complete on the disk before the old
/// one gives up its name, and the old one keeps a second name until the new one has the first.
struct LastGoodCopy {
    /// The state directory.
    let state: String

    private var current: String { "\(state)/last-good" }
    private var previous: String { "\(state)/last-good.old" }
    private var next: String { "\(state)/last-good.new" }

    /// Reads the copy, if there is one. `overlay` replaces the overlay that was kept.
    func read(overlay: SourceFile?, wantsOverlay: Bool) -> SourceFiles? {
        guard let directory else { return nil }
        var files = SourceFiles(directory: directory)
        if wantsOverlay {
            let name = SourceFiles.overlayName
            files.overlay = overlay ?? SourceFile(name: name, content: FileAccess.read("\(directory)/\(name)"))
        }
        return files
    }

    private var directory: String? {
        [current, previous].first { FileAccess.exists("\($0)/\(SourceFiles.boothName)") }
    }

    /// Replaces the copy, unless it is already the same.
    func write(_ files: SourceFiles) throws(FileError) {
        // A power cut may have come between the two renames.
        if !FileAccess.exists(current), FileAccess.exists(previous) { try FileAccess.move(previous, to: current) }
        if let kept = read(overlay: nil, wantsOverlay: files.overlay != nil), Self.mark(kept) == Self.mark(files) {
            return
        }
        try FileAccess.makeDirectory(state)
        FileAccess.remove(next)
        try FileAccess.makeDirectory(next)
        try FileAccess.makeDirectory("\(next)/\(SourceFiles.languagesName)")
        for (name, file) in Self.named(files) {
            try FileAccess.write(file.bytes ?? [], to: "\(next)/\(name)")
        }
        try FileAccess.syncDirectory("\(next)/\(SourceFiles.languagesName)")
        try FileAccess.syncDirectory(next)
        if FileAccess.exists(current) {
            FileAccess.remove(previous)
            try FileAccess.move(current, to: previous)
        }
        try FileAccess.move(next, to: current)
        try FileAccess.syncDirectory(state)
        FileAccess.remove(previous)
    }

    private static func named(_ files: SourceFiles) -> [(String, SourceFile)] {
        let optional = [files.theme, files.keys, files.sources].compactMap { $0 }
        let all = [files.booth, files.functions] + optional + files.languages
        return all.map { ($0.name, $0) } + (files.overlay.map { [(SourceFiles.overlayName, $0)] } ?? [])
    }

    private static func mark(_ files: SourceFiles) -> String {
        var fingerprint = Fingerprint()
        for (name, file) in named(files) { fingerprint.add(file, as: name) }
        return fingerprint.text
    }
}
