import KioskCore
import Screens

/// The world as the runtime sees it: one closure for each thing it may want done. The live ones come from the adapters,
/// tests bring their own. None may block; what fails comes back as an `Action`.
public struct Ports {
    /// Time.
    public struct Clock {
        /// The monotonic clock.
        public var now: @MainActor () -> Moment
        /// The wall clock; nil while it is not trusted.
        public var wall: @MainActor () -> WallTime?
        /// Calls back once after a while; the closure returned calls it off.
        public var schedule: @MainActor (_ after: Duration, _ work: @escaping @MainActor () -> Void) -> Cancel

        /// Calls something off.
        public typealias Cancel = @MainActor () -> Void

        /// A clock.
        public init(
            now: @escaping @MainActor () -> Moment, wall: @escaping @MainActor () -> WallTime?,
            schedule: @escaping @MainActor (Duration, @escaping @MainActor () -> Void) -> Cancel
        ) {
            self.now = now
            self.wall = wall
            self.schedule = schedule
        }
    }

    /// Sound. Every utterance is answered by `.speechEnded`, unless another one or `stop` came first.
    public struct Voice {
        /// Says something.
        public var speak: (Utterance) -> Void
        /// Falls silent up to an importance.
        public var stop: (SpeechPriority) -> Void
        /// The one click that every digit gives.
        public var click: (SpeechSink) -> Void
        /// Sets the volume step, 0 to 3.
        public var volume: (Int) -> Void

        /// A voice.
        public init(
            speak: @escaping (Utterance) -> Void, stop: @escaping (SpeechPriority) -> Void,
            click: @escaping (SpeechSink) -> Void, volume: @escaping (Int) -> Void
        ) {
            self.speak = speak
            self.stop = stop
            self.click = click
            self.volume = volume
        }
    }

    /// Calls. Each handle dialled is answered by `.call` actions, the last of them `.closed`.
    public struct Telephone {
        /// Dials.
        public var dial: (CallHandle, DialTarget) -> Void
        /// Takes a found or incoming call over.
        public var adopt: (CallHandle, FoundCall) -> Void
        /// Answers an adopted incoming call.
        public var answer: (CallHandle) -> Void
        /// Hangs up.
        public var hangUp: (CallHandle) -> Void
        /// Keeps an answered call while another is dialled.
        public var hold: (CallHandle) -> Void
        /// Has calls heard there.
        public var listen: (SpeechSink) -> Void
        /// Sends a digit.
        public var sendDTMF: (CallHandle, Character) -> Void
        /// Plays to the far side.
        public var announce: (CallHandle, Announcement) -> Void
        /// Keeps the journal for the next run.
        public var journal: (CallJournal) -> Void

        /// A telephone.
        public init(
            dial: @escaping (CallHandle, DialTarget) -> Void, adopt: @escaping (CallHandle, FoundCall) -> Void,
            answer: @escaping (CallHandle) -> Void, hangUp: @escaping (CallHandle) -> Void,
            hold: @escaping (CallHandle) -> Void = { _ in },
            listen: @escaping (SpeechSink) -> Void = { _ in }, sendDTMF: @escaping (CallHandle, Character) -> Void,
            announce: @escaping (CallHandle, Announcement) -> Void, journal: @escaping (CallJournal) -> Void
        ) {
            self.dial = dial
            self.adopt = adopt
            self.answer = answer
            self.journal = journal
            self.hangUp = hangUp
            self.hold = hold
            self.listen = listen
            self.sendDTMF = sendDTMF
            self.announce = announce
        }
    }

    /// Orders at the platform, answered by `.request` actions.
    public struct Requests {
        /// Orders.
        public var submit: (RequestHandle, RequestOrder) -> Void
        /// Gives a number to call back.
        public var contact: (RequestHandle, String) -> Void
        /// Cancels.
        public var cancel: (RequestHandle) -> Void
        /// Nobody waits for it any more.
        public var forget: (RequestHandle) -> Void

        /// Orders.
        public init(
            submit: @escaping (RequestHandle, RequestOrder) -> Void,
            contact: @escaping (RequestHandle, String) -> Void, cancel: @escaping (RequestHandle) -> Void,
            forget: @escaping (RequestHandle) -> Void
        ) {
            self.submit = submit
            self.contact = contact
            self.cancel = cancel
            self.forget = forget
        }
    }

    /// The card reader, answered by `.card` actions; nothing is read but what was permitted.
    public struct Cards {
        /// Reads the card in the reader or the next one, once, and asks the platform about it.
        public var permit: (CardHandle) -> Void
        /// Reads no card any more, and forgets what was read.
        public var forbid: () -> Void

        /// Cards; by default a booth without a reader.
        public init(permit: @escaping (CardHandle) -> Void = { _ in }, forbid: @escaping () -> Void = {}) {
            self.permit = permit
            self.forbid = forbid
        }
    }

    /// A record of use on its way to the queue.
    public struct Record: Equatable, Sendable {
        /// What happened.
        public var event: UsageEvent
        /// The random id of the session, if it belongs to one.
        public var session: String?
        /// When it happened, wall time in milliseconds since 1970; nil while the clock is not trusted.
        public var occurredAt: Int64?
    }

    /// Time.
    public var clock: Clock
    /// Sound.
    public var voice: Voice
    /// Calls.
    public var telephone: Telephone
    /// Orders.
    public var requests: Requests
    /// The card reader.
    public var cards: Cards
    /// Keeps a record.
    public var record: (Record) -> Void
    /// A random id for a session.
    public var randomID: () -> String
    /// Shows a frame.
    public var present: (Frame) -> Void
    /// A session ended: what waited for that may happen now.
    public var sessionEnded: () -> Void

    /// The world.
    public init(
        clock: Clock, voice: Voice, telephone: Telephone, requests: Requests, cards: Cards = Cards(),
        record: @escaping (Record) -> Void,
        randomID: @escaping () -> String, present: @escaping (Frame) -> Void, sessionEnded: @escaping () -> Void
    ) {
        self.clock = clock
        self.voice = voice
        self.telephone = telephone
        self.requests = requests
        self.cards = cards
        self.record = record
        self.randomID = randomID
        self.present = present
        self.sessionEnded = sessionEnded
    }
}
