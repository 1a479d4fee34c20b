import Foundation
import Testing

@testable import Platform

/// An operator's browser without scripts: logged in, it follows redirects, reads forms and sends them as they are.
struct Browser: Sendable {
    let platform: RunningPlatform
    let cookie: String

    /// Logs in under a name.
    init(_ platform: RunningPlatform, as name: String = "") async throws {
        self.platform = platform
        let answer = try await Self.post(
            platform.port, "/login", [("token", TestAccess.operatorToken), ("name", name)], headers: [:])
        cookie = String(try #require(answer.text.firstMatch(of: /kiosk_operator=[0-9a-f]{64}/)).0)
    }

    /// An answer, before redirects are followed.
    struct Answer: Sendable {
        let text: String

        var status: Int { Int(text.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0 }
        var location: String? { text.firstMatch(of: /(?i)location: ([^\r\n]+)/).map { String($0.1) } }
    }

    func get(_ path: String) async throws -> Answer {
        Answer(
            text: try await RawConnection.exchange(
                platform.port, "GET \(path) HTTP/1.1\r\nHost: x\r\nCookie: \(cookie)\r\nConnection: close\r\n\r\n"))
    }

    /// Sends a form.
    func post(
        _ path: String, _ fields: [(String, String)], headers: [String: String] = [:]
    ) async throws -> Answer {
        try await Self.post(platform.port, path, fields, headers: headers.merging(["Cookie": cookie]) { $1 })
    }

    /// Answers a request as its page shows it now, with other texts in some fields.
    func answer(_ id: String, _ action: String, _ typed: [String: String] = [:]) async throws -> Answer {
        try await send(try await get("/requests/\(id)"), to: id, action, typed)
    }

    /// Sends the form of a page that was loaded before.
    func send(
        _ page: Answer, to id: String, _ action: String, _ typed: [String: String] = [:]
    ) async throws -> Answer {
        var fields = page.fields
        for (name, text) in typed {
            guard fields[name] != nil else { throw TestFailure("the form has no field \(name)") }
            fields[name] = text
        }
        guard page.text.contains("name=\"action\" value=\"\(action)\"") else {
            throw TestFailure("the form has no button \(action)")
        }
        return try await post("/requests/\(id)", fields.map { ($0.key, $0.value) } + [("action", action)])
    }

    private static func post(
        _ port: Int, _ path: String, _ fields: [(String, String)], headers: [String: String]
    ) async throws -> Answer {
        let body = fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
        var lines = [
            "POST \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close",
            "Content-Type: application/x-www-form-urlencoded", "Content-Length: \(body.utf8.count)",
        ]
        lines += headers.map { "\($0): \($1)" }
        return Answer(text: try await RawConnection.exchange(port, lines.joined(separator: "\r\n") + "\r\n\r\n" + body))
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

extension Browser.Answer {
    /// The fields of the page's answer form and their values.
    var fields: [String: String] {
        var fields: [String: String] = [:]
        for input in text.matches(of: /<input[^>]*>/) {
            guard let name = input.0.firstMatch(of: /name="([^"]*)"/)?.1 else { continue }
            let value = input.0.firstMatch(of: /value="([^"]*)"/).map { String($0.1) } ?? ""
            fields[String(name)] = value.replacing("&amp;", with: "&").replacing("&quot;", with: "\"")
                .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&#39;", with: "'")
        }
        for select in text.matches(of: /(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/) {
            fields[String(select.1)] =
                select.2.firstMatch(of: /value="([^"]*)" selected/).map { String($0.1) } ?? ""
        }
        return fields
    }

    /// The part that the page's script renews.
    var live: String {
        guard let start = text.range(of: "<div id=\"live\"") else { return "" }
        let rest = text[start.lowerBound...]
        return String(rest[..<(rest.range(of: "</div>\n<section")?.lowerBound ?? rest.endIndex)])
    }

    /// The mark of what is shown.
    var mark: String { text.firstMatch(of: /data-seen="([^"]*)"/).map { String($0.1) } ?? "" }
}
