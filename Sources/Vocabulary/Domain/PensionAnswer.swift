/// The platform's answer about the pension that belongs to a card. The core knows nothing about the card itself.
public struct PensionAnswer: Equatable, Sendable {
    /// The amounts accepted as a month's pension, in hundredths of a yuan.
    public static let amounts = 0...99_999_99

    /// The last payment, in hundredths of a yuan; within `amounts`.
    public var cents: Int
    /// The year of the month that it was paid for, 2000 to 2999.
    public var year: Int
    /// The month that it was paid for, 1 to 12.
    public var month: Int
    /// Whether it is made up: the platform of a demonstration knows nobody's pension.
    public var isSimulated: Bool

    /// An answer; nil if a number is out of range.
    public init?(cents: Int, year: Int, month: Int, isSimulated: Bool) {
        guard Self.amounts.contains(cents), (2000...2999).contains(year), (1...12).contains(month) else { return nil }
        self.cents = cents
        self.year = year
        self.month = month
        self.isSimulated = isSimulated
    }

    /// The amount in yuan with its two decimals, such as `4321.50`.
    public var yuan: String {
        let rest = cents % 100
        return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// What is reported about a card that a resident has agreed to have read.
public enum CardFact: Equatable, Sendable {
    /// The card cannot be read, or is of another kind.
    case unreadable
    /// The platform's answer.
    case answer(PensionAnswer)
    /// The platform cannot be reached, or does not know the card.
    case unanswered
}

/// What a card reader reports about its slot at all times, with or without consent. It reads no card to do so.
public enum CardSlotFact: Equatable, Sendable {
    /// There is no card: it was taken out, or there was none at the first check.
    case empty
    /// A card was put in.
    case inserted
    /// A card was already in the slot at the first check.
    case found
}
