import Prompts
import Testing

extension Examples {
    @Test func prompts() {
        // shown in Sources/Prompts/Prompts.docc/Prompts.md
        // A sentence that goes through keys, taken apart.
        let numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        let clauses = KeySentence.clauses(of: "Taxi, one. Book a doctor, two.", numbers: numbers)

        // Does it still say what stands on the tile?
        let taxi = KeySentence.likeness(clauses[0].words, "Taxi")
        let nothing = KeySentence.likeness(clauses[0].words, "Police")

        // A recording's text says a booth's number, however that is written.
        let isSaid = SpokenText.says("编号 PT 0042，兰溪路一百二十三号", "PT-0042")
        // end
        #expect(clauses.map(\.key) == [1, 2])
        #expect(taxi > nothing)
        #expect(isSaid)
    }
}
