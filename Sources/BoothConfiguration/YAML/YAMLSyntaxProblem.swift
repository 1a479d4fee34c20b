import Yams

/// A libyaml syntax error, explained in words that say what to do. The parser cannot continue after one, so a file has
/// at most one.
struct YAMLSyntaxProblem {
    private var place: Position
    private var message = "the file cannot be read"
    private var remedy = "check it against the shipped file"

    init(_ error: YamlError, source: SourceText) {
        place = Position(file: source.file)
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            move(to: mark)
            if let quote = source.openQuote(upTo: place.line) {
                // The text continues to the next quotation mark, and libyaml reports the error there.
                place = quote
                message = "the quotation mark that opens here is not closed on its line"
                remedy = "close it with the same mark"
            } else {
                explain(problem, context, source)
            }
        case .reader(let problem, _, _, _):
            message = problem
        default:
            message = "the file cannot be read: \(error)"
        }
        place = source.inside(place)
    }

    func report(to problems: ProblemList) { problems.error(place, message, remedy) }

    private mutating func explain(_ problem: String, _ context: YamlError.Context?, _ source: SourceText) {
        switch problem {
        case "mapping values are not allowed in this context":
            explainColon(source)
        case "could not find expected ':'":
            message = "a key without ': ' after it"
            remedy = "write 'key: value', with a space after the colon"
            if let context { move(to: context.mark) }
        case "did not find expected ',' or ']'":
            message = "the list in brackets that opens here is not closed, or lacks a comma"
            remedy = "write [a, b, c]"
            if let context { move(to: context.mark) }
        case "did not find expected ',' or '}'":
            if let context, let comment = source.comment(inLine: context.mark.line, from: context.mark.column) {
                place = comment
                message = "' #' begins a comment, so that the group in braces before it is not closed"
                remedy = "put a text with # in quotes"
                return
            }
            message = "the group in braces that opens here is not closed, or lacks a comma"
            remedy = "write { a: 1, b: 2 }, and put a text with a comma or a brace in quotes"
            if let context { move(to: context.mark) }
        case "did not find expected key", "did not find expected '-' indicator",
            "block sequence entries are not allowed in this context":
            message = "this does not fit what is above it"
            remedy =
                "begin keys of one group in the same column; put a text with quotation marks, brackets or braces at "
                + "its beginning in quotes as a whole"
        case "did not find expected node content":
            message = "a value is missing here, or begins with a sign that YAML uses"
            remedy = "put a text with : , [ ] { } in it in quotes"
        case "found character that cannot start any token", "found undefined alias":
            explainFirstCharacter(source)
        case "did not find expected alphabetic or numeric character":
            if let context { move(to: context.mark) }
            explainFirstCharacter(source)
        case "but found another document":
            message = "a second document begins here"
            remedy = "delete the line '---'"
        case let other where other.hasPrefix("Maximum nesting level"):
            message = "this is nested too deeply"
            remedy = "a configuration is at most a few levels deep"
        default:
            message = problem
        }
    }

    private mutating func explainFirstCharacter(_ source: SourceText) {
        let character = source.character(at: place)
        let isTab = character == "\t"
        message = isTab ? "a tab where something should begin" : "a text cannot begin with '\(character)'"
        remedy = isTab ? "write spaces" : "put the text in quotes"
    }

    /// Explains an extra colon on a line, or a missing one on the line above.
    private mutating func explainColon(_ source: SourceText) {
        let before = source.line(place.line).prefix(place.column - 1)
        let above = source.lastLine(before: place.line)
        if !before.contains(":"), let above, !above.text.contains(":") {
            place.line = above.number
            place.column = above.text.prefix { $0 == " " }.count + 1
            message = "a key without ': ' after it"
            remedy = "write 'key: value', with a space after the colon"
        } else {
            message = "a second ': ' on this line, or a wrong indentation"
            remedy = "put a text with ': ' in quotes, and begin keys of one group in the same column"
        }
    }

    private mutating func move(to mark: Mark) {
        place.line = mark.line
        place.column = mark.column
    }
}

/// Helpers to examine the text around a syntax error.
extension SourceText {
    /// The lines, split at LF; a CR before it stays at the end of its line.
    var lines: [ArraySlice<Unicode.Scalar>] { scalars.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The character at a position.
    func character(at place: Position) -> String {
        line(place.line).dropFirst(place.column - 1).first.map(String.init) ?? ""
    }

    /// Where a comment begins after a column of a line: at a number sign after a blank, outside quotation marks.
    func comment(inLine number: Int, from column: Int) -> Position? {
        var quote: Unicode.Scalar?
        var previous: Unicode.Scalar = " "
        for (index, scalar) in line(number).enumerated() {
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'", ":-,[{ ".unicodeScalars.contains(previous) {
                quote = scalar
            } else if scalar == "#", previous == " " || previous == "\t", index + 1 >= column {
                return Position(file: file, line: number, column: index + 1)
            }
            previous = scalar
        }
        return nil
    }

    func line(_ number: Int) -> ArraySlice<Unicode.Scalar> {
        let lines = lines
        return lines.indices.contains(number - 1) ? lines[number - 1] : []
    }

    /// A position inside the file. The parser counts the end of a truncated file as an extra line.
    func inside(_ place: Position) -> Position {
        let lines = lines
        guard place.line > lines.count else { return place }
        return Position(file: place.file, line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }

    /// The last line above that has content.
    func lastLine(before number: Int) -> (number: Int, text: ArraySlice<Unicode.Scalar>)? {
        for (index, line) in lines.prefix(number - 1).enumerated().reversed() {
            guard let first = line.first(where: { $0 != " " && $0 != "\r" }), first != "#" else { continue }
            return (index + 1, line)
        }
        return nil
    }

    /// The first value, up to a line, that opens with a quotation mark and does not close it on its own line.
    func openQuote(upTo last: Int) -> Position? {
        for (index, line) in lines.prefix(last).enumerated() {
            guard let first = line.first(where: { $0 != " " }), first != "#" else { continue }
            var previous: Unicode.Scalar = "-"
            var open: (mark: Unicode.Scalar, column: Int)?
            var escaped = false
            for (column, scalar) in line.enumerated() {
                if let (mark, _) = open {
                    if scalar == mark, !escaped { open = nil }
                    escaped = mark == "\"" && scalar == "\\" && !escaped
                } else if scalar == "#", column > 0, line[line.startIndex + column - 1] == " " {
                    break
                } else if scalar == "\"" || scalar == "'", ":-,[{".unicodeScalars.contains(previous) {
                    open = (scalar, column)
                    escaped = false
                }
                if scalar != " " { previous = scalar }
            }
            if let open { return Position(file: file, line: index + 1, column: open.column + 1) }
        }
        return nil
    }
}
