import BoothDriver
import Foundation
import FoundationNetworking

/// A person at the platform's page, who answers what residents order: logs in, reads pages and sends their forms.
struct Dispatcher {
    private let platform: String
    private let session: URLSession

    /// Logs in to the platform of a booth, and turns its simulator off.
    init(of booth: Booth) async throws {
        platform = try booth.read("platform-url")
        // Each dispatcher has a session of its own, so that tests share no cookies.
        session = URLSession(configuration: .ephemeral)
        let page = try await post("/login", ["token": try booth.read("operator-token"), "name": "王"])
        guard page.contains("/logout") else { throw Failure("not logged in: \(page)") }
        let list = try await post(
            "/requests/simulator",
            ["accept-after": "0", "assign-after": "0", "fail-percent": "0", "silent-percent": "0"])
        guard list.contains("answered by people") else { throw Failure("the simulator is on: \(list)") }
    }

    func page(_ path: String) async throws -> String { try await text(of: request(path)) }

    /// The requests that the list shows as open, the one that waits longest first.
    func open() async throws -> [String] {
        let list = try await page("/requests")
        let open = list.prefix(upTo: list.range(of: "Closed within half an hour")?.lowerBound ?? list.endIndex)
        return open.matches(of: /href="\/requests\/([0-9A-Fa-f-]{36})"/).map { String($0.1) }
    }

    /// Waits for the one open request.
    func onlyRequest() async throws -> String {
        var open: [String] = []
        try await eventually("one open request") {
            open = try await self.open()
            return open.count == 1
        }
        return open[0]
    }

    /// Fills in the form of a request's page, presses a button and returns the page that comes then.
    @discardableResult
    func answer(_ id: String, _ action: String, _ typed: [String: String] = [:]) async throws -> String {
        let page = try await page("/requests/\(id)")
        guard let version = page.firstMatch(of: /name="version" value="([0-9]+)"/)?.1,
            page.contains("name=\"action\" value=\"\(action)\"")
        else { throw Failure("no \(action) on: \(page)") }
        let fields = typed.merging(["version": String(version), "action": action]) { $1 }
        return try await post("/requests/\(id)", fields)
    }

    private func post(_ path: String, _ fields: [String: String]) async throws -> String {
        var request = try request(path)
        request.httpMethod = "POST"
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        request.setValue(platform, forHTTPHeaderField: "Origin")
        let pairs = fields.map {
            "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        request.httpBody = Data(pairs.joined(separator: "&").utf8)
        return try await text(of: request)
    }

    private func request(_ path: String) throws -> URLRequest {
        guard let url = URL(string: platform + path) else { throw Failure("no address: \(path)") }
        return URLRequest(url: url)
    }

    private func text(of request: URLRequest) async throws -> String {
        String(decoding: try await session.data(for: request).0, as: UTF8.self)
    }
}
