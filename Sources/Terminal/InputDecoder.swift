import KioskCore
public import Vocabulary

/// Turns the bytes of a terminal into keys and touches, and swallows everything else whole.
///
/// One wrong digit can start a call to the police, so the rules lean one way: a sequence that is not exactly a known
/// key counts as nothing, to its last byte, however the reads cut it. That covers modified keys, mouse reports other
/// than a press and its release, control strings, bracketed pastes, 8-bit controls and characters outside ASCII.
///
/// **Time.** The decoder has no clock. Whenever ``pending`` changes, the caller starts a timer of ``Pending/timeout``
/// in place of the previous one. When the timer runs out, it calls ``flushPendingEscape()``. Bytes that belong to a
/// begun sequence are never read as keys, whenever they come. Keys that are pressed meanwhile do not prolong any wait:
///
/// | time since the beginning of a cut sequence | the bytes that come are |
/// |---|---|
/// | up to 500 ms | the rest of it, and what it says counts |
/// | up to 1 s; of a paste, up to 2 s | the rest of it, without effect: it was meant for a page that may be gone |
/// | later | the rest, if one read ends it or has bytes that no key sends, such as `;`; otherwise keys, at once |
///
/// A sequence ends with `M` or `m` for a touch, a letter or `~` for another `ESC [`, BEL or `ESC \` for a string, the
/// end marker for a paste, and the number of bytes for an X10 report. There is one exception: the last byte of such a
/// report is taken for a key if it comes late and alone. After Escape alone there is nothing to wait for, but `[` and
/// the like still make a sequence of it. Escape itself is a key only if `keys.yaml` says so, and only after 50 ms,
/// since a report may be cut right after it.
///
/// So an emergency key is lost for at most one second, after a cut paste for two.
///
/// **Pastes without brackets.** Nobody presses more than ``burstLimit`` keys between two reads, unless the screen stood
/// still; then the keys were pressed blind. A read with more plain characters than that is a paste, and none of them is
/// a key. Plain characters that follow within 100 ms are its tail, and are not keys either. Keys sent as escape
/// sequences (SOS, language) still count. ``hasSwallowed`` tells that this happened.
public struct InputDecoder: Sendable {
    /// What the decoder waits for.
    public struct Pending: Hashable, Sendable {
        /// Tells one wait from the next.
        public let id: UInt64
        /// How long after its start the wait ends.
        public let timeout: Duration
    }

    /// A read with more plain characters than this is taken for a paste.
    public static let burstLimit = 8
    /// A sequence or paste with more bytes than this is given up, and what follows is treated as a burst.
    public static let lengthLimit = 65_536

    private enum State: Sendable {
        case ground
        /// A lone Escape was reported as a key, but the rest of a sequence may still come.
        case afterEscape
        /// A sequence was given up, but its rest may still come.
        indirect case afterSequence(State)
        case escape
        /// `ESC` and intermediate bytes, as in `ESC ( B`.
        case escapeIntermediate
        case singleShift
        case controlSequence
        /// `ESC [ [` and one more byte: F1 to F5 of the Linux console.
        case consoleFunction
        /// The bytes still to come of an X10 mouse report.
        case pointerReport(Int)
        case string
        case stringEscape
        /// How many bytes of the end marker have come.
        case paste(Int)
        /// How many continuation bytes are still to come of a character that began with this byte.
        case character(Int, lead: UInt8)
    }

    private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
    private static let parameterLimit = 32

    /// What the codes mean. May be changed between any two reads.
    public var keys: KeyMap

    private var state = State.ground
    private var parameters: [UInt8] = []
    /// Whether the sequence can still be a key.
    private var meaningful = true
    /// Whether the control string began with an 8-bit control and so may end with one.
    private var eightBit = false
    private var length = 0
    /// Whether the sequence is given up, so that only its end is awaited.
    private var isTorn = false
    private var sequences: UInt64 = 0
    private var burst: Pending?
    private var events: [(event: InputEvent, plain: Bool)] = []
    private var plainCharacters = 0
    private var overflowed = false

    /// Whether the last read contained keys that nobody pressed, that is, a paste without brackets.
    public private(set) var hasSwallowed = false

    /// Creates a decoder at rest.
    public init(keys: KeyMap = .standard) { self.keys = keys }

    /// Whether the next byte begins something new.
    public var isAtRest: Bool {
        switch state {
        case .ground, .afterEscape, .afterSequence: true
        default: false
        }
    }

    /// What the decoder waits for now; nil if it waits only for the next key.
    public var pending: Pending? {
        switch state {
        case .ground, .afterEscape, .afterSequence, .character: burst
        case .escape: Pending(id: sequences, timeout: .milliseconds(50))
        case .paste: Pending(id: sequences, timeout: .seconds(2))
        default: Pending(id: sequences, timeout: .milliseconds(500))
        }
    }

