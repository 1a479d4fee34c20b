import Foundation
import HTTPClient
import KioskCore

/// The platform's document of an order, as far as the booth uses it.
struct RequestDocument: Equatable {
    var id: String
    var version: Int
    var answer: RequestAnswer

    private struct Wire: Decodable {
        struct Assignment: Decodable {
            var plate: String?
            var car: String?
            var minutes: Double?
            var arrivesAt: String?
            var hospital: String?
            var department: String?
            var slot: String?
            var title: String?
            var when: String?
            var `where`: String?
            var note: String?
        }
        var id: String
        var state: String
        var version: Int
        var assignment: Assignment?
        var simulated: Bool?
        var updatedAt: String?
    }

    /// Reads a document; nil if it is none, or another order's.
    init?(_ response: HTTPResponse, id expected: String) {
        guard (200..<300).contains(response.status), response.isOfType("application/json"),
            let wire = try? JSONDecoder.platform.decode(Wire.self, from: Data(response.body)),
            wire.id.lowercased() == expected.lowercased(), wire.version > 0,
            let phase = RequestPhase(rawValue: wire.state)
        else { return nil }
        id = expected
        version = wire.version
        let assignment = wire.assignment.map { given in
            var arrival = given.arrivesAt.flatMap(RFC3339.unixMilliseconds)
            if arrival == nil, let minutes = given.minutes, (0...1440).contains(minutes),
                let updated = wire.updatedAt.flatMap(RFC3339.unixMilliseconds)
            {
                arrival = updated + Int64(minutes * 60_000)
            }
            return Assignment(
                plate: Self.plain(given.plate), car: Self.plain(given.car), arrivesAt: arrival,
                hospital: Self.plain(given.hospital), department: Self.plain(given.department),
                slot: Self.plain(given.slot), title: Self.plain(given.title), when: Self.plain(given.when),
                place: Self.plain(given.where), note: Self.plain(given.note, limit: 200))
        }
        answer = RequestAnswer(phase: phase, assignment: assignment, simulated: wire.simulated ?? false)
    }

    /// A short text without control characters, which have no business on the screen.
    private static func plain(_ text: String?, limit: Int = 100) -> String? {
        guard let text, text.count <= limit, !text.unicodeScalars.contains(where: { $0.properties.isControl }) else {
            return nil
        }
        return text
    }
}

extension JSONDecoder {
    /// For the platform's documents, whose names are in snake case.
    static var platform: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}

extension Unicode.Scalar.Properties {
    /// C0, C1 and the like.
    var isControl: Bool { generalCategory == .control }
}
