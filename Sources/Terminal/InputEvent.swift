import KioskCore

/// What the bytes of a terminal mean to the booth. Everything else a terminal can send means nothing.
public enum InputEvent: Hashable, Sendable {
    /// A key, whichever of its codes the terminal sent.
    case key(Key)
    /// A finger or the first mouse button came down on a cell; columns and rows count from 0 at the top left.
    case touch(column: Int, row: Int)
}
