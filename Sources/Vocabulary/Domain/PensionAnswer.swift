/// What the platform says of the pension that belongs to a card. Nothing of the card itself is known to the core.
public struct PensionAnswer: Equatable, Sendable {
    /// The amounts that are taken for a month's pension, in hundredths of a yuan.
    public static let amounts = 0...99_999_99

    /// The last payment, in hundredths of a yuan; within `amounts`.
    public var cents: Int
    /// The month that it was paid for: year and 1 to 12.
    public var year: Int
    /// The month, 1 to 12.
    public var month: Int
    /// Whether it is made up: a demonstration's platform knows nobody's pension.
    public var isSimulated: Bool

    /// An answer, unless the numbers cannot be one.
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

/// What is reported about a card that somebody agreed to have read.
public enum CardFact: Equatable, Sendable {
    /// It cannot be read, or is another kind of card.
    case unreadable
    /// The platform's answer.
    case answer(PensionAnswer)
    /// The platform cannot be reached, or does not know the card.
    case unanswered
}

/// What a card reader reports of its slot at all times, whatever was agreed to; it touches no card for that.
public enum CardSlotFact: Equatable, Sendable {
    /// There is no card in it: it was taken out, or there was none when the reader was first looked at.
    case empty
    /// A card was put in.
    case inserted
    /// There was a card in it already when the reader was first looked at.
    case found
}
