import Basics
import Foundation
import Testing

@testable import Platform

/// Who is let in, and what a body may be.
@Suite struct RequestLimitTests {
    @Test(arguments: [
        ("POST", "/v1/events"), ("POST", "/v1/heartbeat"), ("POST", "/v1/requests"), ("GET", "/v1/content"),
        ("GET", "/v1/requests/6f1c3a52-5c3b-4f37-9a53-0a4f5ac5c111"), ("GET", "/v1/admin/events"),
    ])
    func `nobody gets in without a known token`(method: String, path: String) async throws {
        try await withPlatform { platform in
            for token in [nil, "unknown", "", TestAccess.boothToken + "x"] {
                let answer = try await platform.http.send(method, path, token: token)
                #expect(try answer.isProblem(401))
                #expect(answer["www-authenticate"] == "Bearer")
            }
            let basic = try await platform.http.send(
                method, path, token: nil, headers: ["Authorization": "Basic \(TestAccess.boothToken)"])
            #expect(try basic.isProblem(401))
        }
    }

    @Test func `booths and operator keep to their own`() async throws {
        try await withPlatform { platform in
            #expect(try await platform.http.get("/v1/admin/events").isProblem(403))
            #expect(try await platform.http.get("/v1/content", token: TestAccess.operatorToken).isProblem(403))
            let events = try await platform.http.postEvents([], token: TestAccess.operatorToken)
            #expect(try events.isProblem(403))
        }
    }

    @Test(arguments: ["not json", "{}", "[", "[1,]", "[{]", "\u{FEFF}[]", ""])
    func `a body that is no JSON array is refused`(body: String) async throws {
        try await withPlatform { platform in
            let answer = try await platform.http.postEvents([], encode: { _ in Data(body.utf8) })
            #expect(try answer.isProblem(400))
        }
    }

    @Test func `a batch needs its queue epoch and lowest unsent sequence`() async throws {
        try await withPlatform { platform in
            for (name, value) in [
                ("Kiosk-Queue-Epoch", "x"), ("Kiosk-Lowest-Unsent", "1"),
                ("Kiosk-Lowest-Unsent", "-0000000000000000001"),
            ] {
                let answer = try await platform.http.postEvents([TestEvent.make(1)], headers: [name: value])
                #expect(try answer.isProblem(400))
                #expect(try answer.value("detail")?.string?.hasPrefix(name) == true)
            }
            let bare = try await platform.http.send(
                "POST", "/v1/events", headers: ["Content-Type": "application/cloudevents-batch+json"],
                body: Data("[]".utf8))
            #expect(try bare.isProblem(400))
        }
    }

    @Test func `other media types and encodings are refused`() async throws {
        try await withPlatform { platform in
            for headers in [
                ["Content-Type": "application/json"], ["Content-Type": "text/plain"], ["Content-Encoding": "br"],
            ] {
                let answer = try await platform.http.postEvents([TestEvent.make(1)], headers: headers)
                #expect(try answer.isProblem(415))
            }
            let parameter = ["Content-Type": "application/cloudevents-batch+json; charset=utf-8"]
            #expect(try await platform.http.postEvents([TestEvent.make(1)], headers: parameter).status == 200)
            let heartbeat = try await platform.http.post(
                "/v1/heartbeat", json: "{}", headers: ["Content-Type": "text/plain"])
            #expect(try heartbeat.isProblem(415))
        }
    }

    @Test func `too large a body and too long a batch are refused, and nothing of them is stored`() async throws {
        try await withPlatform { platform async throws in
            let long = (1...501).map { TestEvent.make($0) }
            #expect(try await platform.http.postEvents(long).isProblem(413))
            #expect(try await platform.http.postEvents(Array(long.prefix(500))).status == 200)
            let filler = String(repeating: "x", count: 1 << 20)
            let big = TestEvent.make(1, data: #"{"text":"\#(filler)"}"#)
            #expect(try await platform.http.postEvents([big]).isProblem(413))
            #expect(try await platform.server.events.events(of: nil, after: 0, limit: 999).count == 500)
        }
    }

    @Test func `a body without a length is cut off at the limit`() async throws {
        try await withPlatform { platform in
            let chunk = "10000\r\n" + String(repeating: " ", count: 0x10000) + "\r\n"
            let head = """
                POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(TestAccess.boothToken)\r
                Content-Type: application/cloudevents-batch+json\r\nTransfer-Encoding: chunked\r
                Connection: close\r\n\r\n
                """
            let answer = try await RawConnection.exchange(
                platform.port, head + String(repeating: chunk, count: 20) + "0\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func `a body with broken chunks gets a client error`() async throws {
        try await withPlatform { platform in
            let head = """
                POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(TestAccess.boothToken)\r
                Content-Type: application/cloudevents-batch+json\r\nTransfer-Encoding: chunked\r\n\r\n
                """
            let answer = try await RawConnection.exchange(platform.port, head + "zzzz\r\n[]\r\n0\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func `a compressed batch is read`() async throws {
        try await withPlatform { platform async throws in
            let events = (1...300).map { TestEvent.make($0) }
            let answer = try await platform.http.postEvents(
                events, headers: ["Content-Encoding": "gzip"], encode: gzip)
            #expect(try answer.dispositions == Array(repeating: "accepted", count: 300))
        }
    }

    @Test func `a body that decompresses beyond the limit, or not at all, is refused`() async throws {
        try await withPlatform { platform async throws in
            let header = ["Content-Encoding": "gzip"]
            let bomb = gzip(Data(repeating: 0x20, count: 200 << 20))
            #expect(bomb.count < 1 << 20)
            #expect(try await platform.http.postEvents([], headers: header, encode: { _ in bomb }).isProblem(413))
            let event = TestEvent.make(1)
            let broken: [@Sendable (Data) -> Data] = [
                { $0 }, { gzip($0).dropLast(9) }, { gzip($0) + Data("tail".utf8) },
                { plain in
                    var damaged = gzip(plain)
                    damaged[damaged.count - 6] ^= 0xFF
                    return damaged
                },
            ]
            for encode in broken {
                #expect(try await platform.http.postEvents([event], headers: header, encode: encode).isProblem(400))
            }
        }
    }

    @Test func `unknown places and methods are told apart`() async throws {
        try await withPlatform { platform in
            #expect(try await platform.http.get("/v1/nothing").isProblem(404))
            #expect(try await platform.http.get("/v2/events", token: nil).isProblem(404))
            let put = try await platform.http.send("PUT", "/v1/events")
            #expect(try put.isProblem(405))
            #expect(put["allow"] == "POST")
            let health = try await platform.http.get("/healthz", token: nil)
            #expect(health.status == 200 && health.text == "ok")
        }
    }
}
