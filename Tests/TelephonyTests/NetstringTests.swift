import Testing

@testable import Telephony

@Suite struct NetstringTests {
    let messages = ["{\"a\":1}", "", "{\"text\":\"1:x,2:yy,\"}", String(repeating: "长", count: 30)]
    var stream: [UInt8] { messages.flatMap { netstring(Array($0.utf8)) } }

    @Test func everySplitGivesTheSameMessages() throws {
        for split in 0...stream.count {
            var decoder = NetstringDecoder()
            let payloads = try decoder.receive(stream[..<split]) + decoder.receive(stream[split...])
            #expect(payloads.map { String(decoding: $0, as: UTF8.self) } == messages, "split at \(split)")
        }
    }

    @Test func oneByteAtATimeGivesTheSameMessages() throws {
        var decoder = NetstringDecoder()
        let payloads = try stream.flatMap { try decoder.receive([$0]) }
        #expect(payloads.map { String(decoding: $0, as: UTF8.self) } == messages)
    }

    @Test func theLongestPayloadPassesAndOneMoreByteDoesNot() throws {
        var decoder = NetstringDecoder()
        let longest = [UInt8](repeating: 0x20, count: NetstringDecoder.largestPayload)
        #expect(try decoder.receive(netstring(longest)) == [longest])
        #expect(throws: ControlProtocolError.oversized(65_537)) { try decoder.receive(Array("65537:".utf8)) }
    }

    @Test(arguments: [
        ("x3:abc,", ControlProtocolError.malformedLength), (":", .malformedLength), ("-1:,", .malformedLength),
        ("9999999999:", .malformedLength), ("3:abcd", .missingComma), ("900000000", .oversized(900_000_000)),
    ])
    func garbageIsRefusedAtOnce(_ text: String, _ error: ControlProtocolError) {
        var decoder = NetstringDecoder()
        #expect(throws: error) { try decoder.receive(Array(text.utf8)) }
    }
}
