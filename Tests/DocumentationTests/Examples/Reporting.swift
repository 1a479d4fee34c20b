import Basics
import Reporting
import Testing
import Vocabulary

extension Examples {
    @Test func reporting() {
        // shown in Sources/Reporting/Reporting.docc/Reporting.md
        // Somebody pressed 3 when asked how it was.
        let record = UsageEvent(.rating(3), language: .english)

        // The same in its envelope: CloudEvents 1.0.
        let event = CloudEvent(
            id: "0b6d9f3e-53d1-4a0e-9a35-0d4c4f0a1b2c", type: record.cloudEventType, time: 1_795_260_960_000,
            sequence: 7, data: record.data(booth: "PT-0042", session: nil).serialized)
        let body = CloudEventBatch.body([event], booth: "PT-0042", epoch: "5d6f")
        // end
        #expect(body.hasPrefix(#"[{"specversion":"1.0","id":"0b6d9f3e-53d1-4a0e-9a35-0d4c4f0a1b2c""#))
        #expect(body.contains(#""source":"/booths/PT-0042","type":"cn.laoyouting.booth.rating.v1""#))
        #expect(body.contains(#""rating":3"#))
    }
}
