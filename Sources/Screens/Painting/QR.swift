import Vocabulary
import CQREncode

/// QR codes (ISO/IEC 18004) in half blocks: two modules per cell, one above the other.
enum QR {
    /// The width of the quiet zone around the code, in modules. The standard asks for four. Every telephone tried reads
    /// codes with two, and a code then fits where otherwise there would be none.
    static let quiet = 2

    struct Code: Equatable {
        var modules: Int
        var dark: [Bool]

        /// Columns on screen.
        var columns: Int { modules + 2 * QR.quiet }
        /// Rows on screen.
        var rows: Int { (modules + 2 * QR.quiet + 1) / 2 }

        func isDark(_ x: Int, _ y: Int) -> Bool {
            let column = x - QR.quiet
            let row = y - QR.quiet
            guard column >= 0, row >= 0, column < modules, row < modules else { return false }
            return dark[row * modules + column]
        }

        /// The code in half blocks, to be drawn dark on light.
        var lines: [String] {
            (0..<rows).map { row in
                String(
                    (0..<columns).map { column -> Character in
                        switch (isDark(column, row * 2), isDark(column, row * 2 + 1)) {
                        case (true, true): "█"
                        case (true, false): "▀"
                        case (false, true): "▄"
                        case (false, false): " "
                        }
                    })
            }
        }
    }

    /// The code of a text at the lowest level of error correction; nil if the text cannot be encoded.
    static func code(_ text: String) -> Code? {
        guard let raw = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L) else { return nil }
        defer { QRcode_free(raw) }
        let width = Int(raw.pointee.width)
        guard let data = raw.pointee.data else { return nil }
        return Code(modules: width, dark: (0..<width * width).map { data[$0] & 1 == 1 })
    }
}

extension Painter {
    /// Draws a code at the top left corner of an area.
    mutating func draw(_ code: QR.Code, in area: Rect) {
        for (row, line) in code.lines.enumerated() {
            frame.write(line, x: area.x, y: area.y + row, style: theme.code)
        }
    }
}