    /// Decodes everything that was available at once. Reads may cut sequences anywhere.
    public mutating func decode(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        events.removeAll(keepingCapacity: true)
        plainCharacters = 0
        overflowed = false
        let bytes = Array(bytes)
        resume(with: bytes)
        for byte in bytes { accept(byte) }
        if overflowed || plainCharacters > Self.burstLimit {
            sequences += 1
            burst = Pending(id: sequences, timeout: .milliseconds(100))
        }
        let pasted = burst != nil
        hasSwallowed = pasted && plainCharacters > 0
        return events.filter { !($0.plain && pasted) }.map(\.event)
    }

    /// Ends what the decoder waits for. Escape alone may be a key. Anything else unfinished is given up, in two steps.
    public mutating func flushPendingEscape() -> [InputEvent] {
        burst = nil
        switch state {
        case .escape:
            state = .afterEscape
            return meaning([0x1B]).map { [$0] } ?? []
        case .ground, .afterEscape, .afterSequence:
            return []
        case .character:
            state = .ground
            return []
        case _ where !isTorn && !isPaste:
            meaningful = false
            isTorn = true
            sequences += 1
            return []
        default:
            state = .afterSequence(state)
            return []
        }
    }

    private var isPaste: Bool { if case .paste = state { true } else { false } }

    // MARK: Late bytes

    /// Continues the sequence that was given up if this read is the rest of it, and ends it otherwise.
    private mutating func resume(with bytes: [UInt8]) {
        guard case .afterSequence(let torn) = state, !bytes.isEmpty else { return }
        state = torn
        sequences += 1
        length = 1
        isTorn = false
        if !isRest(bytes) { state = .ground }
    }

    /// Whether a read is the rest of the present sequence. A terminal writes it in one piece, to its end, and fingers
    /// do not type ends. A single byte that is a key counts as that key.
    private func isRest(_ bytes: [UInt8]) -> Bool {
        if bytes.count == 1, keys.meaning(of: KeyCode(bytes: bytes)) != nil { return false }
        switch state {
        case .controlSequence:
            let rest = bytes.prefix { (0x20...0x3F).contains($0) }
            // No key sends these, so the end may still come.
            if rest.contains(where: { (0x3A...0x3F).contains($0) }) { return true }
            guard rest.count < bytes.count else { return false }
            let final = bytes[rest.count]
            let isTouch = parameters.first == UInt8(ascii: "<")
            return isTouch ? final == UInt8(ascii: "M") || final == UInt8(ascii: "m") : (0x40...0x7E).contains(final)
        case .consoleFunction: return (0x41...0x45).contains(bytes[0])
        case .pointerReport(let left): return left > 1 && bytes.count >= left && bytes[0] != 0x1B
        case .singleShift, .string, .stringEscape, .paste:
            var trial = self
            return bytes.contains { byte in
                trial.continueSequence(byte)
                if case .ground = trial.state { return true }
                return false
            }
        default: return false
        }
    }

    // MARK: States

    private mutating func accept(_ byte: UInt8) {
        switch state {
        case .ground: takeBetweenSequences(byte)
        case .afterEscape: takeAfterEscape(byte)
        case .afterSequence: takeBetweenSequences(byte)
        case .character(let left, let lead): takeCharacter(byte, left: left, lead: lead)
        default: continueSequence(byte)
        }
    }

    private mutating func continueSequence(_ byte: UInt8) {
        length += 1
        if length > Self.lengthLimit {
            overflowed = true
            state = .ground
            return
        }
        switch state {
        case .escape: takeEscape(byte)
        case .escapeIntermediate: takeIntermediate(byte)
        case .singleShift: takeSingleShift(byte)
        case .controlSequence: takeControlSequence(byte)
        case .consoleFunction, .pointerReport: takeFixedLength(byte)
        case .string: takeString(byte)
        case .stringEscape: takeStringEscape(byte)
        case .paste(let matched): takePaste(byte, matched: matched)
        default: state = .ground
        }
    }

    private mutating func takeBetweenSequences(_ byte: UInt8) {
        switch byte {
        case 0x1B:
            begin(.escape)
        case 0x80...0x9F:
            takeControl(byte)
        case 0xC2...0xF4:
            plainCharacters += 1
            state = .character(byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3, lead: byte)
        default:
            plainCharacters += 1
            // In a paste, not even the meaning is looked up.
            guard plainCharacters <= Self.burstLimit, let event = meaning([byte]) else { return }
            events.append((event, plain: true))
        }
    }

