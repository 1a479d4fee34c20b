import Foundation
import HTTPClient
import Basics
import Reading
import Vocabulary

/// The platform's document about an order, as far as the booth uses it.
struct RequestDocument: Equatable {
    var version: Int
    var answer: RequestAnswer

    /// Reads a document; nil if the response is none or is about another order. The assignment is read field by field:
    /// an unreadable plate must not keep the news of an approaching taxi from the screen.
    init?(_ response: HTTPResponse, id expected: String) {
        let remarks = Remarks()
        guard (200..<300).contains(response.status), response.isOfType("application/json"),
            let root = try? JSONNode(document: response.body, remarks),
            root.text("id")?.lowercased() == expected.lowercased(),
            let version = root.number("version").flatMap({ Int(exactly: $0) }), version > 0,
            let phase = root.text("state").flatMap(RequestPhase.init)
        else { return nil }
        self.version = version
        let assignment = root.object("assignment").map { given in
            var arrival = given.text("arrives_at").flatMap(RFC3339.unixMilliseconds)
            if arrival == nil, let minutes = given.number("minutes"), (0...1440).contains(minutes),
                let updated = root.text("updated_at").flatMap(RFC3339.unixMilliseconds)
            {
                arrival = updated + Int64(minutes * 60_000)
            }
            func line(_ name: String) -> String? { given.line(name, most: 100) }
            return Assignment(
                plate: line("plate"), car: line("car"), arrivesAt: arrival, hospital: line("hospital"),
                department: line("department"), slot: line("slot"), title: line("title"), when: line("when"),
                place: line("where"), note: given.line("note", most: 200))
        }
        // If the flag cannot be read, the answer may be simulated and is shown as such.
        let simulated = root["simulated"] == nil ? false : root.flag("simulated") ?? true
        answer = RequestAnswer(phase: phase, assignment: assignment, simulated: simulated)
    }
}

extension JSONDecoder {
    /// A decoder for the platform's documents, whose names are in snake case.
    static var platform: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
