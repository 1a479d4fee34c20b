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

    @Test("A frame that is too long costs itself, wherever the stream was cut")
    func theLongestPayloadPassesAndOneMoreByteDoesNot() throws {
        let longest = [UInt8](repeating: 0x20, count: NetstringDecoder.largestPayload)
        let tooLong = longest + [0x20]
        for cut in [1, 7, 9, 4096, tooLong.count, tooLong.count + 9] {
            var decoder = NetstringDecoder()
            let stream = netstring(longest) + netstring(tooLong) + netstring(Array("{}".utf8))
            let first = longest.count + 9 + cut
            var payloads = try decoder.receive(stream[..<first])
            payloads += try decoder.receive(stream[first...])
            #expect(payloads == [longest, Array("{}".utf8)])
            #expect(decoder.skipped == 1)
        }
    }

    @Test("A thousand frames in one read are a thousand messages")
    func many() throws {
        var decoder = NetstringDecoder()
        let stream = (0..<1000).flatMap { netstring(Array("\($0)".utf8)) }
        #expect(try decoder.receive(stream).map { String(decoding: $0, as: UTF8.self) } == (0..<1000).map(String.init))
    }

    @Test func whatIsSkippedHasToEndAsAFrame() throws {
        var decoder = NetstringDecoder()
        let size = NetstringDecoder.largestPayload + 1
        #expect(throws: ControlProtocolError.missingComma) {
            try decoder.receive(Array("\(size):".utf8) + [UInt8](repeating: 0x20, count: size + 1))
        }
    }

    @Test(arguments: [
        ("x3:abc,", ControlProtocolError.malformedLength), (":", .malformedLength), ("-1:,", .malformedLength),
        ("9999999999:", .malformedLength), ("3:abcd", .missingComma),
    ])
    func garbageIsRefusedAtOnce(_ text: String, _ error: ControlProtocolError) {
        var decoder = NetstringDecoder()
        #expect(throws: error) { try decoder.receive(Array(text.utf8)) }
    }
}
