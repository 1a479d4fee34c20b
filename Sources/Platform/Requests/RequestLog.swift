import Foundation

/// Who changed a request.
enum RequestAuthor: Equatable, Sendable {
    /// The booth, for its resident.
    case booth
    /// The simulated dispatcher.
    case simulator
    /// The platform itself, when a time limit has passed.
    case platform
    /// A person at the page, by the name given at the log-in.
    case person(String)

    /// The stored form.
    var text: String {
        switch self {
        case .booth: "booth"
        case .simulator: "simulator"
        case .platform: "platform"
        case .person(let name): "person:\(name)"
        }
    }

    /// Reads the stored form.
    init(text: String) {
        switch text {
        case "booth": self = .booth
        case "simulator": self = .simulator
        case "platform": self = .platform
        default: self = .person(text.hasPrefix("person:") ? String(text.dropFirst(7)) : text)
        }
    }
}

/// One entry of a request's history: who brought it into which state, and when.
struct RequestLogEntry: Equatable, Sendable {
    let version: Int
    let state: RequestState
    let author: RequestAuthor
    let at: Date
}
