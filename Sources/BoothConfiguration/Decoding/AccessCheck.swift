/// Checks who else on this machine can read the booth's secrets or change what it does.
struct AccessCheck {
    let problems: ProblemList

    /// Warns if others can access a file with a token, password or key. Only its owner may; otherwise the program that
    /// reads it refuses it. A missing token is not reported here but where it is used, because it may be handed out
    /// later.
    func checkSecret(_ path: String, at position: Position) {
        guard let mode = FileAccess.mode(path), mode & 0o077 != 0 else { return }
        problems.warning(
            position, "others can read or change \(path) (mode \(String(mode, radix: 8)))", "run chmod 600 \(path)")
    }

    /// Warns of configuration files that anybody can write, because whoever can change them decides whom the booth
    /// calls.
    func checkFiles(_ files: SourceFiles, in directory: String) {
        for name in files.names {
            // The overlay's name is its own path.
            let path = Paths.resolve(name, in: directory)
            guard let mode = FileAccess.mode(path), mode & 0o002 != 0 else { continue }
            problems.warning(
                Position(file: name), "anybody on this machine can change this file (mode \(String(mode, radix: 8)))",
                "run chmod o-w \(path)")
        }
    }
}

extension MapReader {
    /// The path of a file with a secret, with a warning if others can access it.
    func secretFile(_ key: String, in directory: String) -> String? {
        guard let entry = entry(key), let value = TextValue(entry, problems) else { return nil }
        let path = Paths.resolve(value.text, in: directory)
        AccessCheck(problems: problems).checkSecret(path, at: value.position)
        return path
    }

    /// The path of a file with a trunk's password. Without the password no call gets out over that trunk, and nobody
    /// would notice before somebody calls.
    func passwordFile(_ key: String, in directory: String) -> String? {
        guard let path = secretFile(key, in: directory) else { return nil }
        let place = self.position(of: key)
        switch FileAccess.read(path) {
        case .bytes(let bytes):
            if bytes.allSatisfy({ $0 <= 0x20 }) {
                problems.outsideError(place, "the file \(path) is empty", "write the password of \(name) into it")
            }
        case .missing:
            problems.outsideError(
                place, "there is no file \(path)",
                "write the password of \(name) into it, one line, chmod 600; or leave \(key) out")
        case .dangling(let target):
            problems.outsideError(
                place, "\(path) is a symbolic link to '\(target)', which is not there",
                "write the password of \(name) there")
        case .notAFile, .tooLarge:
            problems.outsideError(place, "\(path) is no file with a password", "write the password's file")
        // The user who checks may not be the one who runs the booth.
        case .forbidden, .unreadable: break
        }
        return path
    }
}
