/// The part of a list that one page shows and says.
struct ListPart: Equatable {
    /// Which part, from 0.
    let number: Int
    /// How many there are, at least one.
    let count: Int
    /// The index of its first item.
    let start: Int
    /// The indices of its items.
    let indices: Range<Int>

    /// - Parameters:
    ///   - number: which part, from 0.
    ///   - items: how many items the list has.
    ///   - size: how many of them stand on one page.
    init(_ number: Int, of items: Int, _ size: Int) {
        self.number = number
        count = max(1, (items + size - 1) / size)
        start = min(number * size, items)
        indices = start..<min(start + size, items)
    }

    /// The part after this one; after the last the first.
    var next: Int { (number + 1) % count }

    /// `#` where there is more than one part.
    func nextOffer(_ act: @escaping Offer.Act) -> [Offer] {
        guard count > 1 else { return [] }
        return [Offer(.hash, .keyNext, at: .legend, isForward: true, said: .prompt(.pageNext), act: act)]
    }
}

extension Array {
    /// The items that one page shows and says.
    /// - Parameters:
    ///   - number: which part of the list, from 0.
    ///   - size: how many items a page has.
    public func part(_ number: Int, _ size: Int) -> ArraySlice<Element> { dropFirst(number * size).prefix(size) }
}
