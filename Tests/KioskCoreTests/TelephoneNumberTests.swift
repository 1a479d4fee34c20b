import KioskCore
import AdapterTestSupport
import Foundation
import Testing

@testable import Vocabulary

/// Numbers as people write them, read by the numbering plan of the mainland.
@Suite struct TelephoneNumberTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var written: String
        /// Groups and extension; nil means "shown as written, not dialled".
        var shown: String?
        var ext: String?
        var testDescription: String { written }
    }

    private static func cases(_ shown: String?, ext: String? = nil, _ written: String...) -> [Case] {
        written.map { Case(written: $0, shown: shown, ext: ext) }
    }

    static let table: [Case] = [
        cases(
            "021 5555 0141", "+86 21 5555 0141", "+86 021 5555 0141", "0086 21 5555 0141", "+86 (0)21 5555 0141",
            "(021)5555-0141", "021-55550141", "８６－２１－５５５５０１４１", "tel:+86-21-5555-0141", "电话：021-55550141",
            "+86-21-5555-0141; +86-21-5555-0142", "021-5555 0141/0142", "021–5555–0141", "+862155550141",
            "+86.21.5555.0141",
            "021-55550141、13812345678"),
        cases(
            "021 5555 0141", ext: "801", "021-55550141转801", "021-55550141 ext. 801", "021-55550141-801",
            "021-55550141x801",
            "+86 21 5555 0141 分机 801", "+86-21-5555-0141;ext=801", "021-55550141#801", "(021) 55550141（转801）"),
        cases(
            "138 1234 5678", "(+86)138-1234-5678", "+86 13812345678", "138 1234 5678", "8613812345678", "013812345678"),
        cases("400 820 8820", "+86 400 820 8820", "400-820-8820", "4008208820", "0086-400-820-8820"),
        cases("400 820 8820", ext: "3", "400-820-8820转3"),
        cases("800 820 8820", "800 820 8820"),
        cases("12345", "12345", "+86 12345"), cases("110", "110"), cases("95588", "95588", "+86 95588"),
        cases("962288", "962288"), cases("9510 5105", "95105105"),
        cases("010 6552 9999", "+86 10 6552 9999", "010-65529999"), cases("0571 8888 1234", "+86 571 8888 1234"),
        cases("0512 8888 123", "0512-8888123"), cases("0512 8888 123", ext: "8", "0512-8888123-8"),
        cases("5555 0141", "5555 0141", "55550141"),
        cases("0571 8888 1234", "0571 88 88 12 34", "0571 8888 12 34"),
        // A last digit or two that may be a choice, an extension or a note; two numbers in one; a number that lost a
        // digit.
        cases(
            nil, "0571-8765432 1", "0571-8765432(1)", "0571.8765432.1", "0571-8765432 12", "0571 8765432（1）",
            "0571-876543-21", "5555014 8", "5555014(8)", "138 1234 567 8", "021 5555014 1", "+86 571 8765432 1",
            "110 120", "110-120", "110(120)", "110.120", "１１０　１２０", "12345 110", "95588 110", "5555014", "555 0141",
            "8765432"),
        // Numbers that are not certain.
        cases(
            nil, "+852 2888 1234", "+1 650 555 0100", "00852 2888 1234", "+86 5555 0141", "+86 138 1234 567",
            "021-5555014",
            "021-555501412", "138 1234 5678 139 1234 5678", "+86 0021 5555 0141", "400 820 882", "0400 820 8820",
            "021-55550141(白天)", "传真:021-55550141", "021-5555014I", "1381234567", "021-05550141", "021-15550141",
            "021-55550141-0142", "021-55550141转人工", "99999999", "0138 1234", "40082088", "call 110 or 120 first"),
    ].flatMap { $0 }

    @Test(arguments: table) func `what is certain is taken apart, the rest is not`(_ example: Case) {
        let number = TelephoneNumber(example.written)
        #expect(number?.groups.joined(separator: " ") == example.shown)
        #expect(number?.ext == example.ext)
        if let number { #expect(number.digits == number.groups.joined()) }
    }

    /// The shared list of cases. The right column begins with the groups that are shown.
    @Test func `the list of cases`() throws {
        let text = try Checkout.text("Tests/LifeServicesTests/Fixtures/cases/phones.tsv")
        var right = ""
        var count = 0
        for row in text.split(separator: "\n").dropFirst() {
            let fields = row.split(separator: "\t").map(String.init)
            right = fields[1] == "the same" ? right : fields[1]
            count += 1
            guard fields[0] != "none" else {
                #expect(PlacePhone(fields[0]) == nil)
                continue
            }
            let number = try #require(PlacePhone(fields[0])?.number, "\(fields[0])")
            #expect(right.hasPrefix(number.groups.joined(separator: " ")), "\(fields[0])")
            #expect((number.ext == "801") == right.contains("extension 801"), "\(fields[0])")
        }
        #expect(count == 9)
    }

    private func place(_ phone: String) -> Place {
        Place(kind: .pharmacy, name: [.chinese: "药房"], address: [:], phone: phone, minutes: 3)
    }

    @Test func `what has no certain reading is shown and offers no call`() {
        let place = place("+852 2888 1234")
        #expect(place.telephone?.written == "+852 2888 1234")
        #expect(place.phone == nil)
        #expect(place.freeNumber(in: .chinese) == nil)
    }

    /// Numbers that cost their caller something, or that have a key of their own.
    @Test(arguments: [
        "+86 400 820 8820", "800 820 8820", "95588", "95105105", "962288", "12345", "110", "120", "134 9123 4567",
        "174 0123 4567", "+86 21 9510 5105",
    ]) func `no call is offered as free that is not`(_ written: String) {
        #expect(place(written).freeNumber(in: .chinese) == nil)
    }

    @Test func `a landline and a mobile are free, without their extension`() {
        #expect(place("021-55550141转801").freeNumber(in: .chinese) == "02155550141")
        #expect(place("(+86)138-1234-5678").freeNumber(in: .chinese) == "13812345678")
    }

    @Test(arguments: [
        ("95105105", NumberPolicy.service), ("9510510", .service), ("91234567", .refused), ("9512", .incomplete),
        ("02191234567", .refused), ("40082088", .incomplete), ("40082088201", .tooLong), ("13491234567", .service),
        ("17401234567", .service), ("17412345678", .allowed), ("40123456", .allowed),
    ]) func `what a resident types is judged by the same plan`(_ digits: String, _ policy: NumberPolicy) {
        #expect(NumberPolicy(digits: digits, language: .chinese) == policy)
    }
}
