/// What the core wants done. Data only: none waits for another, and what fails comes back as an `Action`.
public enum Effect: Equatable, Sendable {
    /// Say something; it replaces what is being said unless that is more important.
    case speak(Utterance)
    /// Be silent, up to this importance.
    case stopSpeaking(atMost: SpeechPriority)
    /// The one click that every digit gives.
    case click
    /// The session's volume, 0 to 3.
    case volume(Int)
    /// Dial.
    case dial(CallHandle, DialTarget)
    /// Hang up, whatever the call's stage.
    case hangUp(CallHandle)
    /// Send a digit into the call (RFC 4733).
    case sendDTMF(CallHandle, Character)
    /// Play to the far side.
    case announce(CallHandle, Announcement)
    /// Keep a record of use.
    case record(UsageEvent)
    /// Fire `.timer` after this long.
    case startTimer(TimerHandle, after: Duration)
    /// Do not.
    case cancelTimer(TimerHandle)
    /// Order at the platform.
    case request(RequestHandle, RequestOrder)
    /// Give the platform a number to call back; digits that are kept nowhere else.
    case requestContact(RequestHandle, number: String)
    /// Cancel an order.
    case cancelRequest(RequestHandle)
    /// Forget an order's progress: nobody waits for it any more.
    case forgetRequest(RequestHandle)
    /// Apply a configuration that waits for the end of a session, if there is one.
    case sessionEnded
}
