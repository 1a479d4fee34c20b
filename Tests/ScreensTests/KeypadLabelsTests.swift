import BoothConfiguration
import Foundation
import FoundationXML
import Vocabulary
import KioskTestSupport
import Screens
import Testing

/// The stickers of the shipped booth.
@Suite struct KeypadLabelsTests {
    private let loaded = Shipped.configuration

    private func labels(_ side: Double = 18) -> KeypadLabels {
        KeypadLabels(catalogue: loaded.catalogue, settings: loaded.settings, side: side)
    }

    private func elements(_ svg: String) throws -> [SheetReader.Element] {
        let reader = SheetReader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "no valid XML: \(parser.parserError.map { "\($0)" } ?? "")")
        return reader.elements
    }

    @Test func everyKeyHasItsSignAndItsNameInEveryLanguage() throws {
        let texts = try elements(labels().svg).filter { $0.name == "text" }
        let shown = texts.map(\.text)
        for sign in (0...9).map({ "\($0)" }) + ["*", "#", "SOS", "文A"] { #expect(shown.contains(sign), "\(sign)") }
        for language in loaded.catalogue.languages {
            let inLanguage = texts.filter { $0.attributes["xml:lang"] == language.code.rawValue }.map(\.text)
            var expected = loaded.catalogue.functions.map { $0.label.text(in: language.code) }
            for key in [MessageKey.keyBack, .keyConfirm, .sosLabel] {
                expected.append(loaded.catalogue.text(key, in: language.code))
            }
            #expect(Set(inLanguage) == Set(expected + [language.name]))
            #expect(labels().text.contains(expected[0]))
        }
    }

    @Test(arguments: [12.0, 18, 22.5, 48])
    func theSheetIsInMillimetresAndNothingLeavesIt(side: Double) throws {
        let elements = try elements(labels(side).svg)
        let sheet = try #require(elements.first)
        #expect(sheet.attributes["width"] == "210mm" && sheet.attributes["height"] == "297mm")
        #expect(sheet.attributes["viewBox"] == "0 0 210 297")
        let keys = elements.filter { $0.name == "rect" }.dropFirst()
        #expect(keys.count == 14)
        var places: [(x: Double, y: Double)] = []
        for key in keys {
            let (x, y) = (try #require(key.number("x")), try #require(key.number("y")))
            #expect(key.number("width") == side && key.number("height") == side)
            #expect(x >= 5 && x + side <= 205 && y >= 25 && y + side <= 292, "\(x) \(y)")
            #expect(!places.contains { abs($0.x - x) < side && abs($0.y - y) < side }, "two stickers overlap")
            places.append((x, y))
        }
    }

    /// A wide character is one em wide, a bold Latin letter up to 0.6.
    @Test(arguments: [12.0, 18, 48])
    func everyTextFitsOnItsKey(side: Double) throws {
        var key: (x: Double, y: Double)?
        var count = 0
        for element in try elements(labels(side).svg) {
            if element.name == "rect", let x = element.number("x"), let y = element.number("y") { key = (x, y) }
            guard let key, element.name == "text" else { continue }
            let size = try #require(element.number("font-size"))
            let ems = element.text.reduce(0.0) { $0 + (DisplayWidth.columns(of: $1) == 2 ? 1 : 0.6) }
            let (x, y) = (try #require(element.number("x")), try #require(element.number("y")))
            #expect(ems * size <= side - 1.5, "\(element.text)")
            #expect(abs(x - key.x - side / 2) < 0.02)
            #expect(y - 0.8 * size >= key.y && y + 0.15 * size <= key.y + side, "\(element.text)")
            // 1.2 mm is print of 3.4 points.
            #expect(size >= 1.2 * side / 18, "\(element.text) is \(size) mm")
            count += 1
        }
        #expect(count == 14 + 14 * loaded.catalogue.languages.count)
    }

    @Test func stickersHaveTheColoursOfTheTiles() throws {
        let grounds = try elements(labels().svg).filter { $0.name == "rect" }.dropFirst().compactMap {
            $0.attributes["fill"]
        }
        let (yellow, red, navy) = ("#FFD400", "#A80000", "#0B2A6F")
        #expect(grounds.prefix(9) == [yellow, yellow, yellow, red, red, red, navy, navy, navy])
        #expect(grounds[12] == red)
    }

    @Test func whatXMLWouldMistakeIsWrittenOut() throws {
        var settings = loaded.settings
        settings.booth.name = "<A & \"B\">"
        let svg = KeypadLabels(catalogue: loaded.catalogue, settings: settings, side: 18).svg
        #expect(try elements(svg).first { $0.name == "title" }?.text == "<A & \"B\"> PT-0042")
    }

    @Test func aKeyWithoutAFunctionHasItsDigit() throws {
        let empty = KeypadLabels(
            catalogue: Catalogue(functions: [], languages: []), settings: loaded.settings, side: 18)
        #expect(empty.rows.joined().map(\.sign).joined() == "123456789*0#SOS文A")
        #expect(try elements(empty.svg).filter { $0.name == "rect" }.count == 15)
    }
}

/// Every element of an XML document with its own text.
private final class SheetReader: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        var text = ""

        func number(_ attribute: String) -> Double? { attributes[attribute].flatMap { Double($0) } }
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if let last = open.last { elements[last].text += text }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }
}
