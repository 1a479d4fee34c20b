/// Why no terminal could be taken over, and what to do about it.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The descriptor is not a terminal.
    case notATerminal(descriptor: Int32)
    /// TERM is empty or not set.
    case noType
    /// TERM names a type that the terminfo database does not have.
    case unknownType(String)
    /// The terminal's type cannot move its cursor.
    case incapableType(String)
    /// Another terminal is open in this process.
    case alreadyOpen
    /// A system call failed with this `errno`.
    case system(Int32)

    /// One sentence about the problem and one about the remedy.
    public var description: String {
        switch self {
        case .notATerminal(let descriptor):
            "File descriptor \(descriptor) is not a terminal. Start the kiosk in a terminal window or on a console."
        case .noType:
            "TERM is not set, so the kind of terminal is unknown. Set it, for example: TERM=xterm-256color"
        case .unknownType(let type):
            "The terminal type TERM=\(type) is not in the terminfo database. "
                + "Install the package ncurses-term or foot-terminfo, or set TERM=xterm-256color."
        case .incapableType(let type):
            "The terminal type TERM=\(type) cannot show a full-screen page. "
                + "Set TERM to what the terminal really is, for example xterm-256color."
        case .alreadyOpen:
            "This process already uses a terminal. Stop that one first."
        case .system(let code):
            "The terminal could not be taken over: \(ErrorText.of(code)). Start the kiosk from a fresh terminal."
        }
    }
}
