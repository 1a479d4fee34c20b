/// Decides when a program may say that it is alive. It asks witnesses, in rounds, and each answer is one piece of the
/// proof. Pure: the caller asks, and hears the answers.
///
/// Whoever has answered once must answer in each round. Whoever has never answered cannot (a plain console may not), and
/// is waited for only until the caller loses patience with strangers.
public struct LifeProof: Sendable {
    /// Whose answer proves something.
    public enum Witness: Hashable, Sendable, CaseIterable {
        /// The terminal has taken everything that was drawn, and its answers arrive with the keys.
        case terminal
        /// The compositor shows what the terminal draws, and passes on what is pressed.
        case compositor
    }

    private var silent: Set<Witness> = []
    private var known: Set<Witness> = []
    private var isOpen = false

    /// Nobody has been asked.
    public init() {}

    /// Begins a round.
    /// - Parameters:
    ///   - asked: Those who took the question.
    ///   - refused: Those who could not even be asked. A terminal that takes nothing shows nothing, so nothing can be
    ///     proven in such a round; a compositor that was never heard of may not be there at all.
    public mutating func ask(_ asked: Set<Witness>, refused: Set<Witness>) {
        silent = asked.union(known)
        isOpen = !refused.contains(.terminal) && refused.isDisjoint(with: known)
    }

    /// Who has answered before and is silent in this round.
    public var missing: Set<Witness> { silent.intersection(known) }

    /// Takes an answer.
    public mutating func hear(_ witness: Witness) {
        known.insert(witness)
        silent.remove(witness)
    }

    /// Ends the round if it has proven everything.
    /// - Parameter waitsForStrangers: Whether those who have never answered are waited for as well.
    /// - Returns: Whether it has. The caller says so, once for each round.
    public mutating func conclude(waitsForStrangers: Bool = false) -> Bool {
        guard isOpen, waitsForStrangers ? silent.isEmpty : silent.isDisjoint(with: known) else { return false }
        isOpen = false
        return true
    }
}
