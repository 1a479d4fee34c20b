import Foundation
import FoundationNetworking

/// A booth's event as the platform hands it out for exports.
package struct UploadedEvent: Decodable {
    package struct Details: Decodable {
        package let function: String?
        package let outcome: String?
        package let phase: String?
        package let service: String?
        package let callClass: String?

        private enum CodingKeys: String, CodingKey {
            case function, outcome, phase, service
            case callClass = "class"
        }
    }

    private let type: String
    /// When it happened, in RFC 3339 format.
    package let time: String
    package let data: Details

    /// The kind of event: `call` for `cn.laoyouting.booth.call.v1`.
    package var kind: String { type.split(separator: ".").dropLast().last.map(String.init) ?? type }

    private struct Page: Decodable {
        struct Entry: Decodable { let event: UploadedEvent }
        let events: [Entry]
        let next: Int
    }

    /// What the booth uploaded, as it sent it.
    package static func documents(of booth: String, platform: String, token: String) async throws -> String {
        var text = ""
        var after = 0
        while true {
            let data = try await page(of: booth, after: after, platform: platform, token: token)
            let page = try JSONDecoder().decode(Page.self, from: data)
            if page.events.isEmpty { return text }
            text += String(decoding: data, as: UTF8.self)
            after = page.next
        }
    }

    /// All events of a booth, in the order in which the platform stored them.
    package static func all(of booth: String, platform: String, token: String) async throws -> [UploadedEvent] {
        var stored: [UploadedEvent] = []
        var after = 0
        while true {
            let data = try await page(of: booth, after: after, platform: platform, token: token)
            let page = try JSONDecoder().decode(Page.self, from: data)
            if page.events.isEmpty { return stored }
            stored += page.events.map(\.event)
            after = page.next
        }
    }

    private static func page(of booth: String, after: Int, platform: String, token: String) async throws -> Data {
        let address = "\(platform)/v1/admin/events?booth=\(booth)&after=\(after)&limit=500"
        guard let url = URL(string: address) else { throw Failure("no address: \(address)") }
        var request = URLRequest(url: url)
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Failure("\(address): \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }
}
