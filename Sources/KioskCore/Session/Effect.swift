public import Reporting
public import Vocabulary

/// Something that the core wants done. Effects are only data: none waits for another, and a failure comes back as an
/// `Action`. Each part of the outside world has its own command type, which goes unchanged through its port to its
/// adapter.
public enum Effect: Equatable, Sendable {
    /// Something for the ear.
    case sound(SoundCommand)
    /// Something for the SIP agent, or a call journal to keep.
    case telephone(TelephoneCommand)
    /// Something about an order at the platform.
    case platform(PlatformCommand)
    /// Something for the card reader.
    case cards(CardCommand)
    /// Keep a record of use.
    case record(UsageEvent)
    /// Fire `.timer` after this long.
    case startTimer(TimerHandle, after: Duration)
    /// Do not fire this timer.
    case cancelTimer(TimerHandle)
    /// The session ended: apply a configuration that waits for this, if there is one.
    case sessionEnded
}

/// What the core wants to be heard. Every utterance is answered by `Action.speechEnded`, unless another one or `stop`
/// comes first.
public enum SoundCommand: Equatable, Sendable {
    /// Say something. It replaces the present utterance unless that is more important.
    case speak(Utterance)
    /// Stop speaking, if what is being said is at most this important.
    case stop(atMost: SpeechPriority)
    /// Play the one click that every digit gives.
    case click(SpeechSink)
    /// Set the session's volume, 0 to 3.
    case volume(Int)
}

/// What the core wants of the telephone. Each handle dialled is answered by `Action.call`; the last fact is `.closed`.
public enum TelephoneCommand: Equatable, Sendable {
    /// Dial. A typed number that had a free call just now is not called but answered with `.closed(.quota)`.
    case dial(CallHandle, DialTarget)
    /// Take over the found or incoming call under this handle; facts about it follow.
    case adopt(CallHandle, FoundCall)
    /// Answer an adopted incoming call.
    case answer(CallHandle)
    /// Hang up, whatever the call's stage. An incoming call is rejected as busy.
    case hangUp(CallHandle)
    /// Keep this answered call as it is while another is dialled beside it.
    case hold(CallHandle)
    /// Have calls heard there, including the present one. Until the first such command they are heard where they were.
    case listen(SpeechSink)
    /// Send a digit into the call (RFC 4733).
    case sendDTMF(CallHandle, Character)
    /// Play to the far side in place of the booth's microphone.
    case announce(CallHandle, Announcement)
    /// Keep this call journal for the next run of the kiosk, in place of the previous one.
    case journal(CallJournal)
}

/// What the core wants of the platform, answered by `Action.request`.
public enum PlatformCommand: Equatable, Sendable {
    /// Place an order.
    case order(RequestHandle, RequestOrder)
    /// Give the platform a number to call back. The core keeps the digits nowhere else.
    case contact(RequestHandle, number: String)
    /// Cancel an order.
    case cancel(RequestHandle)
    /// Stop following an order, because nobody waits for it any more. It stays as it is at the platform.
    case forget(RequestHandle)
}

/// What the core wants of the card reader, answered by `Action.card`. No card is read without permission.
public enum CardCommand: Equatable, Sendable {
    /// Somebody agreed: read the card in the reader or the next one, once, and ask the platform about it.
    case permit(CardHandle)
    /// The consent is over: read no card, and forget what was read.
    case forbid
}
