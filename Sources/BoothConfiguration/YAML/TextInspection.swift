import Basics

/// Searches a text for things that are refused before the parser sees it.
///
/// Control characters would reach residents' screens, and tabs get a poor error message from the parser. With anchors
/// and aliases, a few lines can stand for gigabytes, and deep nesting exhausts the stack. The tests for these two
/// refuse a little more than YAML's grammar requires (an `&word` inside a text, for example), which keeps them reliable
/// and short.
struct TextInspection {
    /// The most brackets and braces open at once, and the most columns before the first word of a line. Together they
    /// bound the depth.
    private static let mostBrackets = 32
    private static let mostIndentation = 100

    private var position: Position
    private let problems: ProblemList
    private var passes = true
    /// Whether only blanks have been seen on this line so far, and the first tab among them.
    private var isBlank = true
    private var tab: Position?
    /// Whether only blanks and the characters that open a block have been seen on this line so far.
    private var isBeforeWord = true
    private var openBrackets = 0

    init(file: String, problems: ProblemList) {
        position = Position(file: file)
        self.problems = problems
    }

    /// Whether the text may be parsed; problems are reported.
    consuming func passes(_ scalars: [Unicode.Scalar]) -> Bool {
        if !scalars.contains("\n"), scalars.count(where: { $0 == "\r" }) > 1 {
            refuse("the lines of this file end with CR alone", "save it with the line ends of Unix (LF)")
            return false
        }
        var previous: Unicode.Scalar = "\n"
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : "\n"
            inspectCharacter(scalar, next)
            inspectIndentation(scalar)
            guard inspectDepth(scalar) else { return false }
            if scalar == "&", Self.nodeMayStart(after: previous), Self.isAnchorName(next) {
                refuse(
                    "an anchor (&) is not possible in a configuration",
                    "write the values out; in a text, put a space after the &")
            }
            previous = scalar
            position.advance(over: scalar)
        }
        return passes
    }

    private mutating func inspectCharacter(_ scalar: Unicode.Scalar, _ next: Unicode.Scalar) {
        let isLineBreak = scalar == "\n" || (scalar == "\r" && next == "\n")
        if Characters.isControl(scalar), scalar != "\t", !isLineBreak {
            refuse("the control character \(Characters.name(of: scalar))", "delete it; it cannot be seen")
        } else if SourceText.isMask(scalar) {
            refuse("the private character \(Characters.name(of: scalar))", "delete it; no font has it")
        }
    }

    /// Checks indentation. A tab matters only before content: a blank line or a comment may begin with one.
    private mutating func inspectIndentation(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\n":
            isBlank = true
            tab = nil
        case "\t" where isBlank:
            tab = tab ?? position
        case " ", "\r", "\t":
            break
        default:
            if isBlank, scalar != "#", let tab {
                problems.error(tab, "a tab in the indentation", "indent with spaces")
                passes = false
            }
            isBlank = false
        }
    }

    private mutating func inspectDepth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n":
            isBeforeWord = true
            return true
        case "[", "{": openBrackets += 1
        case "]", "}": openBrackets = max(0, openBrackets - 1)
        case " ", "-", "?", ":": break
        default: isBeforeWord = false
        }
        guard openBrackets > Self.mostBrackets || (isBeforeWord && position.column > Self.mostIndentation) else {
            return true
        }
        refuse("this is nested too deeply", "a configuration is at most a few levels deep")
        return false
    }

    private mutating func refuse(_ message: String, _ remedy: String) {
        problems.error(position, message, remedy)
        passes = false
    }

    private static func nodeMayStart(after scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\r", "\n", "[", "]", "{", "}", ",", ":", "?", "-", "\"", "'": true
        default: false
        }
    }

    private static func isAnchorName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z", "_", "-": true
        default: false
        }
    }
}

/// Characters that must not reach a terminal.
enum Characters {
    /// Whether this is a C0 or C1 control, a line or paragraph separator, or a mark that changes the direction of text.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE...0xFFFF: true
        default: false
        }
    }

    /// The name of a character, such as `U+0007`.
    static func name(of scalar: Unicode.Scalar) -> String {
        "U+" + scalar.value.padded(to: 4, radix: 16, uppercase: true)
    }
}
