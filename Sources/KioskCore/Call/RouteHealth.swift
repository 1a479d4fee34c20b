public import Vocabulary

/// What is known about the routes out of the booth: the SIP agent, the trunks' registrations, and whether trunks
/// answer.
public struct RouteHealth: Equatable, Sendable {
    /// Whether the SIP agent answers; unknown at start counts as yes.
    public var agentConnected = true
    /// Registration by trunk, as far as reported.
    public var registered: [TrunkID: Bool] = [:]
    /// Whether the trunk answers SIP OPTIONS (RFC 3261 section 11), as far as asked.
    public var answers: [TrunkID: Bool] = [:]
    /// Until when each trunk is not used for calls that are not emergencies. An INVITE that was given up before any
    /// provisional response is still being retransmitted there, and may ring somebody if the trunk wakes up.
    var restingUntil: [TrunkID: Moment] = [:]

    /// All is well as far as known.
    public init() {}

    /// Whether a trunk is known not to work. One about which nothing is known counts as working.
    public func isDown(_ trunk: TrunkID) -> Bool { registered[trunk] == false || answers[trunk] == false }

    /// What is known about a trunk, in words for a technician.
    public func word(_ trunk: TrunkID) -> String {
        switch (registered[trunk], answers[trunk]) {
        case (false?, _): "not registered"
        case (_, false?): "does not answer"
        case (true?, _): "registered"
        case (nil, true?): "answers"
        case (nil, nil): "no news"
        }
    }
}
