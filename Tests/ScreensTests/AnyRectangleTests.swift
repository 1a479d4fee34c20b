import BoothConfiguration
import AdapterTestSupport
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// No drawing call traps, whatever rectangle and size it gets. A window may shrink under a finger, and a terminal may
/// lie about its size.
@Suite struct AnyRectangleTests {
    private static let style = Style(foreground: RGB(0xFFFFFF), background: RGB(0))
    /// Numbers with which sums overflow and ranges turn upside down, and usual ones.
    private static let numbers = [Int.min, -1_000_000_001, -34, -1, 0, 1, 2, 3, 12, 40, 45, 80, 1001, .max - 1, .max]

    private var random = SplitMix(seed: .random(in: 0...UInt64.max))

    private mutating func number() -> Int {
        Bool.random(using: &random)
            ? Self.numbers.randomElement(using: &random) ?? 0 : Int.random(in: -60...60, using: &random)
    }

    private mutating func rect() -> Rect { Rect(x: number(), y: number(), width: number(), height: number()) }

    private mutating func size() -> Size {
        Int.random(in: 0..<20, using: &random) == 0
            ? Size(columns: number(), rows: number())
            : Size(columns: .random(in: -2...60, using: &random), rows: .random(in: -2...40, using: &random))
    }

    private mutating func text() -> String {
        ["", "5", "急救 120", "Ambulance\n120", "ｱ\u{301}👵🏻", String(repeating: "很长的话 word ", count: 9)]
            .randomElement(using: &random) ?? ""
    }

    /// What is wrong with the cells. A region may lie anywhere, because it is only asked about.
    private func halves(_ frame: Frame) -> [String] { frame.faults.filter { !$0.hasPrefix("region") } }

    @Test("Every drawing call of a frame, for any rectangle on any size")
    mutating func frames() {
        for _ in 0..<3000 {
            var frame = Frame(size: size(), style: Self.style)
            // The largest frames take long to fill.
            for _ in 0..<(frame.cells.count > 50_000 ? 1 : 6) {
                frame.fill(rect(), Self.style)
                frame.invert(rect())
                frame.write(text(), x: number(), y: number(), style: Self.style, limit: number())
                frame.regions.append(HitRegion(area: rect(), key: .hash))
                _ = frame.key(atColumn: number(), row: number())
                _ = frame[number(), number()]
                _ = rect().clipped(to: rect())
                var moved = rect()
                moved.x += 7
                moved.height -= 7
                _ = moved.contains(column: number(), row: number())
            }
            if frame.cells.count < 10_000 {
                let wide = frame.widened(by: number() % 50, atLeft: Bool.random(using: &random))
                #expect(wide.cells.count == wide.size.columns * wide.size.rows)
            }
            #expect(halves(frame) == [], "half a wide character in \(frame.size)")
        }
    }

    @Test("Every drawing call of a page's painter, for any rectangle on any size")
    mutating func painters() throws {
        let state = try Rehearsal("1#o").state
        let (catalogue, settings) = (Shipped.configuration.catalogue, Shipped.configuration.settings)
        let styles = [Self.style, Style(foreground: RGB(0), background: RGB(0xFFFFFF))]
        for _ in 0..<2000 {
            var painter = Painter(state: state, catalogue: catalogue, settings: settings, size: size())
            let style = styles.randomElement(using: &random) ?? Self.style
            painter.left(text(), rect(), row: number(), style)
            painter.centre(text(), rect(), row: number(), style)
            painter.right(text(), rect(), row: number(), style)
            painter.rule(y: number(), x: number(), width: Bool.random(using: &random) ? number() : nil)
            painter.paragraph(text(), rect(), row: number(), style, centred: Bool.random(using: &random))
            painter.big("10:5°", x: number(), y: number(), style, scale: number())
            painter.tile(.digit(5), rect(), label: text(), second: text(), short: text(), style)
            painter.flow(blocks(style), in: rect(), foot: text(), turning: Bool.random(using: &random))
            _ = painter.title(text(), second: text(), style, atMost: number())
            _ = painter.emergencyTitle(text(), second: text())
            painter.drawLegend()
            #expect(halves(painter.frame) == [], "half a wide character in \(painter.frame.size)")
        }
    }

    private mutating func blocks(_ style: Style) -> [Block] {
        [
            .words(text(), second: text(), style), .field(text(), second: text(), text(), style),
            .number("12", [Block.Line(text: text(), style: style)], plain: text()),
            .option(Block.Option(key: .digit(1), label: text(), second: text(), detail: text())),
            .action(Block.KeyAction(key: .hash, label: text(), second: text(), style: style)),
            .departure(line: text(), when: text(), towards: text()),
            .spoken(label: text(), lines: [text()], latin: [text()]),
        ].shuffled(using: &random)
    }

    @Test("Every page at every size that a window can have")
    func pages() throws {
        let sizes =
            (0...50).flatMap { columns in [0, 1, 2, 5, 11, 12, 13, 20, 34].map { Size(columns: columns, rows: $0) } }
            + [Size(columns: 300, rows: 12), Size(columns: 40, rows: 200), Size(columns: .max, rows: .min)]
        for (number, page) in Rehearsal.pages.enumerated() {
            let booth = try Rehearsal(page.keys, in: Shipped.languages[number % Shipped.languages.count])
            for (place, size) in sizes.enumerated() where place % 8 == number % 8 || size.columns < 4 {
                let frame = booth.frame(size)
                #expect(frame.cells.count == size.columns * size.rows, "\(page.name) \(size)")
            }
        }
    }
}
