import Foundation

/// What somebody was given: a car, an appointment, or whatever was asked for. Members that do not apply to the kind are
/// absent.
struct Assignment: Codable, Equatable, Sendable {
    var plate: String?
    var car: String?
    var minutes: Int?
    var arrivesAt: Date?
    var hospital: String?
    var department: String?
    var slot: String?
    /// What it is, when and where, and what to mind; for kinds that a technician defined.
    var title: String?
    var when: String?
    var place: String?
    var note: String?

    enum CodingKeys: String, CodingKey {
        case plate, car, minutes, hospital, department, slot, title, when, note
        case arrivesAt = "arrives_at"
        case place = "where"
    }

    /// A summary in one line, for a list.
    var summary: String {
        [plate, car, minutes.map { "\($0) min" }, hospital, department, slot, title, when, place, note]
            .compactMap { $0 }.joined(separator: " · ")
    }
}
