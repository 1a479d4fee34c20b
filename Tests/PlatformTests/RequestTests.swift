import Basics
import Foundation
import Testing

@testable import Platform

/// Requests as a booth sees them. There is no dispatcher, so each test moves them on itself.
@Suite struct RequestTests {
    @Test func `a request is made once, however often it is sent`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            let first = try await platform.submit(id)
            #expect(first.status == 201)
            #expect(first["location"] == "/v1/requests/\(id)")
            #expect(try first.value("id")?.string == id)
            #expect(try first.value("state")?.string == "submitted")
            #expect(try first.value("version")?.integer == 1)
            #expect(try first.value("simulated") == .bool(false))
            let second = try await platform.submit(id)
            #expect(second.status == 200)
            #expect(second.body == first.body)
            #expect(try await platform.server.desk.store.open().count == 1)
        }
    }

    @Test func `a request belongs to its booth`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            let theirs = platform.submission(id, booth: TestAccess.otherBooth)
            let taken = try await platform.http.post("/v1/requests", token: TestAccess.otherToken, json: theirs)
            #expect(try taken.isProblem(409))
            for path in ["/v1/requests/\(id)", "/v1/requests/\(UUID().uuidString)", "/v1/requests/none"] {
                #expect(try await platform.http.get(path, token: TestAccess.otherToken).isProblem(404))
            }
            let cancel = try await platform.http.post(
                "/v1/requests/\(id)/cancel", token: TestAccess.otherToken, json: "")
            #expect(try cancel.isProblem(404))
            let pretended = try await platform.http.post("/v1/requests", json: theirs)
            #expect(try pretended.isProblem(403))
        }
    }

    @Test func `a problem names the request that it is about, and only where it knows it`() async throws {
        try await withPlatform { platform in
            let (id, gone) = (UUID().uuidString, UUID().uuidString)
            _ = try await platform.submit(id)
            let number = #"{"number":"13812345678"}"#
            var answers: [(HTTPAnswer, Int, String)] = [
                (try await platform.http.get("/v1/requests/\(gone)"), 404, gone),
                (try await platform.http.get("/v1/requests/\(id)?after=x"), 400, id),
                (try await platform.http.post("/v1/requests/\(gone)/cancel", json: ""), 404, gone),
                (try await platform.http.post("/v1/requests/\(gone)/contact", json: number), 404, gone),
                (try await platform.http.post("/v1/requests/\(id)/contact", json: #"{"number":"1"}"#), 400, id),
            ]
            let theirs = platform.submission(id, booth: TestAccess.otherBooth)
            answers.append(
                (try await platform.http.post("/v1/requests", token: TestAccess.otherToken, json: theirs), 409, id))
            answers.append((try await platform.submit(gone, kind: "Taxi!"), 400, gone))
            let request = try #require(try await platform.server.desk.store.open().first)
            try await platform.server.desk.advance(request, by: .complete(nil))
            answers.append((try await platform.http.post("/v1/requests/\(id)/cancel", json: ""), 409, id))
            answers.append((try await platform.http.post("/v1/requests/\(id)/contact", json: number), 409, id))
            for (answer, status, about) in answers {
                #expect(try answer.isProblem(status))
                #expect(try answer.value("request")?.string == about)
            }
            let nobodys = [
                try await platform.http.get("/v1/requests/none"), try await platform.http.get("/v1/nothing"),
                try await platform.http.post("/v1/requests", json: "[]"),
                try await platform.http.get("/v1/requests/\(id)", token: nil),
            ]
            for answer in nobodys { #expect(try answer.value("request") == nil) }
        }
    }

    @Test(arguments: [
        #"{"kind":"taxi"}"#, #"{"id":"x","kind":"taxi","language":"en","address":"","booth_number":"PT-0042"}"#, "[]",
        #"{"id":"6f1c3a52-5c3b-4f37-9a53-0a4f5ac5c111","kind":"Taxi!","language":"en","address":"","booth_number":"PT-0042"}"#,
        #"{"id":"6f1c3a52-5c3b-4f37-9a53-0a4f5ac5c111","kind":"taxi","language":"","address":"","booth_number":"PT-0042"}"#,
        #"{"id":"6f1c3a52-5c3b-4f37-9a53-0a4f5ac5c111","kind":"a","language":"en","address":7,"booth_number":"PT-0042"}"#,
    ])
    func `a request that cannot be understood is refused`(body: String) async throws {
        try await withPlatform { platform async throws in
            #expect(try await platform.http.post("/v1/requests", json: body).isProblem(400))
        }
    }

    @Test func `a long poll answers when the request changes`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            async let answer = platform.http.get("/v1/requests/\(id)?after=1&wait=30")
            try await platform.waiters(1)
            let request = try #require(try await platform.server.desk.store.open().first)
            try await platform.server.desk.advance(request, by: .accept)
            #expect(try await answer.value("state")?.string == "accepted")
            #expect(try await answer.value("version")?.integer == 2)
            try await platform.waiters(0)
        }
    }

    @Test func `every booth that waits for a request is woken, and no other`() async throws {
        try await withPlatform { platform in
            let ids = (0..<2).map { _ in UUID().uuidString }
            for id in ids { _ = try await platform.submit(id) }
            async let first = platform.http.get("/v1/requests/\(ids[0])?after=1&wait=30")
            async let again = platform.http.get("/v1/requests/\(ids[0])?after=1&wait=30")
            async let other = platform.http.get("/v1/requests/\(ids[1])?after=1&wait=30")
            try await platform.waiters(3)
            _ = try await platform.http.post("/v1/requests/\(ids[0])/cancel", json: "")
            #expect(try await first.value("state")?.string == "cancelled")
            #expect(try await again.value("state")?.string == "cancelled")
            try await platform.waiters(1)
            _ = try await platform.http.post("/v1/requests/\(ids[1])/cancel", json: "")
            #expect(try await other.value("state")?.string == "cancelled")
        }
    }

    @Test func `a long poll without a change ends with the document as it was`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            let made = try await platform.submit(id)
            let answer = try await platform.http.get("/v1/requests/\(id)?after=1&wait=1")
            #expect(answer.status == 200)
            #expect(answer.body == made.body)
            try await platform.waiters(0)
        }
    }

    @Test func `a newer version than known is answered at once`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            // A wait of 30 s would exceed the test's own limit on time.
            let answer = try await platform.http.get("/v1/requests/\(id)?after=0&wait=30")
            #expect(try answer.value("version")?.integer == 1)
            #expect(answer["connection"] != "close")
        }
    }

    @Test(arguments: ["after=-1", "after=x", "wait=31", "wait=-1", "wait=1.5"])
    func `a poll with a number out of range is refused`(query: String) async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            #expect(try await platform.http.get("/v1/requests/\(id)?\(query)").isProblem(400))
        }
    }

    @Test func `nobody is waiting any more once the client went away`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            let request = """
                GET /v1/requests/\(id)?after=1&wait=30 HTTP/1.1\r\nHost: x\r
                Authorization: Bearer \(TestAccess.boothToken)\r\n\r\n
                """
            try await RawConnection.abandon(platform.port, request) { try await platform.waiters(1) }
            try await platform.waiters(0)
            #expect(try await platform.http.get("/v1/requests/\(id)").status == 200)
        }
    }

    @Test func `an open request is cancelled, and stays so`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            for _ in 0..<2 {
                let answer = try await platform.http.post("/v1/requests/\(id)/cancel", json: "")
                #expect(answer.status == 200)
                #expect(try answer.value("state")?.string == "cancelled")
                #expect(try answer.value("version")?.integer == 2)
            }
        }
    }

    @Test(arguments: [ServiceRequest.Change.complete(nil), .fail(reason: "no_car")])
    func `it is too late to cancel what is over`(change: ServiceRequest.Change) async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            let request = try #require(try await platform.server.desk.store.open().first)
            try await platform.server.desk.advance(request, by: change)
            let state = change == .complete(nil) ? "completed" : "failed"
            let cancel = try await platform.http.post("/v1/requests/\(id)/cancel", json: "")
            #expect(try cancel.isProblem(409))
            #expect(try cancel.value("state")?.string == state)
            let contact = try await platform.http.post("/v1/requests/\(id)/contact", json: #"{"number":"13812345678"}"#)
            #expect(try contact.isProblem(409))
            #expect(try await platform.http.get("/v1/requests/\(id)").value("state")?.string == state)
        }
    }

    @Test func `a dispatcher that answers after a cancellation changes nothing`() async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            let seen = try #require(try await platform.server.desk.store.open().first)
            _ = try await platform.http.post("/v1/requests/\(id)/cancel", json: "")
            try await platform.server.desk.advance(seen, by: .assign(Assignment(plate: "沪A·D0000")))
            let answer = try await platform.http.get("/v1/requests/\(id)")
            #expect(try answer.value("state")?.string == "cancelled")
            #expect(try answer.value("assignment") == nil)
        }
    }

    @Test func `an unanswered request fails after ten minutes, a forgotten car is over after a day`() async throws {
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform in
            let ids = (0..<2).map { _ in UUID().uuidString }
            for id in ids { _ = try await platform.submit(id) }
            let second = try #require(try await platform.server.desk.store.open().first { $0.id == ids[1] })
            try await platform.server.desk.advance(second, by: .assign(Assignment(plate: "沪A·D0000")))
            clock.advance(599)
            _ = try await platform.server.housekeeping.step(at: clock.now)
            #expect(try await platform.server.desk.store.open().count == 2)
            clock.advance(1)
            _ = try await platform.server.housekeeping.step(at: clock.now)
            let failed = try await platform.http.get("/v1/requests/\(ids[0])")
            #expect(try failed.value("state")?.string == "failed")
            #expect(try failed.value("reason")?.string == "no_answer")
            clock.advance(86_400)
            _ = try await platform.server.housekeeping.step(at: clock.now)
            #expect(try await platform.http.get("/v1/requests/\(ids[1])").value("state")?.string == "completed")
        }
    }
}

extension RunningPlatform {
    func submission(
        _ id: String, kind: String = "taxi", name: String? = nil, booth: String = TestAccess.booth,
        choices: String = "{}", words: String = "[]"
    ) -> String {
        """
        {"id":"\(id)","kind":"\(kind)","kind_in_words":\(name.map { "\"\($0)\"" } ?? "null"),"language":"zh-Hans","address":"曹杨路 1 号","booth_number":"\(booth)",
        "choices":\(choices),"choices_in_words":\(words)}
        """
    }

    func submit(
        _ id: String, kind: String = "taxi", name: String? = nil, choices: String = "{}", words: String = "[]"
    ) async throws -> HTTPAnswer {
        try await http.post(
            "/v1/requests", json: submission(id, kind: kind, name: name, choices: choices, words: words))
    }

    /// Waits until that many long polls wait (the platform's own workers wait too and are not counted).
    func waiters(_ count: Int) async throws {
        try await eventually("\(count) waiting") { server.board.pollCount == count }
    }
}
