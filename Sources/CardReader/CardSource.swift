/// A source of cards: a PC/SC reader, or a simulated one for demonstrations and tests. None of its methods blocks.
///
/// A card is accessed only while reading is permitted: a card in the slot is not consent.
public protocol CardSource: Sendable {
    /// Starts watching the slot; reports follow from now on.
    func start()
    /// Permits one reading of the card in the slot, or of the next one. A card that was already read since it was put
    /// in is not read again.
    func permit()
    /// Withdraws the permission. No card is read from now on, and the result of a reading in progress is thrown away.
    func forbid()
    /// Stops watching; nothing is reported any more.
    func stop()
}

/// What a source of cards reports, on a thread of its own and in order.
public enum CardReport: Sendable {
    /// There is a reader with this name from its driver; `isOccupied` says whether a card was already in its slot.
    case available(reader: String, isOccupied: Bool)
    /// There is no reader, or it cannot be used; the words are for a technician.
    case unavailable(reason: String)
    /// A card was put into the slot. This is reported for every card, whether or not reading is permitted.
    case inserted
    /// The card was taken out.
    case removed
    /// The result of a permitted reading.
    case read(CardIdentity)
    /// The card in the slot cannot be read; the words are for a technician and say nothing about the card's owner.
    case unreadable(reason: String)
}
