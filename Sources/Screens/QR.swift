import CQREncode

/// QR codes (ISO/IEC 18004) in half blocks: two modules a cell, one above the other.
enum QR {
    /// Modules of light around the code. The standard asks for four; two are read by every telephone tried, and let a
    /// code fit where there would be none.
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
    }

    /// The code of a text at the lowest error correction, if it fits.
    static func code(_ text: String, fitting area: Rect) -> Code? {
        guard let raw = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L) else { return nil }
        defer { QRcode_free(raw) }
        let width = Int(raw.pointee.width)
        guard let data = raw.pointee.data else { return nil }
        let code = Code(modules: width, dark: (0..<width * width).map { data[$0] & 1 == 1 })
        return code.columns <= area.width && code.rows <= area.height ? code : nil
    }
}

extension Painter {
    /// Draws a code in the middle of an area, if it fits there.
    mutating func draw(_ code: QR.Code, in area: Rect) {
        guard code.columns <= area.width, code.rows <= area.height else { return }
        let x = area.x + (area.width - code.columns) / 2
        for row in 0..<code.rows {
            let line = (0..<code.columns).map { column -> Character in
                switch (code.isDark(column, row * 2), code.isDark(column, row * 2 + 1)) {
                case (true, true): "█"
                case (true, false): "▀"
                case (false, true): "▄"
                case (false, false): " "
                }
            }
            frame.write(String(line), x: x, y: area.y + row, style: theme.code)
        }
    }
}
