import CNcurses
public import Glibc
public import Vocabulary
public import Screens
import Serial

/// The booth's screen, keypad and touch screen: a terminal taken over with ncurses.
///
/// Bytes, changes of the window size and timers arrive on the main queue; nothing here waits or polls. curses is used
/// only for drawing. ``InputDecoder`` reads the keys, because curses hands out unknown sequences one character at a
/// time. A process can have one terminal open at a time.
///
/// Before ``start()`` the program must install its own SIGINT and SIGTERM handling (otherwise ncurses installs one that
/// ends the program) and send its standard error elsewhere.
@MainActor
public final class CursesTerminal {
    /// Called for each key.
    public var onKey: (Key) -> Void = { _ in }
    /// Called when keys were swallowed that no person can have pressed.
    public var onKeysSwallowed: () -> Void = {}
    /// Called when the handset is lifted (true) or put back, if the keypad has a hook switch.
    public var onHandset: (Bool) -> Void = { _ in }
    /// Called for each finger that touches the screen or leaves it, wherever it is, as soon as it is read.
    public var onTouch: (Touch) -> Void = { _ in }
    /// Called when the terminal's size has changed. The next frame presented is sent whole.
    public var onResize: (Size) -> Void = { _ in }
    /// Called when the terminal answers a question of ``ask()``.
    public var onAnswer: () -> Void = {}
    /// Called once when the terminal is gone. Nothing can be drawn any more, so the program should end.
    public var onLost: () -> Void = {}

    /// What the keys mean. A change takes effect with the next key.
    public var keys = KeyMap.standard { didSet { decoder.keys = keys } }
    /// The terminal's size; 0 by 0 while it is not open.
    public private(set) var size = Size(columns: 0, rows: 0)

    private let input: Int32
    private let output: Int32
    private let type: String?
    private let isInterruptible: Bool
    private var painter: FramePainter?
    private var decoder = InputDecoder()
    private var awaited: InputDecoder.Pending?
    private var inputWatch: (descriptor: Int32, watch: Watch)?
    private var resizeWatch: Watch?
    private var needsWholeFrame = false

    /// Creates a terminal on two file descriptors, which the caller keeps.
    /// - Parameters:
    ///   - type: The terminfo name; nil takes it from TERM.
    ///   - isInterruptible: Whether Ctrl-C ends the program. On a booth it is a key without meaning.
    public init(
        input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, type: String? = nil, isInterruptible: Bool = false
    ) {
        self.input = input
        self.output = output
        self.type = type
        self.isInterruptible = isInterruptible
    }

    /// Restores the terminal if the process crashes (a trap, a fault, an abort), then lets it die of the same signal.
    public static func restoreOnCrash() { terminal_restore_on_crash() }

    /// Takes the terminal over. Does nothing if it is open already.
    public func start() throws(TerminalError) {
        guard painter == nil else { return }
        for descriptor in [input, output] where isatty(descriptor) == 0 {
            throw .notATerminal(descriptor: descriptor)
        }
        let type = self.type ?? getenv("TERM").map { String(cString: $0) } ?? ""
        if type.isEmpty { throw .noType }
        let copy = fcntl(input, F_DUPFD_CLOEXEC, 0)
        if copy < 0 { throw .system(errno) }
        do {
            try open(type)
        } catch {
            close(copy)
            throw error
        }
        if isInterruptible { _ = terminal_allow_interrupt() }
        painter = FramePainter()
        size = currentSize
        needsWholeFrame = true
        decoder = InputDecoder(keys: keys)
        awaited = nil
        watch(copy)
        // The window may have changed between newterm's question and the handler's first chance to hear of it.
        resized()
    }

    /// Shows a frame. Only differences are sent. A frame larger than the terminal is cut at its edges.
    public func present(_ frame: Frame) {
        guard painter != nil else { return }
        painter?.draw(frame)
        terminal_refresh(needsWholeFrame)
        needsWholeFrame = false
    }

    /// Asks the terminal whether it works (DSR 5 of ECMA-48). It answers in order: its answer comes when it has taken
    /// everything that was drawn before, and by the same way as keys. Never waits.
    /// - Returns: Whether the question was asked; false if the terminal takes nothing at present.
    public func ask() -> Bool {
        guard painter != nil else { return false }
        var room = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        guard poll(&room, 1, 0) == 1, room.revents == Int16(POLLOUT) else { return false }
        return write(output, "\u{1B}[5n", 4) == 4
    }

    /// Restores the terminal. May be called more than once.
    public func stop() {
        guard painter != nil else { return }
        inputWatch = nil
        resizeWatch = nil
        terminal_close()
        painter = nil
        awaited = nil
        size = Size(columns: 0, rows: 0)
    }

    // MARK: Events

    private var currentSize: Size { Size(columns: Int(terminal_columns()), rows: Int(terminal_rows())) }

    private func open(_ type: String) throws(TerminalError) {
        terminal_use_utf8()
        switch Int(terminal_open(type, input, output)) {
        case TERMINAL_OPENED: return
        case TERMINAL_BUSY: throw .alreadyOpen
        case TERMINAL_UNKNOWN_TYPE: throw .unknownType(type)
        case TERMINAL_INCAPABLE_TYPE: throw .incapableType(type)
        default: throw .system(errno)
        }
    }

    /// The copy is closed only when dispatch has released it, so the caller may close its own descriptor at any time.
    private func watch(_ copy: Int32) {
        inputWatch = (copy, Main.whenReadable(copy, ended: { close(copy) }) { [weak self] in self?.drain(copy) })
        resizeWatch = Main.whenReadable(terminal_resize_descriptor()) { [weak self] in self?.resized() }
    }

    private func drain(_ descriptor: Int32) {
        guard inputWatch != nil else { return }
        let reading = ByteSource.drain(descriptor)
        if reading.isLost {
            // Nothing more can come, and a loss is reported only once.
            inputWatch = nil
        }
        let events = decoder.decode(reading.bytes)
        if decoder.hasSwallowed { onKeysSwallowed() }
        deliver(events)
        awaitPending()
        if reading.isLost { onLost() }
    }

    private func deliver(_ events: [InputEvent]) {
        for event in events where painter != nil {
            switch event {
            case .key(let key):
                onKey(key)
            case .handset(let lifted):
                onHandset(lifted)
            case .touch(let phase, let column, let row):
                onTouch(Touch(phase: phase, column: column, row: row))
            case .answer:
                onAnswer()
            }
        }
    }

    private func awaitPending() {
        guard decoder.pending != awaited else { return }
        awaited = decoder.pending
        guard let pending = awaited else { return }
        Main.run(after: pending.timeout) { [weak self] in self?.timedOut(pending) }
    }

    private func timedOut(_ pending: InputDecoder.Pending) {
        guard painter != nil, awaited == pending else { return }
        // The available input may complete the sequence. A stalled program is no reason to give it up.
        if let inputWatch { drain(inputWatch.descriptor) }
        guard awaited == pending else { return }
        deliver(decoder.flushPendingEscape())
        awaitPending()
    }

    private func resized() {
        guard painter != nil, terminal_update_size() else { return }
        size = currentSize
        needsWholeFrame = true
        onResize(size)
    }
}
