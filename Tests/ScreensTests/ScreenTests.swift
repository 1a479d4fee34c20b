import BoothConfiguration
import Foundation
import KioskCore
import KioskTestSupport
import Testing

@testable import Screens

extension Frame {
    /// The characters of a row.
    func line(_ row: Int) -> String { (0..<size.columns).map { self[$0, row]?.text ?? "" }.joined() }

    /// The whole text, spaces at line ends left out.
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
    private func draw(_ resident: Resident, _ size: Size) -> Frame { Gallery.draw(resident, size) }

    private func resident(_ keys: String = "", in language: LanguageCode = .chinese) -> Resident {
        Gallery.resident(keys, in: language)
    }

    @Test(arguments: Sizes.designed + Sizes.others, Shipped.languages)
    func everyPageIsAWholePictureWithItsFooter(_ size: Size, _ language: LanguageCode) {
        for (name, keys) in Gallery.pages {
            let pages = draw(resident(keys, in: language), size).pages
            for page in 0..<pages {
                let frame = Gallery.draw(resident(keys, in: language), size, page: page)
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

    @Test func emergencyAndCallPagesAreNeverTurned() {
        // There `#` dials now, plays the address or is a digit.
        for size in Sizes.designed + Sizes.others {
            for language in Shipped.languages {
                for (name, keys) in Gallery.pages {
                    let resident = resident(keys, in: language)
                    guard [.countdown, .chooser, .call, .incoming, .number].contains(resident.state.screen.kind) else {
                        continue
                    }
                    #expect(draw(resident, size).pages == 1, "\(name) \(size)")
                }
            }
        }
    }

    @Test func theGalleryShowsEveryKindOfScreen() {
        let kinds = Set(Gallery.pages.map { resident($0.keys).state.screen.kind })
        #expect(kinds == Set(Screen.Kind.allCases))
    }

    /// 21.5 inches are 476 mm by 268 mm.
    @Test(arguments: [(Size(columns: 45, rows: 34), 268.0, 476.0), (Size(columns: 80, rows: 24), 476.0, 268.0)])
    func whatIsTouchedIsTwelveMillimetresLarge(_ size: Size, _ width: Double, _ height: Double) {
        for language in Shipped.languages {
            for (name, keys) in Gallery.pages {
                let frame = draw(resident(keys, in: language), size)
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
    func homeShowsTenFunctionsWithTheirNamesWhole(_ size: Size) {
        for language in Shipped.configuration.catalogue.languageCodes {
            let resident = resident("#", in: language)
            let text = draw(resident, size).lines.joined(separator: "\n")
            for function in resident.catalogue.functions {
                let label = function.label.text(in: language)
                let short = function.short.text(in: language)
                #expect(text.contains(label) || text.contains(short), "\(label) at \(size)")
            }
        }
    }

    @Test(arguments: Sizes.designed + Sizes.others)
    func theKeypadPictureIsTheSameEverywhere(_ size: Size) {
        let frame = draw(resident(), size)
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

    @Test func starZeroAndHashNeverMove() {
        for size in Sizes.designed {
            let home = draw(resident("#"), size)
            for flow in ["1", "2", "211", "7", "8", "9", "1#o"] {
                let frame = draw(resident(flow), size)
                for key in [Key.star, .hash] {
                    #expect(
                        frame.regions.last { $0.key == key }?.area == home.regions.last { $0.key == key }?.area,
                        "\(key) on \(flow) at \(size)")
                }
            }
        }
    }

    @Test func everyEmergencyPageSaysThatItIsADemonstration() {
        for flow in ["5", "5wwwwwwwww", "5wwwwwwwwwa", "S", "Swwwwwwwwwww", "4wwwwwwwwwa", "6"] {
            for size in Sizes.designed + Sizes.others {
                let text = draw(resident(flow), size).lines.joined(separator: "\n")
                #expect(text.contains("演示・不会接通"), "\(flow) at \(size)")
            }
        }
    }

    @Test func aLiveBoothSaysNothingOfADemonstration() {
        var settings = Shipped.configuration.settings
        settings.telephony.live = true
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
        resident.press(5)
        #expect(!draw(resident, Sizes.designed[0]).lines.joined().contains("演示"))
    }

    @Test func theCountdownSaysHowToCancelAndHowToCallNowAtEverySize() {
        for size in Sizes.designed + Sizes.others {
            for (language, cancel) in [(LanguageCode.chinese, "按错了"), (.english, "Mistake?")] {
                let text = draw(resident("5", in: language), size).lines.joined(separator: "\n")
                #expect(text.contains(cancel), "\(size)")
            }
        }
    }

    @Test func aPlateIsShownWhole() {
        for size in Sizes.designed + Sizes.others {
            #expect(draw(resident("1#o"), size).lines.joined(separator: "\n").contains("沪A D5638"), "\(size)")
        }
    }

    @Test(arguments: Sizes.designed)
    func whatConcernsTheBoothIsReadToItsEndOnAttract(_ size: Size) {
        for (action, words) in [(Action.online(false), "网络断开，电话可用"), (.configured(lastGood: true), "配置有误，沿用上次")] {
            let resident = resident()
            resident.perform(action)
            let text = draw(resident, size).lines.joined().filter { $0 != " " }
            #expect(words.allSatisfy { text.contains($0) }, "\(words) at \(size)")
        }
    }

    @Test func withoutAnAgentThePersonsKeySaysSoAsTheFreeCallDoes() {
        let resident = resident()
        resident.perform(.agent(.disconnected))
        let text = draw(resident, Sizes.designed[0]).lines.joined(separator: "\n")
        #expect(text.components(separatedBy: "暂停").count - 1 == 2, "free call and person")
    }

    @Test func aTooSmallTerminalSaysSoInsteadOfBreaking() {
        for (columns, rows) in [(39, 30), (80, 11), (10, 3), (1, 1)] {
            let frame = draw(resident(), Size(columns: columns, rows: rows))
            #expect(frame.faults == [])
        }
        let text = draw(resident(), Size(columns: 39, rows: 11)).lines.joined()
        #expect(text.contains("屏幕太小"))
        #expect(text.contains("120: 5"))
    }

    @Test func randomLifeNeverBreaksAPicture() {
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &random)
        var state = seed
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let keys: [Key] = (0...9).map { .digit($0) } + [.hash, .star, .sos, .language, .contrast]
        let resident = resident()
        for step in 0..<600 {
            switch next(10) {
            case 0: resident.network([.ringing, .established, .earlyMedia, .closed(.remote)][next(4)])
            case 1: resident.wait(.milliseconds(next(60_000)))
            default: resident.press(keys[next(keys.count)], gap: .milliseconds(100 + next(1500)))
            }
            let size = (Sizes.designed + Sizes.others)[next(11)]
            let faults = draw(resident, size).faults
            #expect(faults == [], "seed \(seed) step \(step) \(size) \(resident.state.screen.kind)")
            if !faults.isEmpty { return }
        }
    }

    // MARK: Theme and text

    @Test func everyColourPairHasSevenToOne() {
        for (name, theme) in [("day", Theme.day), ("night", .night), ("high contrast", .highContrast)] {
            for (role, style) in theme.styles {
                #expect(style.contrast >= 7, "\(name) \(role): \(style.contrast)")
            }
        }
        #expect(abs(Style(foreground: RGB(0xFFFFFF), background: RGB(0)).contrast - 21) < 0.01)
        #expect(abs(Style(foreground: RGB(0xFFFFFF), background: RGB(0xA80000)).contrast - 7.9) < 0.1)
    }

    @Test func linesBreakWhereAReaderBreaksThem() {
        #expect(TextFlow.lines("请看一看，对不对？", width: 10) == ["请看一看，", "对不对？"])
        #expect(TextFlow.lines("Cancelled. No call was made.", width: 14) == ["Cancelled. No", "call was made."])
        #expect(TextFlow.lines("拨打 12345 热线", width: 8) == ["拨打", "12345 热", "线"])
        #expect(TextFlow.lines("说「你好」", width: 5) == ["说", "「你", "好」"])
        #expect(TextFlow.lines("전화를 걸지 않았습니다", width: 12) == ["전화를 걸지", "않았습니다"])
        #expect(TextFlow.lines("", width: 5) == [""])
        #expect(TextFlow.lines("abcdefgh", width: 3) == ["abc", "def", "gh"])
    }

    @Test func overwritingHalfAWideCharacterLeavesNoOrphan() {
        var frame = Frame(size: Size(columns: 6, rows: 1), style: Theme.day.page)
        frame.write("叫车", x: 0, y: 0, style: Theme.day.page)
        frame.write("x", x: 1, y: 0, style: Theme.day.page)
        #expect(frame.faults == [])
        #expect(frame.line(0) == " x车  ")
        frame.write("出", x: 5, y: 0, style: Theme.day.page)
        #expect(frame.line(0) == " x车  ", "half a character does not fit")
    }

    @Test func theWiFiCodeEscapesWhatItMust() {
        #expect(WiFi(name: "a;b", password: "p:\"w\\").code == "WIFI:T:WPA;S:a\\;b;P:p\\:\\\"w\\\\;;")
        #expect(WiFi(name: "open").code == "WIFI:T:nopass;S:open;;")
    }
}
