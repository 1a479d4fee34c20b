import Vocabulary
import Testing

@Suite struct BusLineTests {
    @Test("At midnight the first bus of the morning is none to wait for; one in two hours still is")
    func farAhead() {
        let wall = WallTime(unixMilliseconds: 1_780_000_000_000)
        func line(_ minutes: Int64...) -> BusLine {
            BusLine(
                line: "63路", towards: [.chinese: "火车站"],
                arrivals: minutes.map { wall.unixMilliseconds + $0 * 60_000 })
        }
        #expect(line(336, 345).minutes(at: wall) == [])
        #expect(line(4, 119, 130).minutes(at: wall) == [4, 119])
        #expect(line(-2, 0, 336).minutes(at: wall) == [0])
    }
}
