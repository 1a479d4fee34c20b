/// What the core wants done. Data only: none waits for another, and what fails comes back as an `Action`.
public enum Effect: Equatable, Sendable {
    /// Say something; it replaces what is being said unless that is more important.
    case speak(Utterance)
    /// Be silent, up to this importance.
    case stopSpeaking(atMost: SpeechPriority)
    /// The one click that every digit gives.
    case click(SpeechSink)
    /// The session's volume, 0 to 3.
    case volume(Int)
    /// Dial.
    case dial(CallHandle, DialTarget)
    /// From now on the found or incoming call is this handle's; facts about it follow.
    case adopt(CallHandle, FoundCall)
    /// Answer an incoming call.
    case answer(CallHandle)
    /// Hang up, whatever the call's stage; an incoming call is turned away as busy.
    case hangUp(CallHandle)
    /// Keep this answered call as it is while another is dialled beside it.
    case hold(CallHandle)
    /// Have calls heard there, the one that is going on too; before the first of these they are left where they are.
    case listen(SpeechSink)
    /// Send a digit into the call (RFC 4733).
    case sendDTMF(CallHandle, Character)
    /// Play to the far side.
    case announce(CallHandle, Announcement)
    /// Keep the call journal for the next run of the kiosk, in place of the one before.
    case journal(CallJournal)
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
    /// Somebody agrees: read the card in the reader or the next one, once, and ask the platform about it.
    case permitCard(CardHandle)
    /// Nobody agrees any more: read no card, and forget what was read.
    case forbidCard
    /// Apply a configuration that waits for the end of a session, if there is one.
    case sessionEnded
}
