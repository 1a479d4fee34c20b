import Testing

@testable import Basics

/// Values that the booth and the platform share.
@Suite struct BasicsTests {
    @Test func `FNV-1a is the published one`() {
        // The test vectors of the algorithm's authors, 64 bits.
        #expect(FNV1a("".utf8).text == "cbf29ce484222325")
        #expect(FNV1a("a".utf8).text == "af63dc4c8601ec8c")
        #expect(FNV1a("foobar".utf8).text == "85944171f73967e8")
        var inParts = FNV1a("foo".utf8)
        inParts.add("bar".utf8)
        #expect(inParts.value == FNV1a("foobar".utf8).value)
    }

    @Test func `durations are whole units, and the longest that there is beyond that`() {
        #expect(Duration.milliseconds(1_500).wholeNanoseconds == 1_500_000_000)
        #expect(Duration.nanoseconds(999_999).wholeMilliseconds == 0)
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeNanoseconds == .min)
    }

    @Test func `a wait for something of this machine doubles up to its cap, and begins anew`() {
        var backoff = Backoff(base: .milliseconds(50), cap: .milliseconds(200))
        let waits = (0..<4).map { _ in backoff.fail() }
        #expect(waits == [50, 100, 200, 200].map { .milliseconds($0) })
        backoff.reset()
        let afterwards = backoff.fail()
        #expect(afterwards == .milliseconds(50))
    }

    @Test func `an object keeps the order of its members and takes no name twice`() {
        var object: JSONObject = ["b": .integer(1), "a": .null]
        let isTaken = !object.append("b", .integer(2))
        #expect(isTaken)
        #expect(JSONValue.object(object).serialized == #"{"b":1,"a":null}"#)
        #expect(object == ["a": .null, "b": .integer(1)])
        #expect(JSONValue.object(object + ["c": .array([.bool(true)])])["c"]?.array == [.bool(true)])
    }

    /// Events have only one form. The other forms of RFC 3339 are for other sources.
    @Test(arguments: [
        "2024-02-29T12:00:00+00:00", "2024-02-29t12:00:00Z", "2024-02-29T12:00:00z", "2024-02-29 12:00:00Z",
        "2016-12-31T23:59:60Z",
    ])
    func `what RFC 3339 allows and events do not have`(text: String) {
        #expect(RFC3339.unixMilliseconds(text) != nil)
        #expect(RFC3339.utcMilliseconds(text) == nil)
    }
}
