import AdapterTestSupport
import Foundation
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// Every page in every language at every size, with one file for each language and size. A person reads the files when
/// they change. `RECORD_SNAPSHOTS=1 swift test` writes them anew.
///
/// A line is a row of cells. After the border come the columns that are the second halves of wide characters, which a
/// terminal must find empty.
@Suite struct SnapshotTests {
    private static let directory = Checkout.root.appendingPathComponent("Tests/ScreensTests/Snapshots")

    @Test(arguments: Shipped.languages, Sizes.designed)
    func pagesLookAsTheyDid(_ language: LanguageCode, _ size: Size) throws {
        var text = ""
        for page in Rehearsal.pages {
            let booth = try Rehearsal(page.keys, in: language, on: size)
            let count = booth.frame(size).pages
            for number in 0..<count {
                let frame = try booth.frame(size, page: number)
                text += "== \(page.name)\(count > 1 ? ", page \(number + 1)" : "")\n" + frame.reviewable
            }
        }
        let file = Self.directory.appendingPathComponent(Self.name(language, size))
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try FileManager.default.createDirectory(at: Self.directory, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        let (now, before) = (text.components(separatedBy: "== "), expected.components(separatedBy: "== "))
        for (page, old) in zip(now, before) where page != old {
            Issue.record("\(file.lastPathComponent): \(page)\nwas\n\(old)")
        }
        #expect(now.count == before.count)
    }

    @Test func everySnapshotIsOfAPageThatIsStillDrawn() throws {
        let read = Shipped.languages.flatMap { language in
            Sizes.designed.map { Self.name(language, $0) }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
        #expect(Set(files) == Set(read))
    }

    private static func name(_ language: LanguageCode, _ size: Size) -> String {
        "\(language.rawValue)-\(size.columns)x\(size.rows).txt"
    }
}

extension Frame {
    fileprivate var reviewable: String {
        (0..<size.rows).map { row in
            let holes = (0..<size.columns).filter { self[$0, row]?.width == 0 }
            return line(row) + "│" + holes.map(String.init).joined(separator: " ") + "\n"
        }.joined()
    }
}
