import CNcurses

/// The width of characters according to this system's C library, which ncurses uses.
public enum SystemWidth {
    /// The columns of a character: 0, 1 or 2; -1 for one that is never drawn.
    public static func columns(of scalar: Unicode.Scalar) -> Int {
        terminal_use_utf8()
        return Int(terminal_character_columns(scalar.value))
    }
}
