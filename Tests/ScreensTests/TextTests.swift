import Vocabulary
import KioskTestSupport
import Testing

@testable import Screens

@Suite struct TextTests {
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
