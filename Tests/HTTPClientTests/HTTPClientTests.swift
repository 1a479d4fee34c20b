import AdapterTestSupport
import Foundation
import HTTPClient
import Testing

/// A client and the one script it talks to. Both are stopped with the value.
private final class Conversation: Sendable {
    let client: HTTPClient
    let server: ScriptedServer

    init(_ script: @escaping @Sendable (ScriptedServer.Request) -> [ScriptedServer.Step]) throws {
        client = try HTTPClient()
        server = try ScriptedServer(script: script)
    }

    deinit {
        client.stop()
        server.stop()
    }

    func get(
        _ path: String = "/", timeout: Duration = .seconds(20), maximum: Int = 1 << 20
    ) async -> Result<HTTPResponse, HTTPError> {
        await client.answer(
            HTTPRequest(.get, server.url + path, timeout: timeout, maximumResponse: maximum))
    }
}

extension HTTPClient {
    func answer(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPError> {
        await withCheckedContinuation { continuation in send(request) { continuation.resume(returning: $0) } }
    }

    func stopped() async {
        await withCheckedContinuation { continuation in stop { continuation.resume() } }
    }
}

extension Result where Failure == HTTPError {
    fileprivate var error: HTTPError? { if case .failure(let error) = self { error } else { nil } }
}

@Suite("HTTP client", .timeLimit(.minutes(1)))
struct HTTPClientTests {
    @Test("A request arrives as it was made; the response comes back as it was sent")
    func plain() async throws {
        let conversation = try Conversation { request in
            [.respond(201, "{\"got\":\(request.body.count)}", headers: [("Retry-After", " 7 "), ("ETag", "\"a\"")])]
        }
        let request = HTTPRequest(
            .post, conversation.server.url + "/v1/x?y=1", headers: [HTTPHeader("Authorization", "Bearer t")],
            body: Array("hello".utf8))
        let response = try await conversation.client.answer(request).get()
        #expect(response.status == 201)
        #expect(response.body == Array("{\"got\":5}".utf8))
        #expect(response.header("retry-after") == "7")
        let seen = try #require(conversation.server.requests.first)
        #expect(seen.method == "POST")
        #expect(seen.path == "/v1/x?y=1")
        #expect(seen.headers["authorization"] == "Bearer t")
        #expect(seen.headers["expect"] == nil)
        #expect(seen.text == "hello")
    }

