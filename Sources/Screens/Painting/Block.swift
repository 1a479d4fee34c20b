import Vocabulary

/// One part of a page's body. A page describes its contents in blocks. The available room decides how spaciously they
/// are set, in the same way on every page.
enum Block {
    /// A paragraph, with the same text in the second language if there is room.
    case words(String, second: String = "", Style)
    /// A name and its value.
    case field(String, second: String = "", String, Style)
    /// A large number with lines beside it, the most important first. In little room it is the plain text.
    case number(String, [Line], plain: String)
    /// Something to choose with a digit.
    case option(Option)
    /// A number in groups as it is spoken, drawn large or as one line of text.
    case digits([String], large: Bool)
    /// The action of a key: one line with the key's cap.
    case action(KeyAction)
    /// A line with a time or value at its right end, such as a bus line and when it comes, and more words below it.
    case departure(line: String, when: String, towards: String)
    /// Words for the resident to say, in Chinese and in Latin letters.
    case spoken(label: String, lines: [String], latin: [String])
    /// A QR code and its purpose.
    case code(QR.Code, caption: String)

    /// Whether it is a name with its value.
    var isField: Bool { if case .field = self { true } else { false } }

    struct Line {
        var text: String
        var style: Style
    }

    /// A choice on a digit.
    struct Option {
        var key: Key
        var label: String
        var second = ""
        var detail = ""
        /// Its style; nil means that of the information tiles.
        var style: Style?
    }

    /// A key and what it does.
    struct KeyAction {
        var key: Key
        var label: String
        var second = ""
        var style: Style
    }
}

/// The text of a QR code, and its purpose in words.
struct Code {
    var text: String
    var caption: String
}

/// Which of several parts something is.
struct Part {
    var number: Int
    var count: Int
}

/// How spaciously blocks are set.
enum Density: CaseIterable {
    /// A blank row between blocks and another after each option, names above values, numbers at double size.
    case airy
    /// A blank row between blocks.
    case spaced
    /// Both languages, without blank rows.
    case dense
    /// One language, one row per item.
    case tight

    var gap: Int {
        switch self {
        case .airy, .spaced: 1
        case .dense, .tight: 0
        }
    }

    var hasSecondLanguage: Bool { self != .tight }
}

/// A block laid out as rows of text.
struct Chunk {
    struct Piece {
        var x: Int
        var text: String
        var style: Style
    }

    var rows: [[Piece]]
    /// The background of the whole chunk, if it is a button.
    var fill: Style?
    var key: Key?
    /// Whether a page break may fall inside it.
    var splits = false
    /// Whether it is a QR code.
    var isCode = false

    init(_ rows: [[Piece]], fill: Style? = nil, key: Key? = nil, splits: Bool = false, isCode: Bool = false) {
        self.rows = rows
        self.fill = fill
        self.key = key
        self.splits = splits
        self.isCode = isCode
    }
}
