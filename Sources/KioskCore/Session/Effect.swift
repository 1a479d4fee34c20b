public import Reporting
public import Vocabulary

/// What the core wants done. Data only: none waits for another, and what fails comes back as an `Action`. What one part of the
/// world does is that part's command, which goes through its port to its adapter as it is.
public enum Effect: Equatable, Sendable {
    /// Something for the ear.
    case sound(SoundCommand)
    /// Something for the SIP agent, or to be kept of its calls.
    case telephone(TelephoneCommand)
    /// Something about an order at the platform.
    case platform(PlatformCommand)
    /// Something for the card reader.
    case cards(CardCommand)
    /// Keep a record of use.
    case record(UsageEvent)
    /// Fire `.timer` after this long.
    case startTimer(TimerHandle, after: Duration)
    /// Do not.
    case cancelTimer(TimerHandle)
    /// Apply a configuration that waits for the end of a session, if there is one.
    case sessionEnded
}

/// What the core wants to be heard. Every utterance is answered by `Action.speechEnded`, unless another one or `stop` came
/// first.
public enum SoundCommand: Equatable, Sendable {
    /// Say something; it replaces what is being said unless that is more important.
    case speak(Utterance)
    /// Be silent, up to this importance.
    case stop(atMost: SpeechPriority)
    /// The one click that every digit gives.
    case click(SpeechSink)
    /// The session's volume, 0 to 3.
    case volume(Int)
}

/// What the core wants of the telephone. Each handle dialled is answered by `Action.call`, at the last with `.closed`.
public enum TelephoneCommand: Equatable, Sendable {
    /// Dial. A typed number that had a free call just now is not called: `.closed(.quota)`.
    case dial(CallHandle, DialTarget)
    /// From now on the found or incoming call is this handle's; facts about it follow.
    case adopt(CallHandle, FoundCall)
    /// Answer an adopted incoming call.
    case answer(CallHandle)
    /// Hang up, whatever the call's stage; an incoming call is turned away as busy.
    case hangUp(CallHandle)
    /// Keep this answered call as it is while another is dialled beside it.
    case hold(CallHandle)
    /// Have calls heard there, the one that is going on too; before the first of these they are left where they are.
    case listen(SpeechSink)
    /// Send a digit into the call (RFC 4733).
    case sendDTMF(CallHandle, Character)
    /// Play to the far side in place of the booth's microphone.
    case announce(CallHandle, Announcement)
    /// Keep the call journal for the next run of the kiosk, in place of the one before.
    case journal(CallJournal)
}

/// What the core wants of the platform, answered by `Action.request`.
public enum PlatformCommand: Equatable, Sendable {
    /// Order.
    case order(RequestHandle, RequestOrder)
    /// Give the platform a number to call back; digits that are kept nowhere else.
    case contact(RequestHandle, number: String)
    /// Cancel an order.
    case cancel(RequestHandle)
    /// Forget an order's progress: nobody waits for it any more. It stays what it is at the platform.
    case forget(RequestHandle)
}

/// What the core wants of the card reader, answered by `Action.card`; nothing is read but what was permitted.
public enum CardCommand: Equatable, Sendable {
    /// Somebody agrees: read the card in the reader or the next one, once, and ask the platform about it.
    case permit(CardHandle)
    /// Nobody agrees any more: read no card, and forget what was read.
    case forbid
}
