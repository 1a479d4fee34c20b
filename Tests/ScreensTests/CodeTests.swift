import Vocabulary
import BoothConfiguration
import Foundation

import KioskTestSupport
import Rehearsal
import Spawn
import Testing

@testable import Screens

/// The codes on screen, read back from a picture of the cells by an independent reader (zbar).
@Suite struct CodeTests {
    @Test(arguments: [Size(columns: 45, rows: 34), Size(columns: 80, rows: 24)], ["7117", "85", "86"])
    func aTelephoneReadsTheCode(_ size: Size, _ letters: String) throws {
        let frame = try Rehearsal(letters, on: size).frame(size)
        var texts = Set([read(frame)])
        // On narrow terminals the code may be on the next page.
        for page in 1..<max(2, frame.pages) {
            texts.insert(read(try Rehearsal(letters, on: size).frame(size, page: page)))
        }
        let local = Shipped.configuration.settings.local
        let expected =
            letters == "7117" ? Surroundings.places.places[0].link : letters == "85" ? local.wifi?.code : local.site
        #expect(texts.contains(expected ?? "none"), "\(texts)")
    }

    private func read(_ frame: Frame) -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pgm")
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            try Data(frame.picture).write(to: file)
            let words = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file.path]
            return try Child.run(words, error: .nothing).output.trimmingCharacters(in: .newlines)
        } catch {
            return "\(error)"
        }
    }
}

extension Frame {
    /// The frame as a portable grey map with 8 by 16 pixels a cell. Blocks are drawn as they are, other characters as
    /// their background.
    fileprivate var picture: [UInt8] {
        let (width, height) = (8, 16)
        var pixels = [UInt8](repeating: 0, count: size.columns * width * size.rows * height)
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                guard let cell = self[column, row] else { continue }
                for y in 0..<height {
                    let isInk =
                        switch cell.text {
                        case "█": true
                        case "▀": y < height / 2
                        case "▄": y >= height / 2
                        default: false
                        }
                    let colour = isInk ? cell.style.foreground : cell.style.background
                    let start = (row * height + y) * size.columns * width + column * width
                    for x in 0..<width { pixels[start + x] = UInt8(colour.luminance * 255) }
                }
            }
        }
        return Array("P5\n\(size.columns * width) \(size.rows * height)\n255\n".utf8) + pixels
    }
}
