import KioskCore

/// Everything the telephony adapter reports. No case carries a dialled number into places where it could be logged,
/// except `foundCall`, which the core needs to explain a call that a former run of the kiosk made.
public enum TelephonyEvent: Hashable, Sendable {
    /// Something happened to a call that was dialled here.
    case call(CallHandle, CallFact)
    /// Something happened to the SIP agent or to a trunk's registration; only changes are reported.
    case agent(AgentFact)
    /// An announcement is over and the far side hears the booth's microphone again. `played` is false when the agent
    /// could not open it or the call or the control connection ended first.
    case announcementEnded(CallHandle, Announcement, played: Bool)
    /// On connecting, the agent already had a call that nobody here dialled. It is left alone.
    case foundCall(FoundCall)
    /// A found call is over.
    case foundCallEnded(FoundCall)
    /// Somebody called the booth and was turned away.
    case incomingDeclined(TrunkID?)
    /// The agent lives but dropped our control connection: another program took it. It was taken back.
    case secondClient
    /// The agent sent something that is not its control protocol; the connection was made anew.
    case protocolError(ControlProtocolError)
}

/// A call that was up in the agent before this process could have made it.
public struct FoundCall: Hashable, Sendable {
    /// How far the call has come.
    public enum Progress: Hashable, Sendable {
        /// Dialled, with nothing back yet.
        case dialled
        /// It rings at the far side.
        case ringing
        /// Early media (183).
        case earlyMedia
        /// Answered.
        case established
        /// Somebody calls the booth.
        case incoming
    }

    /// The trunk it uses.
    public var trunk: TrunkID
    /// The far side's number; never for a log or an event.
    public var number: String
    /// How far it has come.
    public var progress: Progress

    /// A found call.
    public init(trunk: TrunkID, number: String, progress: Progress) {
        self.trunk = trunk
        self.number = number
        self.progress = progress
    }
}

/// What can be wrong with bytes on the control connection. Carries none of them, since they may hold a number.
public enum ControlProtocolError: Error, Hashable, Sendable {
    /// A netstring without a decimal length and a colon in front.
    case malformedLength
    /// A netstring longer than `NetstringDecoder.largestPayload`.
    case oversized(Int)
    /// A netstring without its closing comma.
    case missingComma
    /// A netstring that is no JSON object of the agent.
    case malformedMessage
}
