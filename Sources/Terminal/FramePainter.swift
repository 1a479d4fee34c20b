import CNcurses
import Vocabulary
import Screens

/// Puts frames into the window of curses. Confined to the thread that opened the terminal.
struct FramePainter {
    private struct Rendition {
        var pair: Int32
        var reverse: Bool
    }

    private let palette: Palette
    private let pairLimit: Int
    private var pairs: [ColorPair: Int32] = [:]
    private var renditions: [Style: Rendition] = [:]
    private var scalars: [UInt32] = []

    /// A painter for the terminal that is open now.
    init() {
        palette = Palette(colors: Int(terminal_color_count()), direct: terminal_has_direct_color())
        pairLimit = Int(terminal_pair_limit())
    }

    /// Erases the window and draws the whole frame. A row is never patched, since half a wide character does not heal.
    mutating func draw(_ frame: Frame) {
        terminal_erase()
        let columns = frame.size.columns
        guard columns > 0 else { return }
        var style: Style?
        var rendition = Rendition(pair: 0, reverse: false)
        for row in 0..<frame.size.rows {
            for cell in frame.cells[(row * columns)..<((row + 1) * columns)] where cell.width > 0 {
                if cell.style != style {
                    style = cell.style
                    rendition = self.takeRendition(of: cell.style)
                }
                append(cell, rendition)
            }
            terminal_commit_row(Int32(row))
        }
    }

    private mutating func append(_ cell: Cell, _ rendition: Rendition) {
        scalars.removeAll(keepingCapacity: true)
        for scalar in cell.text.unicodeScalars { scalars.append(scalar.value) }
        terminal_append_cell(
            scalars, scalars.count, Int32(cell.width), rendition.pair, cell.style.bold, rendition.reverse)
    }

    private mutating func takeRendition(of style: Style) -> Rendition {
        if let known = renditions[style] { return known }
        let rendition: Rendition
        if let pair = palette.pair(for: style).flatMap({ takePair(of: $0) }) {
            rendition = Rendition(pair: pair, reverse: false)
        } else {
            rendition = Rendition(pair: 0, reverse: Palette.isReversed(style))
        }
        renditions[style] = rendition
        return rendition
    }

    /// The curses pair of two colours; nil if the terminal has no more pairs.
    private mutating func takePair(of colors: ColorPair) -> Int32? {
        if let known = pairs[colors] { return known }
        let next = pairs.count + 1
        guard next < pairLimit,
            terminal_define_pair(Int32(next), Int32(colors.foreground), Int32(colors.background))
        else { return nil }
        pairs[colors] = Int32(next)
        return Int32(next)
    }
}
