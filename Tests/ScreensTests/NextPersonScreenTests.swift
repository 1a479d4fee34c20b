import Vocabulary
import Rehearsal
import Testing

@testable import Screens

/// Numbers are drawn in large digits, so a picture cannot be searched for them. But if two sessions differ in nothing
/// but the number, their pictures are the same unless the number is in them.
@Suite struct NextPersonScreenTests {
    private static let numbers = ["13812345678", "13987654320"]

    private func frames(_ keys: (String) -> String, _ size: Size) throws -> [Frame] {
        try Self.numbers.map { try Rehearsal(keys($0), in: .chinese, on: size).frame(size) }
    }

    @Test(
        "The number left for an order is on no page, from the moment it was left",
        arguments: ["", "*", "tttttt", "tttttt#", "tttttt1", "tttttt11", "tttttt112"])
    func orderNumber(_ later: String) throws {
        for size in Sizes.designed {
            let typed = try frames({ "1#o1" + $0 }, size)
            #expect(typed[0] != typed[1], "while it is typed it is in sight")
            let left = try frames({ "1#o1" + $0 + "#" + later }, size)
            #expect(left[0] == left[1])
        }
    }

    @Test(
        "The number of a free call is on no page of the next session",
        arguments: ["", "#", "#b", "#a", "#ae"], ["tttttt", "tttttt#", "tttttt3", "tttttt0"])
    func freeCall(_ end: String, _ later: String) throws {
        for size in Sizes.designed {
            // Whoever is still on the line is not the next person.
            let hangUp = end == "#" || end == "#a" ? "**" : ""
            let frames = try frames({ "3" + $0 + end + hangUp + later }, size)
            #expect(frames[0] == frames[1])
        }
    }
}
