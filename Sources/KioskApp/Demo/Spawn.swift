import Glibc

/// Programs started by the demonstration. posix_spawn alone: Foundation's Process misses a child's death on Linux.
struct Child {
    let pid: pid_t
    let name: String

    /// Starts a program.
    /// - Parameters:
    ///   - log: where its output goes; nil leaves it the terminal, as the kiosk needs it.
    ///   - environment: variables that are added.
    init(_ name: String, _ arguments: [String], log: String?, environment: [String: String] = [:]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let log {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        // Ctrl-C is for the kiosk and its parent; the parent ends the others in order.
        if log != nil { flags |= POSIX_SPAWN_SETPGROUP }
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var pid: pid_t = 0
        let variables = Self.environment(adding: environment)
        let status = Self.withArray(arguments) { argv in
            Self.withArray(variables) { envp in
                posix_spawnp(&pid, arguments.first ?? "", &actions, &attributes, argv, envp)
            }
        }
        guard status == 0 else {
            throw Failure("\(arguments.first ?? name): cannot be started: \(String(cString: strerror(status)))")
        }
        self.pid = pid
        self.name = name
    }

    /// Asks it to end, and ends it if it has not after two seconds.
    func end() {
        kill(pid, SIGTERM)
        for _ in 0..<100 {
            if waitpid(pid, nil, WNOHANG) != 0 { return }
            usleep(20_000)
        }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    private static func environment(adding: [String: String]) -> [String] {
        var variables: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            let name = text.prefix { $0 != "=" }
            if adding[String(name)] == nil { variables.append(text) }
            next += 1
        }
        return variables + adding.map { "\($0.key)=\($0.value)" }
    }

    private static func withArray<Result>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            // The array is never empty: it holds at least the closing nil.
            var closing: UnsafeMutablePointer<CChar>?
            return withUnsafeMutablePointer(to: &closing) { body(buffer.baseAddress ?? $0) }
        }
    }
}

/// A core dump would hold whatever was being typed, or the number that the SIP agent dials. Children inherit this.
func forbidCoreDumps() {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
}