    @Test("A compressed body decompresses to what was sent, and an empty POST is empty", arguments: [0, 1, 300_000])
    func gzip(size: Int) async throws {
        let conversation = try Conversation { _ in [.respond(200)] }
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 / 7) }
        _ = try await conversation.client.answer(
            HTTPRequest(.post, conversation.server.url, body: body, compressed: true)
        ).get()
        let seen = try #require(conversation.server.requests.first)
        #expect(seen.headers["content-encoding"] == "gzip")
        #expect(seen.body == body)
        _ = try await conversation.client.answer(HTTPRequest(.post, conversation.server.url)).get()
        #expect(conversation.server.requests.last?.headers["content-length"] == "0")
    }

    @Test("A response that comes byte by byte is complete; a compressed one is decompressed")
    func slowAndCompressed() async throws {
        let packed = try #require(Gzip.compress(Array("天气".utf8)))
        let conversation = try Conversation { request in
            if request.path == "/slow" { return [.dribble(ScriptedServer.Step.bytes(200, "早上好"))] }
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
            return [.send(Array(head.utf8) + packed)]
        }
        #expect(try await conversation.get("/slow").get().body == Array("早上好".utf8))
        #expect(try await conversation.get("/packed").get().body == Array("天气".utf8))
    }

    @Test("Interim responses are skipped")
    func interim() async throws {
        let conversation = try Conversation { _ in
            [.send(Array("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n".utf8)), .respond(200, "ok")]
        }
        let response = try await conversation.get().get()
        #expect(response.status == 200)
        #expect(response.header("X-Early") == nil)
    }

    @Test("A redirect is an answer like any other: nobody follows it")
    func redirect() async throws {
        let conversation = try Conversation { _ in [.respond(302, headers: [("Location", "/elsewhere")])] }
        #expect(try await conversation.get().get().status == 302)
        #expect(conversation.server.requests.count == 1)
    }

    @Test("Half an answer, a cut or reset connection: lost, and perhaps carried out")
    func cut() async throws {
        let conversation = try Conversation { request in
            switch request.path {
            case "/half": [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8)), .close]
            case "/reset": [.reset]
            default: [.close]
            }
        }
        for path in ["/half", "/reset", "/none"] {
            let error = await conversation.get(path).error
            guard case .connectionLost = error else {
                Issue.record("\(path): \(String(describing: error))")
                continue
            }
            #expect(error?.wasNotSent == false)
        }
    }

    @Test("What is no HTTP, or is not compressed as it claims, is malformed")
    func garbage() async throws {
        let conversation = try Conversation { request in
            if request.path == "/noise" { return [.send(Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8)), .close] }
            let text = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!"
            return [.send(Array(text.utf8)), .close]
        }
        for path in ["/noise", "/gzip"] {
            guard case .malformed = await conversation.get(path).error else {
                Issue.record("\(path)")
                continue
            }
        }
    }

    @Test("A response larger than accepted is given up, also if it only grows when decompressed")
    func tooLarge() async throws {
        let bomb = try #require(Gzip.compress([UInt8](repeating: 0, count: 5_000_000)))
        let conversation = try Conversation { request in
            if request.path == "/headers" {
                return [.respond(200, headers: (0..<3_000).map { ("X-Filler-\($0)", "a long value of no use") })]
            }
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
            return [.send(Array(head.utf8) + bomb)]
        }
        #expect(await conversation.get("/bomb", maximum: 100_000).error == .tooLarge(limit: 100_000))
        #expect(await conversation.get("/headers", maximum: 100_000).error == .tooLarge(limit: 100_000))
    }

    @Test("Silence ends with the time-out; nothing listening is known at once not to have been sent")
    func timeouts() async throws {
        let conversation = try Conversation { _ in [.hold] }
        guard case .timedOut = await conversation.get(timeout: .milliseconds(200)).error else {
            Issue.record("no time-out")
            return
        }
        let client = try HTTPClient()
        let silent = try #require(try closedPort())
        let error = await client.answer(HTTPRequest(.get, "http://127.0.0.1:\(silent)/")).error
        guard case .unreachable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.wasNotSent == true)
        await client.stopped()
    }

    @Test("A cancelled request ends as cancelled, the others go on")
    func cancel() async throws {
        let conversation = try Conversation { $0.path == "/poll" ? [.hold] : [.respond(200, "ok")] }
        let answers = Recorder<HTTPError?>()
        let handle = conversation.client.send(HTTPRequest(.get, conversation.server.url + "/poll")) {
            answers.record($0.error)
        }
        #expect(try await conversation.get("/other").get().status == 200)
        conversation.client.cancel(handle)
        #expect(try await answers.wait { !$0.isEmpty } == [.cancelled])
    }

    @Test("Stopping gives up a long poll at once, and every completion comes before the stop's")
    func stop() async throws {
        let arrived = Recorder<String>()
        let conversation = try Conversation { request in
            arrived.record(request.path)
            return [.hold]
        }
        let order = Recorder<String>()
        for n in 0..<3 {
            let request = HTTPRequest(.get, conversation.server.url + "/\(n)", timeout: .seconds(3_600))
            conversation.client.send(request) { order.record($0.error == .stopped ? "stopped" : "?") }
        }
        try await arrived.wait { $0.count == 3 }
        conversation.client.stop { order.record("end") }
        #expect(try await order.wait { $0.contains("end") } == ["stopped", "stopped", "stopped", "end"])
        #expect(await conversation.client.answer(HTTPRequest(.get, conversation.server.url)).error == .stopped)
        await conversation.client.stopped()
    }

    @Test(
        "Plain http leaves this machine never; other schemes and names in the URL neither",
        arguments: [
            ("http://192.0.2.1/", HTTPError.insecure(host: "192.0.2.1")),
            ("http://example.invalid/", .insecure(host: "example.invalid")),
            ("http://127.0.0.1.example.invalid/", .insecure(host: "127.0.0.1.example.invalid")),
            ("http://localhost.example.invalid/", .insecure(host: "localhost.example.invalid")),
            ("ftp://127.0.0.1/", .badURL("ftp://127.0.0.1/")), ("file:///etc/passwd", .badURL("file:///etc/passwd")),
            ("https://user:word@127.0.0.1/", .badURL("https://user:word@127.0.0.1/")), ("", .badURL("")),
            ("127.0.0.1", .badURL("127.0.0.1")),
        ])
    func refused(url: String, error: HTTPError) async throws {
        let client = try HTTPClient()
        #expect(await client.answer(HTTPRequest(.get, url)).error == error)
        await client.stopped()
    }

    @Test("Header fields cannot smuggle lines")
    func headers() async throws {
        let conversation = try Conversation { _ in [.respond(200)] }
        for bad in [HTTPHeader("X", "a\r\nY: b"), HTTPHeader("X Y", "a"), HTTPHeader("", "a"), HTTPHeader("X:", "a")] {
            let request = HTTPRequest(.get, conversation.server.url, headers: [bad])
            #expect(await conversation.client.answer(request).error == .badHeader(bad.name))
        }
        #expect(conversation.server.requests.isEmpty)
    }

    @Test("Many requests at once are answered each with its own answer")
    func many() async throws {
        let conversation = try Conversation { [.respond(200, $0.path)] }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for n in 0..<40 {
                group.addTask {
                    let response = try await conversation.get("/\(n)").get()
                    #expect(response.body == Array("/\(n)".utf8))
                }
            }
            try await group.waitForAll()
        }
    }

    /// A port that nothing listens on: bound, but not listening, while the test runs in this process.
    private func closedPort() throws -> UInt16? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        } ? UInt16(bigEndian: address.sin_port) : nil
    }
}
