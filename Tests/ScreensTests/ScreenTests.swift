import FoundationEssentials
import BoothConfiguration
import KioskCore
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

extension Frame {
    /// The characters of a row.
    func line(_ row: Int) -> String { (0..<size.columns).map { self[$0, row]?.text ?? "" }.joined() }

    /// The lines of the whole text, without spaces at line ends.
    var lines: [String] { (0..<size.rows).map { line($0).trimmingEnd } }

    /// What is wrong with the frame as a picture of cells; empty if nothing is.
    var faults: [String] {
        var faults: [String] = []
        if cells.count != size.columns * size.rows { faults.append("\(cells.count) cells") }
        for row in 0..<size.rows {
            var column = 0
            while column < size.columns {
                guard let cell = self[column, row] else { break }
                if cell.width == 0 { faults.append("half a character at \(column),\(row)") }
                if cell.width == 2, self[column + 1, row]?.width != 0 {
                    faults.append("a cut character at \(column),\(row)")
                }
                if DisplayWidth.columns(of: cell.text) != cell.width {
                    faults.append("'\(cell.text)' at \(column),\(row)")
                }
                column += max(1, cell.width)
            }
        }
        for region in regions {
            let area = region.area
            if area.x < 0 || area.y < 0 || area.x + area.width > size.columns || area.y + area.height > size.rows {
                faults.append("region \(region.key) outside")
            }
        }
        return faults
    }
}

@Suite struct ScreenTests {
    private func draw(_ letters: String, in language: LanguageCode = .chinese, _ size: Size) throws -> Frame {
        try Rehearsal(letters, in: language, on: size).frame(size)
    }

    @Test(arguments: Sizes.designed + Sizes.others, Shipped.languages)
    func everyPageIsAWholePictureWithItsFooter(_ size: Size, _ language: LanguageCode) throws {
        for (name, keys) in Rehearsal.pages {
            let booth = try Rehearsal(keys, in: language, on: size)
            let pages = booth.frame(size).pages
            for page in 0..<pages {
                let frame = try booth.frame(size, page: page)
                let place = "\(name) \(page + 1)/\(pages)"
                #expect(frame.faults == [], "\(place)")
                #expect(frame.cuts == [], "\(place)")
                #expect(frame.pages == pages, "\(place)")
                #expect(frame.regions.contains { $0.key == .sos }, "\(place): SOS can be touched")
                #expect(frame.regions.contains { $0.key == .language }, "\(place)")
                #expect(frame.lines.last?.isEmpty == false, "\(place)")
                if pages > 1 {
                    #expect(frame.lines.joined().contains("\(page + 1)/\(pages)"), "\(place): a page mark")
                }
            }
        }
    }

    @Test func emergencyAndCallPagesAreNeverTurned() throws {
        // There `#` dials now, plays the address or is a digit.
        for size in Sizes.designed + Sizes.others {
            for language in Shipped.languages {
                for (name, keys) in Rehearsal.pages {
                    let booth = try Rehearsal(keys, in: language, on: size)
                    guard [.countdown, .chooser, .call, .incoming, .number].contains(booth.state.screen.kind) else {
                        continue
                    }
                    #expect(booth.frame(size).pages == 1, "\(name) \(size)")
                }
            }
        }
    }

    @Test func theGalleryShowsEveryKindOfScreen() throws {
        let kinds = try Set(Rehearsal.pages.map { try Rehearsal($0.keys).state.screen.kind })
        #expect(kinds == Set(Screen.Kind.allCases))
    }

