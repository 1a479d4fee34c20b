import Foundation
import Testing

@testable import Platform

/// Only the operator may see the page.
@Suite struct LogInTests {
    private static func form(
        _ platform: RunningPlatform, _ path: String = "/login", token: String = TestAccess.operatorToken,
        headers: [String: String] = [:]
    ) async throws -> String {
        let body = "token=\(token)"
        var lines = [
            "POST \(path) HTTP/1.1", "Host: 127.0.0.1:\(platform.port)", "Connection: close",
            "Content-Type: application/x-www-form-urlencoded", "Content-Length: \(body.utf8.count)",
        ]
        lines += headers.map { "\($0): \($1)" }
        return try await RawConnection.exchange(platform.port, lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    private static func page(_ platform: RunningPlatform, cookie: String?) async throws -> String {
        let line = cookie.map { "Cookie: other=1; \($0)\r\n" } ?? ""
        return try await RawConnection.exchange(
            platform.port, "GET / HTTP/1.1\r\nHost: x\r\n\(line)Connection: close\r\n\r\n")
    }

    private static func cookie(in answer: String) throws -> String {
        let line = try #require(
            answer.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("set-cookie:") })
        #expect(line.contains("; HttpOnly") && line.contains("; SameSite=Strict") && line.contains("; Path=/"))
        return String(try #require(line.firstMatch(of: /kiosk_operator=[0-9a-f]{64}/)).0)
    }

    @Test func `nobody sees the page without logging in`() async throws {
        try await withPlatform { platform async throws in
            for cookie in [nil, "kiosk_operator=", "kiosk_operator=\(String(repeating: "0", count: 64))"] {
                let answer = try await Self.page(platform, cookie: cookie)
                #expect(answer.hasPrefix("HTTP/1.1 303 ") && answer.contains("ocation: /login"))
                #expect(!answer.contains("PT-0042"))
            }
            #expect(try await platform.http.get("/login", token: nil).text.contains("operator token"))
        }
    }

    @Test func `the operator's token opens it, until the operator logs out`() async throws {
        try await withPlatform { platform async throws in
            let answer = try await Self.form(platform)
            #expect(answer.hasPrefix("HTTP/1.1 303 "))
            let cookie = try Self.cookie(in: answer)
            #expect(try await Self.page(platform, cookie: cookie).contains("PT-0042"))
            let left = try await Self.form(platform, "/logout", headers: ["Cookie": cookie])
            #expect(left.contains("Max-Age=0"))
            #expect(try await Self.page(platform, cookie: cookie).hasPrefix("HTTP/1.1 303 "))
        }
    }

    @Test(arguments: ["", "the-operator-toke", "the-operator-tokem", "the-operator-token2", TestAccess.boothToken])
    func `no other token opens it`(token: String) async throws {
        try await withPlatform { platform async throws in
            let answer = try await Self.form(platform, token: token)
            #expect(answer.hasPrefix("HTTP/1.1 403 ") && !answer.lowercased().contains("set-cookie"))
            #expect(!platform.log.text.contains("the-operator"))
        }
    }

    @Test(arguments: [
        ["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
        ["Sec-Fetch-Site": "same-site"],
    ])
    func `a form that another site sends is refused`(headers: [String: String]) async throws {
        try await withPlatform { platform async throws in
            for path in ["/login", "/logout"] {
                let answer = try await Self.form(platform, path, headers: headers)
                #expect(answer.hasPrefix("HTTP/1.1 403 ") && answer.contains("application/problem+json"))
            }
        }
    }

    @Test func `its own form is not`() async throws {
        try await withPlatform { platform async throws in
            let headers = ["Origin": "http://127.0.0.1:\(platform.port)", "Sec-Fetch-Site": "same-origin"]
            #expect(try await Self.form(platform, headers: headers).hasPrefix("HTTP/1.1 303 "))
            let behindTLS = headers.merging(["X-Forwarded-Proto": "https"]) { $1 }
            #expect(try await Self.form(platform, headers: behindTLS).contains("; Secure"))
        }
    }

    @Test func `tokens cannot be tried one after the other, and who is logged in stays so`() async throws {
        try await withPlatform(logInRate: .init(perSecond: 0.001, burst: 3)) { platform async throws in
            let cookie = try Self.cookie(in: try await Self.form(platform))
            // What another site sends uses up none of the operator's attempts.
            let forged = try await Self.form(platform, headers: ["Origin": "https://evil.example"])
            #expect(forged.hasPrefix("HTTP/1.1 403 "))
            for _ in 0..<2 { #expect(try await Self.form(platform, token: "wrong").hasPrefix("HTTP/1.1 403 ")) }
            for token in ["wrong", TestAccess.operatorToken] {
                let refused = try await Self.form(platform, token: token)
                #expect(refused.hasPrefix("HTTP/1.1 429 ") && !refused.lowercased().contains("set-cookie"))
                let seconds = try #require(refused.lowercased().firstMatch(of: /retry-after: ([0-9]+)/))
                #expect(try #require(Int(seconds.1)) > 900)
            }
            #expect(try await Self.page(platform, cookie: cookie).hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `a log-in ends after a working day`() async throws {
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform async throws in
            let cookie = try Self.cookie(in: try await Self.form(platform))
            clock.advance(OperatorSessions.lifetime - 1)
            #expect(try await Self.page(platform, cookie: cookie).hasPrefix("HTTP/1.1 200 "))
            clock.advance(1)
            #expect(try await Self.page(platform, cookie: cookie).hasPrefix("HTTP/1.1 303 "))
        }
    }

    @Test func `the cookie opens the page and nothing else`() async throws {
        try await withPlatform { platform async throws in
            let cookie = try Self.cookie(in: try await Self.form(platform))
            let answer = try await platform.http.get("/v1/admin/events", token: nil, headers: ["Cookie": cookie])
            #expect(try answer.isProblem(401))
        }
    }

    @Test func `an operator's token that could be guessed is refused`() {
        #expect(throws: AccessTokens.InvalidTokens.self) {
            try AccessTokens(booths: [:], operatorToken: "fifteen-letters")
        }
        #expect(throws: Never.self) { try AccessTokens(booths: [:], operatorToken: "sixteen--letters") }
    }
}
