/// Where cards come from: a PC/SC reader, or a simulated one for demonstrations and tests. None of its methods blocks.
///
/// A card is touched only while reading is permitted: that somebody has one in the slot is no consent.
public protocol CardSource: Sendable {
    /// Begins to look; from now on there are reports.
    func start()
    /// From now on the card in the slot, or the next one, is read, once; but none that was read since it was put in.
    func permit()
    /// From now on no card is read, and what is being read is thrown away.
    func forbid()
    /// Ends it; nothing is reported any more.
    func stop()
}

/// What a source of cards reports, on a thread of its own and in order.
public enum CardReport: Sendable {
    /// There is a reader, by the name that its driver gives it; and whether a card was in its slot already.
    case available(reader: String, isOccupied: Bool)
    /// There is none, or it cannot be used; the words are for a technician.
    case unavailable(reason: String)
    /// A card was put into the slot. This is reported of every card, agreed to or not.
    case inserted
    /// It was taken out.
    case removed
    /// What a permitted reading brought.
    case read(CardIdentity)
    /// The card in the slot cannot be read; the words are for a technician and say nothing about the card's owner.
    case unreadable(reason: String)
}