    private mutating func begin(_ next: State, meaningful: Bool = true) {
        sequences += 1
        length = 1
        parameters.removeAll(keepingCapacity: true)
        self.meaningful = meaningful
        eightBit = false
        isTorn = false
        state = next
    }

    /// An 8-bit control (ECMA-48 C1), alone or as a UTF-8 character. No terminal of ours sends one for a key.
    private mutating func takeControl(_ byte: UInt8) {
        switch byte {
        case 0x8F: begin(.singleShift, meaningful: false)
        case 0x9B: begin(.controlSequence, meaningful: false)
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F:
            begin(.string)
            eightBit = true
        default: state = .ground
        }
    }

    private mutating func takeAfterEscape(_ byte: UInt8) {
        state = .ground
        guard Self.introducers.contains(byte) else { return takeBetweenSequences(byte) }
        begin(.escape)
        takeEscape(byte)
    }

    private static let introducers = Array("[OPX]^_".utf8)

    private mutating func takeCharacter(_ byte: UInt8, left: Int, lead: UInt8) {
        guard (0x80...0xBF).contains(byte) else {
            state = .ground
            return takeBetweenSequences(byte)
        }
        state = left > 1 ? .character(left - 1, lead: lead) : .ground
        if lead == 0xC2, byte < 0xA0 { takeControl(byte) }
    }

    private mutating func takeEscape(_ byte: UInt8) {
        switch byte {
        case 0x1B: meaningful = false  // Alt and another key, as rxvt sends it
        case UInt8(ascii: "["): state = .controlSequence
        case UInt8(ascii: "O"): state = .singleShift
        case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "]"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string
        case 0x20...0x2F: state = .escapeIntermediate
        case 0xC2...0xF4: state = .character(byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3, lead: byte)
        default: state = .ground
        }
    }

    private mutating func takeIntermediate(_ byte: UInt8) {
        switch byte {
        case 0x1B: begin(.escape)
        case 0x30...0x7E: state = .ground
        default: break
        }
    }

    private mutating func takeSingleShift(_ byte: UInt8) {
        switch byte {
        case 0x1B: begin(.escape)
        case 0x40...0x7E:
            state = .ground
            if meaningful { report([0x1B, 0x4F, byte]) }
        default: meaningful = false
        }
    }

    private mutating func takeControlSequence(_ byte: UInt8) {
        switch byte {
        case 0x1B:
            begin(.escape)
        case 0x30...0x3F where parameters.count < Self.parameterLimit:
            parameters.append(byte)
        case 0x40...0x7E:
            finishControlSequence(byte)
        default:
            meaningful = false
        }
    }

    private mutating func finishControlSequence(_ final: UInt8) {
        state = .ground
        if parameters.isEmpty, final == UInt8(ascii: "[") {
            state = .consoleFunction
        } else if parameters.isEmpty, final == UInt8(ascii: "M") {
            state = .pointerReport(3)
        } else if parameters == [0x32, 0x30, 0x30], final == UInt8(ascii: "~") {
            state = .paste(0)
        } else if meaningful, let touch = PointerReport.event(parameters, final: final) {
            events.append((touch, plain: false))
        } else if meaningful, parameters == [0x30], final == UInt8(ascii: "n") {
            events.append((.answer, plain: false))
        } else if meaningful {
            report([0x1B, 0x5B] + parameters + [final])
        }
    }

    private mutating func report(_ sequence: [UInt8]) {
        if let event = meaning(sequence) { events.append((event, plain: false)) }
    }

    private func meaning(_ bytes: [UInt8]) -> InputEvent? {
        keys.meaning(of: KeyCode(bytes: bytes)).map { InputEvent($0) }
    }

    /// Counts bytes without reading them. An Escape among them begins another sequence, since none of them can be one.
    private mutating func takeFixedLength(_ byte: UInt8) {
        if byte == 0x1B {
            begin(.escape)
        } else if case .pointerReport(let left) = state {
            state = left > 1 ? .pointerReport(left - 1) : .ground
        } else {
            state = .ground
            if meaningful { report([0x1B, 0x5B, 0x5B, byte]) }
        }
    }

    private mutating func takeString(_ byte: UInt8) {
        switch byte {
        case 0x07: state = .ground
        case 0x1B: state = .stringEscape
        case 0x9C where eightBit: state = .ground
        default: break
        }
    }

    private mutating func takeStringEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\\"), 0x07: state = .ground
        case 0x1B: break
        default: state = .string
        }
    }

    private mutating func takePaste(_ byte: UInt8, matched: Int) {
        let next = byte == Self.pasteEnd[matched] ? matched + 1 : byte == 0x1B ? 1 : 0
        state = next == Self.pasteEnd.count ? .ground : .paste(next)
    }
}
