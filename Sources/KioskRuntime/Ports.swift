public import KioskCore
public import Reporting
public import Vocabulary
public import Screens

/// The world as the runtime sees it: one closure for each part, which takes that part's commands. The real closures
/// come from the adapters; tests supply their own. None may block. A failure comes back as an `Action`.
public struct Ports {
    /// The clocks and timers.
    public struct Clock {
        /// The monotonic clock.
        public var now: @MainActor () -> Moment
        /// The wall clock; nil while it is not trusted.
        public var wall: @MainActor () -> WallTime?
        /// Calls back once after a delay. The returned closure cancels it.
        public var schedule: @MainActor (_ after: Duration, _ work: @escaping @MainActor () -> Void) -> Cancel

        /// Cancels a scheduled call.
        public typealias Cancel = @MainActor () -> Void

        /// Creates a clock.
        public init(
            now: @escaping @MainActor () -> Moment, wall: @escaping @MainActor () -> WallTime?,
            schedule: @escaping @MainActor (Duration, @escaping @MainActor () -> Void) -> Cancel
        ) {
            self.now = now
            self.wall = wall
            self.schedule = schedule
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

    /// The clocks and timers.
    public var clock: Clock
    /// Performs commands for sound.
    public var sound: (SoundCommand) -> Void
    /// Performs commands for calls.
    public var telephone: (TelephoneCommand) -> Void
    /// Performs commands for orders.
    public var platform: (PlatformCommand) -> Void
    /// Performs commands for the card reader.
    public var cards: (CardCommand) -> Void
    /// Keeps a record.
    public var record: (Record) -> Void
    /// Creates a random id for a session.
    public var randomID: () -> String
    /// Shows a frame.
    public var present: (Frame) -> Void
    /// Called when a session has ended, for what has waited for that.
    public var sessionEnded: () -> Void

    /// Creates the world; by default without sound, calls, platform and card reader.
    public init(
        clock: Clock, sound: @escaping (SoundCommand) -> Void = { _ in },
        telephone: @escaping (TelephoneCommand) -> Void = { _ in },
        platform: @escaping (PlatformCommand) -> Void = { _ in }, cards: @escaping (CardCommand) -> Void = { _ in },
        record: @escaping (Record) -> Void, randomID: @escaping () -> String,
        present: @escaping (Frame) -> Void, sessionEnded: @escaping () -> Void
    ) {
        self.clock = clock
        self.sound = sound
        self.telephone = telephone
        self.platform = platform
        self.cards = cards
        self.record = record
        self.randomID = randomID
        self.present = present
        self.sessionEnded = sessionEnded
    }
}
