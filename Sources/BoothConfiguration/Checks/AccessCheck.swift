import KioskCore

/// Who else on this machine can read the booth's secrets, or change what it does.
struct AccessCheck {
    let problems: ProblemList

    /// A file with a token, password or key is its owner's alone; the program that reads it refuses it otherwise. That it is
    /// missing is found where it is used: it may come later, from whoever hands it out.
    func checkSecret(_ path: String, at position: Position) {
        guard let mode = FileAccess.mode(path), mode & 0o077 != 0 else { return }
        problems.warning(
            position, "others can read or change \(path) (mode \(String(mode, radix: 8)))", "run chmod 600 \(path)")
    }

    /// Whoever can write a configuration file decides whom the booth calls.
    func checkFiles(_ files: SourceFiles, in directory: String) {
        for name in files.names {
            // The overlay is named by its own path.
            let path = Paths.resolve(name, in: directory)
            guard let mode = FileAccess.mode(path), mode & 0o002 != 0 else { continue }
            problems.warning(
                Position(file: name), "anybody on this machine can change this file (mode \(String(mode, radix: 8)))",
                "run chmod o-w \(path)")
        }
    }
}

extension MapReader {
    /// The path of a file with a secret.
    func secretFile(_ key: String, in directory: String) -> String? {
        guard let entry = entry(key), let value = TextValue(entry, problems) else { return nil }
        let path = Paths.resolve(value.text, in: directory)
        AccessCheck(problems: problems).checkSecret(path, at: value.position)
        return path
    }
}
