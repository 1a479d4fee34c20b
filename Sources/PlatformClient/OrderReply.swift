import Foundation
import HTTPClient
import KioskCore

/// The platform's own problem document (RFC 9457). A proxy or a captive portal also answers with errors, even in JSON.
/// Three things tell the platform's apart: the media type, a `type` of ours, and a `status` equal to the response's.
struct PlatformProblem: Equatable {
    /// The prefix of the `type` in each of the platform's problems.
    static let types = "urn:laoyouting:problem:"

    var status: Int
    /// The last part of its `type`.
    var code: String
    /// The order that the problem is about, if it names one.
    var request: String?

    private struct Wire: Decodable {
        var type: String
        var status: Int
        var request: String?
    }

    /// Reads a problem document; nil if the response is none.
    init?(_ response: HTTPResponse) {
        guard response.isOfType("application/problem+json"),
            let wire = try? JSONDecoder().decode(Wire.self, from: Data(response.body)),
            wire.type.hasPrefix(Self.types), wire.status == response.status
        else { return nil }
        status = wire.status
        code = String(wire.type.dropFirst(Self.types.count))
        request = wire.request
    }
}

extension OrderReply {
    /// What an answer says about the order `id`.
    init(_ answer: PlatformLink.Answer, about id: String) {
        switch answer {
        case .failure(let error): self = error.wasNotSent ? .notTaken : .notYet
        case .success(let response):
            if let document = RequestDocument(response, id: id) {
                self = .document(version: document.version, document.answer)
            } else if let problem = PlatformProblem(response) {
                self = Self.meaning(problem, about: id)
            } else {
                self = .notYet
            }
        }
    }

    private static func meaning(_ problem: PlatformProblem, about id: String) -> OrderReply {
        switch problem.status {
        case 401, 403, 429: .notTaken
        // A problem counts only if it names this order: an answer from a wrong address would otherwise end somebody's
        // taxi.
        case 400..<500 where problem.request?.lowercased() != id.lowercased(): .notYet
        case 404, 410: .unknown
        case 408: .notYet
        case 409 where problem.code == "too-late": .tooLate
        case 400..<500: .refused
        default: .notYet
        }
    }
}

extension HTTPResponse {
    /// Whether the body has this media type, whatever its parameters.
    func isOfType(_ type: String) -> Bool {
        let sent = header("Content-Type")?.split(separator: ";", omittingEmptySubsequences: false).first
        return sent?.trimmingCharacters(in: .whitespaces).lowercased() == type
    }
}
