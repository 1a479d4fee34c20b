/// Collects what could not be used while something is read, so that one bad element costs itself and the technician hears
/// of it.
///
/// A class, so that every part of a reader adds to the same list; it belongs to the one reader that made it.
public final class Remarks {
    /// A file of a city may have thousands of bad elements of one kind; a technician needs a few to know which.
    private static let mostListed = 100

    private var listed: [SourceError] = []
    /// How many there are.
    public private(set) var count = 0

    /// No remark yet.
    public init() {}

    /// Adds a remark.
    public func add(_ place: String, _ reason: SourceError.Reason) { add(SourceError(place, reason)) }

    /// Adds a remark. The same of the same place is one.
    public func add(_ remark: SourceError) {
        guard !listed.contains(remark) else { return }
        count += 1
        if listed.count < Self.mostListed { listed.append(remark) }
    }

    /// The first, in order of reading.
    public var first: SourceError? { listed.first }

    /// The remarks in order; after a hundred, how many more there are.
    public var all: [SourceError] {
        count > listed.count ? listed + [SourceError("", .more(count - listed.count))] : listed
    }
}

extension Collection where Element == SourceError {
    /// How many elements they speak of.
    public var elementCount: Int {
        reduce(0) { sum, remark in
            if case .more(let count) = remark.reason { sum + count } else { sum + 1 }
        }
    }

    /// A few of them by name and the number of the rest, as lines for the log.
    public var lines: [String] {
        let named = prefix(5)
        let rest = elementCount - named.elementCount
        return named.map { "left out: \($0)" } + (rest > 0 ? ["left out: \(rest) more"] : [])
    }
}