    /// 21.5 inches are 476 mm by 268 mm.
    @Test(arguments: [(Size(columns: 45, rows: 34), 268.0, 476.0), (Size(columns: 80, rows: 24), 476.0, 268.0)])
    func whatIsTouchedIsTwelveMillimetresLarge(_ size: Size, _ width: Double, _ height: Double) throws {
        for language in Shipped.languages {
            for (name, keys) in Rehearsal.pages {
                let frame = try draw(keys, in: language, size)
                for region in frame.regions {
                    let millimetres = (
                        Double(region.area.width) * width / Double(size.columns),
                        Double(region.area.height) * height / Double(size.rows)
                    )
                    #expect(
                        millimetres.0 >= 12 && millimetres.1 >= 12,
                        "\(name) \(language.rawValue) \(region.key): \(millimetres)")
                }
            }
        }
    }

    @Test(arguments: Sizes.designed)
    func homeShowsTenFunctionsWithTheirNamesWhole(_ size: Size) throws {
        for language in Shipped.languages {
            let text = try draw("#", in: language, size).lines.joined(separator: "\n")
            for function in Shipped.configuration.catalogue.functions {
                let label = function.label.text(in: language)
                let short = function.short.text(in: language)
                #expect(text.contains(label) || text.contains(short), "\(label) at \(size)")
            }
        }
    }

    @Test(arguments: Sizes.designed + Sizes.others)
    func theKeypadPictureIsTheSameEverywhere(_ size: Size) throws {
        let frame = try draw("", size)
        func centre(_ digit: Int) -> (Int, Int)? {
            frame.regions.first { $0.key == .digit(digit) }.map { ($0.area.x, $0.area.y) }
        }
        for row in 0..<3 {
            let places = (1...3).compactMap { centre(row * 3 + $0) }
            #expect(places.count == 3)
            #expect(places.map(\.0) == places.map(\.0).sorted())
            #expect(Set(places.map(\.1)).count == 1, "one row of the keypad")
        }
        #expect(centre(2)?.0 == centre(5)?.0 && centre(5)?.0 == centre(0)?.0)
    }

    @Test func starZeroAndHashNeverMove() throws {
        for size in Sizes.designed {
            let home = try draw("#", size)
            for flow in ["1", "2", "211", "7", "8", "9", "1#o"] {
                let frame = try draw(flow, size)
                for key in [Key.star, .hash] {
                    #expect(
                        frame.regions.last { $0.key == key }?.area == home.regions.last { $0.key == key }?.area,
                        "\(key) on \(flow) at \(size)")
                }
            }
        }
    }

    @Test func everyEmergencyPageSaysThatItIsADemonstration() throws {
        for flow in ["5", "5wwwwwwwww", "5wwwwwwwwwa", "S", "Swwwwwwwwwww", "4wwwwwwwwwa", "6"] {
            for size in Sizes.designed + Sizes.others {
                let text = try draw(flow, size).lines.joined(separator: "\n")
                #expect(text.contains("演示・不会接通"), "\(flow) at \(size)")
            }
        }
    }

    @Test func aLiveBoothSaysNothingOfADemonstration() throws {
        var settings = Shipped.configuration.settings
        settings.telephony.live = true
        var booth = Rehearsal(
            catalogue: Shipped.configuration.catalogue, settings: settings, language: .chinese)
        try booth.play("5", on: Sizes.designed[0])
        #expect(booth.state.screen.kind == .countdown)
        #expect(!booth.frame(Sizes.designed[0]).lines.joined().contains("演示"))
    }

    @Test func theCountdownSaysHowToCancelAndHowToCallNowAtEverySize() throws {
        for size in Sizes.designed + Sizes.others {
            for (language, cancel) in [(LanguageCode.chinese, "按错了"), (.english, "Mistake?")] {
                let frame = try draw("5", in: language, size)
                #expect(frame.lines.joined(separator: "\n").contains(cancel), "\(size)")
            }
            // Whoever pressed by mistake may read neither of the page's two languages.
            let text = try draw("5", size).lines.joined(separator: "\n")
            for word in ["取消", "Cancel", "取り消す", "취소"] { #expect(text.contains(word), "\(word) at \(size)") }
        }
    }

    @Test("The words beside a countdown stand still when ten becomes nine")
    func wordsStandStill() throws {
        let size = Sizes.designed[1]
        var settings = Shipped.configuration.settings
        settings.timings.emergencyCountdown = .seconds(11)
        var booth = Rehearsal(catalogue: Shipped.configuration.catalogue, settings: settings, language: .chinese)
        try booth.play("5w", on: size)
        func place() throws -> [Int] {
            let lines = booth.frame(size).lines
            #expect(booth.state.screen.kind == .countdown)
            return lines.compactMap { line in
                line.firstRange(of: "按错了").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
            }
        }
        let atTen = try place()
        #expect(atTen.count == 1)
        try booth.play("w", on: size)
        #expect(try place() == atTen)
    }

    @Test func aPlateIsShownWhole() throws {
        for size in Sizes.designed + Sizes.others {
            #expect(try draw("1#o", size).lines.joined(separator: "\n").contains("沪A D5638"), "\(size)")
        }
    }

    @Test func whereTheCarComesIsSaidOnlyOfACarThatComes() throws {
        func text(_ letters: String) throws -> String { try draw(letters, Sizes.designed[0]).lines.joined() }
        #expect(try text("1#O").contains("车会开到这个亭子来"))
        #expect(try !text("1#o").contains("车会开到这个亭子来"))
        #expect(try text("1#o").contains("模拟调度，不会真的来"))
    }

    @Test(arguments: Sizes.designed)
    func whatConcernsTheBoothIsReadToItsEndOnAttract(_ size: Size) throws {
        for (letters, words) in [("p", "网络断开，电话可用"), ("!", "配置有误，沿用上次")] {
            let text = try draw(letters, size).lines.joined().filter { $0 != " " }
            #expect(words.allSatisfy { text.contains($0) }, "\(words) at \(size)")
        }
    }

    @Test func withoutAnAgentThePersonsKeySaysSoAsTheFreeCallDoes() throws {
        let text = try draw("k", Sizes.designed[0]).lines.joined(separator: "\n")
        #expect(text.components(separatedBy: "暂停").count - 1 == 2, "free call and person")
    }

    @Test func aTooSmallTerminalSaysSoInsteadOfBreaking() throws {
        for (columns, rows) in [(39, 30), (80, 11), (10, 3), (1, 1)] {
            let frame = try draw("", Size(columns: columns, rows: rows))
            #expect(frame.faults == [])
        }
        let text = try draw("", Size(columns: 39, rows: 11)).lines.joined()
        #expect(text.contains("屏幕太小"))
        #expect(text.contains("120: 5"))
    }
}
