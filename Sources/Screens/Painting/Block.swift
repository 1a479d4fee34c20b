import Vocabulary

/// One part of a page's body. A page says what it has to say in blocks; how spaciously they stand is decided by the room
/// there is, the same way on every page.
enum Block {
    /// A paragraph, and the same in the second language where there is room.
    case words(String, second: String = "", Style)
    /// A name and its value.
    case field(String, second: String = "", String, Style)
    /// A large number with words beside it, the first of them the most important; in little room, one line.
    case number(String, [Line], plain: String)
    /// Something that a digit chooses.
    case option(Option)
    /// A number in groups as it is spoken, drawn large or as one line of text.
    case digits([String], large: Bool)
    /// What a key does, one line with the key's cap.
    case action(KeyAction)
    /// A line at a stop: its name and destination, and when it comes.
    case departure(line: String, when: String, towards: String)
    /// Words for the resident to say: in Chinese, and how that sounds.
    case spoken(label: String, lines: [String], latin: [String])
    /// A QR code, and what it is for.
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
        /// Its ground; the information tiles' where there is none.
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

/// What a QR code says to a telephone, and what it is for in words.
struct Code {
    var text: String
    var caption: String
}

/// Which of several pages something is.
struct Part {
    var number: Int
    var count: Int
}

/// How spaciously blocks stand.
enum Density: CaseIterable {
    /// Two blank rows around the blocks, names above values, large digits on options.
    case airy
    /// A blank row between blocks.
    case spaced
    /// Both languages without blank rows.
    case dense
    /// One language, one row an item.
    case tight

    var gap: Int {
        switch self {
        case .airy, .spaced: 1
        case .dense, .tight: 0
        }
    }

    var hasSecondLanguage: Bool { self != .tight }
}

/// A block as rows of text.
struct Chunk {
    struct Piece {
        var x: Int
        var text: String
        var style: Style
    }

    var rows: [[Piece]]
    /// The ground under all of it, where it is a button.
    var fill: Style?
    var key: Key?
    /// Whether a page may end inside it.
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
