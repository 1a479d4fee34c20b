import Foundation
import KioskCore
import KioskTestSupport
import Testing

@testable import Screens

/// The main pages as text, to be read by a person when they change. `RECORD_SNAPSHOTS=1 swift test` writes them anew.
@Suite struct SnapshotTests {
    private static let directory = Shipped.root.appendingPathComponent("Tests/ScreensTests/Snapshots")
    static let pages: [(name: String, keys: String)] = [
        ("attract", ""), ("home", "#"), ("taxi", "1"), ("clinic", "2"), ("number", "3138"), ("countdown", "5"),
        ("chooser", "S"), ("places", "7"), ("pension", "9#"), ("incoming", "C"),
    ]

    @Test(arguments: ["zh-Hans", "en"], Sizes.designed)
    func pagesLookAsTheyDid(_ language: String, _ size: Size) throws {
        for page in Self.pages {
            let resident = Resident(
                catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings)
            while resident.state.language.rawValue != language { resident.press(.language) }
            if page.keys.isEmpty, language == "en" { continue }
            for key in page.keys {
                switch key {
                case "#": resident.press(.hash)
                case "S": resident.press(.sos)
                case "C": resident.caller("9990001")
                default: resident.press(.digit(key.wholeNumberValue ?? 0))
                }
            }
            let frame = render(
                resident.state, catalogue: resident.catalogue, settings: resident.settings, size: size)
            let text = frame.lines.joined(separator: "\n") + "\n"
            let file = Self.directory.appendingPathComponent(
                "\(page.name)-\(language)-\(size.columns)x\(size.rows).txt")
            if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
                try FileManager.default.createDirectory(at: Self.directory, withIntermediateDirectories: true)
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            let expected = try String(contentsOf: file, encoding: .utf8)
            #expect(text == expected, "\(file.lastPathComponent)")
        }
    }
}
