import Basics
import Foundation
import FoundationNetworking

@testable import Platform

/// An answer. Its body is read as JSON if it is JSON.
struct HTTPAnswer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSONValue {
        get throws { try JSONParser.parse(Array(body)) }
    }

    /// `headers` with names in lower case.
    subscript(header: String) -> String? { headers[header] }

    /// A member of the body, by path.
    func value(_ path: String...) throws -> JSONValue? {
        let body = try json
        return path.reduce(Optional(body)) { $0?[$1] }
    }

    /// True for a problem document (RFC 9457) that repeats this status.
    func isProblem(_ expected: Int) throws -> Bool {
        let body = try json
        return status == expected && self["content-type"] == "application/problem+json"
            && body["status"] == .integer(Int64(expected)) && body["title"]?.string?.isEmpty == false
            && body["type"]?.string?.isEmpty == false
    }
}

/// An ordinary HTTP client.
struct HTTPTestClient: Sendable {
    let base: String
    private let session: URLSession

    init(base: String) {
        self.base = base
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.httpMaximumConnectionsPerHost = 64
        configuration.timeoutIntervalForRequest = 60
        session = URLSession(configuration: configuration)
    }

    func send(
        _ method: String, _ path: String, token: String? = TestAccess.boothToken, headers: [String: String] = [:],
        body: Data? = nil
    ) async throws -> HTTPAnswer {
        guard let url = URL(string: base + path) else { throw TestFailure("no URL: \(path)") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw TestFailure("no HTTP answer") }
        var fields: [String: String] = [:]
        for case (let name as String, let value as String) in response.allHeaderFields {
            fields[name.lowercased()] = value
        }
        return HTTPAnswer(status: response.statusCode, headers: fields, body: data)
    }

    func get(
        _ path: String, token: String? = TestAccess.boothToken, headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await send("GET", path, token: token, headers: headers)
    }

    func post(
        _ path: String, token: String? = TestAccess.boothToken, json: String, headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let headers = ["Content-Type": "application/json"].merging(headers) { $1 }
        return try await send("POST", path, token: token, headers: headers, body: Data(json.utf8))
    }

    /// Posts a batch of events; `lowest` is the lowest unsent sequence of the epoch.
    func postEvents(
        _ events: [String], epoch: String = TestEvent.epoch, lowest: Int64 = 1,
        token: String? = TestAccess.boothToken, headers: [String: String] = [:], encode: (Data) -> Data = { $0 }
    ) async throws -> HTTPAnswer {
        let standard = [
            "Content-Type": "application/cloudevents-batch+json", "Kiosk-Queue-Epoch": epoch,
            "Kiosk-Lowest-Unsent": TestEvent.padded(lowest),
        ]
        return try await send(
            "POST", "/v1/events", token: token, headers: standard.merging(headers) { $1 },
            body: encode(Data("[\(events.joined(separator: ","))]".utf8)))
    }
}

/// Events as a booth sends them.
enum TestEvent {
    static let epoch = "6f1c3a52-5c3b-4f37-9a53-0a4f5ac5c111"

    static func padded(_ sequence: Int64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    /// A type that this platform does not know; its `data` is taken as it is.
    static let unknownType = "cn.laoyouting.booth.future.v1"

    /// The `data` of a function's use.
    static func use(
        booth: String = TestAccess.booth, function: String? = "taxi", language: String = "zh-Hans"
    ) -> String {
        """
        {"booth":"\(booth)","session":null,"function":\(function.map { "\"\($0)\"" } ?? "null"),\
        "official_category":"services","language":"\(language)","input":"key","duration_ms":61250,"offline":false,\
        "use":1,"outcome":"completed","step":null}
        """
    }

    /// The `data` of a report of dropped events.
    static func dropped(
        _ ranges: String, epoch: String? = epoch, count: Int? = nil, reason: String = "rows"
    ) -> String {
        """
        {"booth":"\(TestAccess.booth)","session":null,"function":null,"official_category":null,"language":null,\
        "input":null,"duration_ms":null,"offline":false,"outcome":"dropped",\
        "epoch":\(epoch.map { "\"\($0)\"" } ?? "null"),"ranges":\(ranges),\
        "count":\(count.map(String.init) ?? "null"),"reason":"\(reason)"}
        """
    }

    /// One event as JSON text. `changes` replaces members (JSON text), nil removes one.
    static func make(
        _ sequence: Int64, id: String = UUID().uuidString, booth: String = TestAccess.booth, epoch: String = epoch,
        type: String = "cn.laoyouting.booth.function.v1", time: String = "2025-03-01T01:30:00.000Z",
        data: String? = nil, changes: [String: String?] = [:]
    ) -> String {
        let data = data ?? use(booth: booth)
        var members: [String: String?] = [
            "specversion": #""1.0""#, "id": "\"\(id)\"", "source": "\"/booths/\(booth)\"", "type": "\"\(type)\"",
            "time": "\"\(time)\"", "dataschema": #""https://schemas.laoyouting.cn/function.v1.json""#,
            "datacontenttype": #""application/json""#, "sequence": "\"\(padded(sequence))\"",
            "queueepoch": "\"\(epoch)\"", "data": data,
        ]
        for (name, value) in changes { members.updateValue(value, forKey: name) }
        let text = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(text.sorted().joined(separator: ","))}"
    }
}

extension HTTPAnswer {
    /// The results of a batch as `status` or `status:reason`, in order.
    var dispositions: [String] {
        get throws {
            try (value("results")?.array ?? []).map { result in
                [result["status"]?.string, result["reason"]?.string].compactMap { $0 }.joined(separator: ":")
            }
        }
    }
}
