/// The problems found so far. One list goes through a whole check, so that a technician sees everything at once.
final class ProblemList {
    /// More than this is no help to anybody, and keeps a hostile file from filling the memory.
    private static let limit = 2000

    private var found: [Problem] = []
    private var outside: [Problem] = []
    private var dropped: Position?
    private var trees: [YAMLValue] = []
    /// The files with an error, whether it could be listed or not.
    private(set) var filesWithErrors: Set<String> = []

    /// Files that say that they were written for a newer version of this program.
    private(set) var newerFiles: Set<String> = []

    /// Keys and values of that file that nobody knows are remarked, not refused: what the newer version added is left out.
    func noteNewer(_ file: String) { newerFiles.insert(file) }

    /// Whether what is being read decides whom the booth calls and how.
    private var isStrict = false

    /// Reads something of which nothing may be left out, whoever wrote the file: where a trunk or an emergency is not understood,
    /// the last good copy of the file is better than half of this one.
    func strictly<Value>(_ read: () -> Value) -> Value {
        let before = isStrict
        isStrict = true
        defer { isStrict = before }
        return read()
    }

    /// Whether what a file says and this version does not know may be left out.
    func mayLeaveOut(of file: String) -> Bool { !isStrict && newerFiles.contains(file) }

    /// A value that is none of those that there are: a mistake, or of a newer version.
    /// - Parameter otherwise: what is done without it.
    func unknown(
        _ position: Position, _ message: String, _ remedy: String, otherwise: String = "the default is used"
    ) {
        guard mayLeaveOut(of: position.file) else { return error(position, message, remedy) }
        warning(position, message, "this version does not know it: \(otherwise)")
    }

    /// Whether looking for what was meant is still worth the time.
    var wantsSuggestions: Bool { found.count < 200 }

    /// Remembers what a file says, so that a place in it can be named by its keys.
    func note(_ tree: YAMLValue) { trees.append(tree) }

    func error(_ position: Position, _ message: String, _ remedy: String) {
        add(.error, position, message, remedy)
    }

    func warning(_ position: Position, _ message: String, _ remedy: String) {
        add(.warning, position, message, remedy)
    }

    /// What is wrong with something that a file names, such as a password's file that is not there. `kiosk check` says it; a
    /// running booth keeps its trunks all the same.
    func outsideError(_ position: Position, _ message: String, _ remedy: String) {
        guard outside.count < Self.limit else { return }
        outside.append(
            Problem(
                severity: .error, file: position.file, line: position.line, column: position.column, message: message,
                remedy: remedy))
    }

    private func add(_ severity: Problem.Severity, _ position: Position, _ message: String, _ remedy: String) {
        if severity == .error { filesWithErrors.insert(position.file) }
        guard found.count < Self.limit else {
            // An error is never lost behind warnings.
            if severity == .error, dropped == nil { dropped = position }
            return
        }
        let problem = Problem(
            severity: severity, file: position.file, line: position.line, column: position.column, message: message,
            remedy: remedy)
        found.append(problem)
    }

    /// The problems by file in the order given, then by place.
    func sorted(files: [String]) -> [Problem] { ordered(found, dropped, files) }

    /// The same of what is outside the files.
    func sortedOutside(files: [String]) -> [Problem] { ordered(outside, nil, files) }

    private func ordered(_ problems: [Problem], _ dropped: Position?, _ files: [String]) -> [Problem] {
        var problems = problems
        if let dropped {
            problems.append(
                Problem(
                    severity: .error, file: dropped.file, line: dropped.line, column: dropped.column,
                    message: "there are more problems from here on", remedy: "mend those above first"))
        }
        let paths = TreePaths(trees, of: Set(problems.map(\.file)))
        for index in problems.indices { problems[index].path = paths.path(of: problems[index]) }
        let order = Dictionary(zip(files, files.indices), uniquingKeysWith: { first, _ in first })
        return problems.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            let fileA = order[a.file] ?? files.count
            let fileB = order[b.file] ?? files.count
            return (fileA, a.line, a.column, left.offset) < (fileB, b.line, b.column, right.offset)
        }.map(\.element)
    }
}
