import Vocabulary
import Screens

extension Style {
    static let plain = Style(foreground: RGB(0xFFFFFF), background: RGB(0x0B2A6F), bold: true)
    static let tile = Style(foreground: RGB(0x000000), background: RGB(0xFFD400), bold: true)
    static let alarm = Style(foreground: RGB(0xFFFFFF), background: RGB(0xA80000), bold: true)
}

extension Frame {
    /// The text of each row, without trailing blanks: what a terminal's own copy of its screen says.
    var rows: [String] {
        (0..<size.rows).map { row in
            (0..<size.columns).compactMap { self[$0, row]?.text }.joined().trimmingSuffix(" ")
        }
    }
}
