import Basics
import Testing

extension Examples {
    @Test func basics() {
        // shown in Sources/Basics/Basics.docc/Basics.md
        // An instant with an offset, as somebody else wrote it.
        let opened = RFC3339.unixMilliseconds("2026-10-01T08:30:00+08:00") ?? 0

        var record: JSONObject = ["booth": .string("PT-0042")]
        record.append("opened", .string(RFC3339.string(unixMilliseconds: opened)))
        record.append("presses", .integer(3))
        // The name is taken: nothing is added, and nothing is overwritten.
        let isNew = record.append("booth", .null)

        let text = JSONValue.object(record).serialized
        // end
        #expect(!isNew)
        #expect(text == #"{"booth":"PT-0042","opened":"2026-10-01T00:30:00.000Z","presses":3}"#)
    }
}
