import Basics
import AdapterTestSupport
import Foundation
import Glibc
import Testing

@testable import Platform

/// The program itself.
@Suite struct CommandTests {
    @Test func `it says where it listens, and stops cleanly with a long poll open`() async throws {
        let directory = try TestDirectory()
        let process = try PlatformProcess.serve(in: directory, ["--no-dispatcher"])
        let http = try await process.client()
        #expect(try await http.get("/healthz", token: nil).text == "ok")
        let id = UUID().uuidString
        let body = #"{"id":"\#(id)","kind":"taxi","language":"en","address":"x","booth_number":"PT-0042"}"#
        #expect(try await http.post("/v1/requests", json: body).status == 201)
        let contact = try await http.post("/v1/requests/\(id)/contact", json: #"{"number":"13800991234"}"#)
        #expect(contact.status == 200)
        let port = try #require(URL(string: http.base)?.port)
        let poll = """
            GET /v1/requests/\(id)?after=1&wait=30 HTTP/1.1\r\nHost: x\r
            Authorization: Bearer \(TestAccess.boothToken)\r\n\r\n
            """
        let clock = ContinuousClock.now
        async let answer = RawConnection.exchange(port, poll)
        // The answer of a later request shows that the earlier one has arrived.
        #expect(try await http.get("/healthz", token: nil).status == 200)
        #expect(await process.end(SIGTERM) == 0)
        #expect(clock.duration(to: .now) < .seconds(25), "it did not wait for the poll's 30 s")
        let ended = try? await answer
        #expect(ended.map { $0.isEmpty || $0.hasPrefix("HTTP/1.1 200 ") || $0.hasPrefix("HTTP/1.1 503 ") } != false)
        #expect(!FileManager.default.fileExists(atPath: directory.file("platform.db-wal")))
        let log = process.standardError
        #expect(log.contains("listening on \(http.base)"))
        #expect(!log.contains("13800991234") && !log.contains(TestAccess.boothToken))
        let mode = try FileManager.default.attributesOfItem(atPath: directory.file("platform.db"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `what it acknowledged survives a kill`() async throws {
        let directory = try TestDirectory()
        var sequence: Int64 = 0
        var acknowledged: [String] = []
        for _ in 0..<3 {
            let process = try PlatformProcess.serve(in: directory)
            let http = try await process.client()
            for _ in 0..<5 {
                let events = (0..<20).map { _ in
                    sequence += 1
                    return TestEvent.make(sequence)
                }
                let answer = try await http.postEvents(events, lowest: sequence - 19)
                #expect(try answer.dispositions == Array(repeating: "accepted", count: 20))
                acknowledged += events
            }
            #expect(await process.end(SIGKILL) == -SIGKILL)
        }
        let process = try PlatformProcess.serve(in: directory)
        let http = try await process.client()
        let export = try await http.get("/v1/admin/events?limit=1000", token: TestAccess.operatorToken)
        #expect(try export.value("events")?.array?.count == acknowledged.count)
        #expect(acknowledged.allSatisfy { export.text.contains($0) })
        let again = try await http.postEvents(Array(acknowledged.suffix(20)), lowest: sequence - 19)
        #expect(try again.dispositions == Array(repeating: "duplicate", count: 20))
        #expect(await process.end(SIGINT) == 0)
    }

    @Test(arguments: [0o644, 0o640, 0o620, 0o602] as [mode_t])
    func `tokens that others can reach are refused`(mode: mode_t) async throws {
        let directory = try TestDirectory()
        let tokens = directory.file("tokens.json")
        try PlatformProcess.writeSecret("{\"PT-0042\":\"secret-token\"}", to: tokens, mode: mode)
        let process = try PlatformProcess(
            in: directory, ["--database", directory.file("db"), "--listen", "127.0.0.1:0", "--tokens", tokens])
        #expect(await process.exitCode() != 0)
        #expect(process.standardError.contains("chmod 600 \(tokens)"))
        #expect(!process.standardError.contains("secret-token"))
    }

    @Test func `an address that other machines reach needs consent`() async throws {
        for address in ["0.0.0.0:0", "192.168.1.2:0", "[::]:0", "example.org:80"] {
            let directory = try TestDirectory()
            let process = try PlatformProcess(
                in: directory, ["--database", directory.file("db"), "--listen", address, "--tokens", "none"])
            #expect(await process.exitCode() == 64)
            #expect(process.standardError.contains("--allow-non-loopback"))
        }
    }

    @Test func `addresses are read as they are meant`() {
        #expect(ListenAddress(argument: "127.0.0.1:8080")?.baseURL == "http://127.0.0.1:8080")
        #expect(ListenAddress(argument: "[::1]:80")?.baseURL == "http://[::1]:80")
        #expect(ListenAddress(argument: "localhost:0")?.host == "127.0.0.1")
        #expect(ListenAddress(argument: "127.9.9.9:1")?.isLoopback == true)
        #expect(ListenAddress(argument: "[::1]:1")?.isLoopback == true)
        for text in ["10.0.0.1:1", "[::]:1", "[::2]:1", "127.0.0.1.example.org:1"] {
            #expect(ListenAddress(argument: text)?.isLoopback == false)
        }
        for text in ["", "8080", "127.0.0.1", ":80", "::1:80", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:x"] {
            #expect(ListenAddress(argument: text) == nil)
        }
    }

    @Test func `one token never belongs to two`() throws {
        #expect(throws: AccessTokens.InvalidTokens.self) {
            try AccessTokens(booths: ["A": "same", "B": "same"], operatorToken: nil)
        }
        #expect(throws: AccessTokens.InvalidTokens.self) {
            try AccessTokens(booths: ["A": "same"], operatorToken: "same")
        }
        #expect(throws: AccessTokens.InvalidTokens.self) { try AccessTokens(booths: ["A": ""], operatorToken: nil) }
        #expect(throws: AccessTokens.InvalidTokens.self) { try AccessTokens(booths: ["A/B": "x"], operatorToken: nil) }
    }
}
