public import KioskCore
public import Vocabulary

/// Everything that the telephony adapter reports. No case carries a number to places where it could be logged, except
/// `found` and `incoming`: the core needs their numbers to tell whose call it is.
public enum TelephonyEvent: Hashable, Sendable {
    /// Something happened to a call that was dialled here.
    case call(CallHandle, CallFact)
    /// Something happened to the SIP agent or to a trunk's registration. Only changes are reported.
    case agent(AgentFact)
    /// An announcement is over and the far side hears the booth's microphone again. `played` is false if the agent
    /// could not open the file, or if the call or the control connection ended first.
    case announcementEnded(CallHandle, Announcement, played: Bool)
    /// The control connection was made anew. Carries the agent's calls that were not dialled here; the list may be
    /// empty. Comes before `.agent(.connected)`.
    case found([FoundCall])
    /// The SOS service has read its key, and numbered this press.
    case sosKey(UInt64)
    /// The SOS service is done with this press: its call was answered and is over, or somebody cancelled.
    case sosDone(UInt64)
    /// Somebody is calling the booth. The call rings until it is adopted and answered, or hung up.
    case incoming(FoundCall)
    /// Somebody called the booth during a call and was turned away.
    case incomingDeclined(TrunkID?)
    /// The agent could not open a call's player or microphone (`driver,device`; nil means one of the two). Another is
    /// tried.
    case deviceFailed(String?)
    /// The agent is alive but dropped the broker's control connection because another program took it. It was taken
    /// back.
    case secondClient
    /// The connection to the broker of the agent's control link broke and was made anew. The calls continued.
    case brokerReturned
    /// The agent sent bytes that do not follow its control protocol. The connection was made anew.
    case protocolError(ControlProtocolError)
    /// This many messages of the agent were too long or unreadable. They were skipped, and the kiosk asked for what
    /// they may have said. A far side that sends absurd headers causes this.
    case messagesSkipped(Int)
}
