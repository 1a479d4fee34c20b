import Reading
import Testing

extension Examples {
    @Test func reading() throws {
        // shown in Sources/Reading/Reading.docc/Reading.md
        let body = Array(#"{"current": {"temperature": "mild", "sky": "rain"}}"#.utf8)
        let remarks = Remarks()
        let document = try JSONNode(document: body, remarks)

        // One member cannot be used. It costs itself; the other is read.
        let current = document.object("current", needed: true)
        let temperature = current?.number("temperature", needed: true)
        let sky = current?.text("sky")

        // What a technician is told: where, and why.
        let told = remarks.all.map(\.description)
        // end
        #expect(temperature == nil && sky == "rain")
        #expect(told.count == 1)
        #expect(told.first?.contains("current.temperature") == true)
    }
}
