/// The problems found so far. One list is used for a whole check, so that a technician sees all problems at once.
final class ProblemList {
    /// More problems help nobody, and without a limit a hostile file could fill the memory.
    private static let limit = 2000

    private var found: [Problem] = []
    private var outside: [Problem] = []
    private var dropped: Position?
    private var trees: [YAMLValue] = []
    /// The files with an error, whether or not it fitted in the list.
    private(set) var filesWithErrors: Set<String> = []

    /// Files that say that they were written for a newer version of this program.
    private(set) var newerFiles: Set<String> = []

    /// Notes that a file was written for a newer version. Its unknown keys and values then cause warnings instead of
    /// errors, and what the newer version added is left out.
    func noteNewer(_ file: String) { newerFiles.insert(file) }

    /// Whether the part being read decides whom the booth calls and how.
    private var isStrict = false

    /// Reads a part from which nothing may be left out, whichever version wrote the file. If a trunk or an emergency
    /// service is not understood, the last good copy of the file is better than half of this one.
    func strictly<Value>(_ read: () -> Value) -> Value {
        let before = isStrict
        isStrict = true
        defer { isStrict = before }
        return read()
    }

    /// Whether parts of a file that this version does not know may be left out.
    func mayLeaveOut(of file: String) -> Bool { !isStrict && newerFiles.contains(file) }

    /// Reports an unknown value, which is either a mistake or from a newer version.
    /// - Parameter otherwise: what is done instead.
    func unknown(
        _ position: Position, _ message: String, _ remedy: String, otherwise: String = "the default is used"
    ) {
        guard mayLeaveOut(of: position.file) else { return error(position, message, remedy) }
        warning(position, message, "this version does not know it: \(otherwise)")
    }

    /// Whether a search for suggestions is still worth the time.
    var wantsSuggestions: Bool { found.count < 200 }

    /// Remembers a file's tree, so that positions in it can be named by their keys.
    func note(_ tree: YAMLValue) { trees.append(tree) }

    func error(_ position: Position, _ message: String, _ remedy: String) {
        add(.error, position, message, remedy)
    }

    func warning(_ position: Position, _ message: String, _ remedy: String) {
        add(.warning, position, message, remedy)
    }

    /// Reports something that a file names, such as a missing password file. `kiosk check` prints it, but a running
    /// booth keeps its trunks all the same.
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
            // An error is never lost because of too many warnings.
            if severity == .error, dropped == nil { dropped = position }
            return
        }
        let problem = Problem(
            severity: severity, file: position.file, line: position.line, column: position.column, message: message,
            remedy: remedy)
        found.append(problem)
    }

    /// The problems ordered by file, in the order given, then by position.
    func sorted(files: [String]) -> [Problem] { ordered(found, dropped, files) }

    /// The problems outside the files, in the same order.
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
