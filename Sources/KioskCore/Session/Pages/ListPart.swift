/// The part of a list that one page shows and says.
public struct ListPart: Equatable, Sendable {
    /// Which part, from 0.
    public let number: Int
    /// How many parts there are, at least one.
    public let count: Int
    /// The index of its first item.
    let start: Int
    /// The indices of its items.
    let indices: Range<Int>

    /// A part of a list.
    /// - Parameters:
    ///   - number: which part, from 0.
    ///   - items: how many items the list has.
    ///   - size: how many items fit on one page.
    public init(_ number: Int, of items: Int, _ size: Int) {
        self.number = number
        count = max(1, (items + size - 1) / size)
        start = min(number * size, items)
        indices = start..<min(start + size, items)
    }

    /// The number of the next part; the first follows the last.
    var next: Int { (number + 1) % count }

    /// The offer of `#` for the next part, if there is more than one.
    func nextOffer(_ act: @escaping Offer.Act) -> [Offer] {
        count > 1 ? [.next(act)] : []
    }
}

extension Array {
    /// The items that one page shows and says.
    /// - Parameters:
    ///   - number: which part of the list, from 0.
    ///   - size: how many items a page has.
    public func part(_ number: Int, _ size: Int) -> ArraySlice<Element> { dropFirst(number * size).prefix(size) }
}
