public import KioskCore
public import Vocabulary

/// Everything the telephony adapter reports. No case carries a number into places where it could be logged, except
/// `found` and `incoming`, which the core needs to tell whose call it is.
public enum TelephonyEvent: Hashable, Sendable {
    /// Something happened to a call that was dialled here.
    case call(CallHandle, CallFact)
    /// Something happened to the SIP agent or to a trunk's registration; only changes are reported.
    case agent(AgentFact)
    /// An announcement is over and the far side hears the booth's microphone again. `played` is false when the agent
    /// could not open it or the call or the control connection ended first.
    case announcementEnded(CallHandle, Announcement, played: Bool)
    /// The control connection was made anew: what the agent has that was not dialled here, an empty list included. Comes
    /// before `.agent(.connected)`.
    case found([FoundCall])
    /// Somebody calls the booth. It rings until it is adopted and answered or hung up.
    case incoming(FoundCall)
    /// Somebody called the booth in the middle of a call and was turned away.
    case incomingDeclined(TrunkID?)
    /// The agent could not open a call's player or microphone (`driver,device`; nil is one of the two). Another is tried.
    case deviceFailed(String?)
    /// The agent lives but dropped the broker's control connection: another program took it. It was taken back.
    case secondClient
    /// The connection to the broker of the agent's link broke and was made anew; the calls went on.
    case brokerReturned
    /// The agent sent something that is not its control protocol; the connection was made anew.
    case protocolError(ControlProtocolError)
    /// So many messages of the agent were too long or could not be read. They were skipped, and what they may have told was
    /// asked for; a far side that sends absurd headers causes it.
    case messagesSkipped(Int)
}
