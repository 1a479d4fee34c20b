public import Vocabulary

/// What the bytes of a terminal mean to the booth. Everything else that a terminal can send means nothing.
public enum InputEvent: Hashable, Sendable {
    /// A key, whichever of its codes the terminal sent.
    case key(Key)
    /// The handset was lifted or put back.
    case handset(lifted: Bool)
    /// A finger or the first mouse button on a cell. Columns and rows count from 0 at the top left.
    case touch(Touch.Phase, column: Int, row: Int)
    /// The terminal's answer to the question whether it works. Nobody pressed anything.
    case answer

    /// What a key of the keyboard means.
    init(_ meaning: KeyMeaning) {
        self =
            switch meaning {
            case .key(let key): .key(key)
            case .handset(let lifted): .handset(lifted: lifted)
            }
    }
}

/// A finger on the screen, or the first mouse button. Only its coming and going is reported, never its motion: a finger
/// that is held or dragged is one touch.
public struct Touch: Hashable, Sendable {
    /// Coming or going.
    public enum Phase: Hashable, Sendable {
        /// It came down.
        case down
        /// It went up, wherever it was at that moment.
        case up
    }

    /// Coming or going.
    public let phase: Phase
    /// The column, from 0 at the left.
    public let column: Int
    /// The row, from 0 at the top.
    public let row: Int

    /// A touch.
    public init(phase: Phase, column: Int, row: Int) {
        self.phase = phase
        self.column = column
        self.row = row
    }
}
