import Foundation
import KioskCore
import Screens

/// Files of the checkout.
enum Shipped {
    private static let root: String = {
        var root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.path
    }()

    /// The configuration that ships with the program.
    static let configuration = root + "/config"
    /// The configurations of foot, one for each reference size.
    static let foot = ["45x34", "60x20", "80x24"].map { "\(root)/deploy/foot/\($0).ini" }
}

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

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
