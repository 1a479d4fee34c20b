/// Collects what could not be used while a document is read. One bad element then does not spoil the rest, and the
/// technician still learns about it.
///
/// It is a class so that every part of a reader adds to the same list. It belongs to the one reader that made it.
public final class Remarks {
    /// How many remarks are listed. The file of a city may have thousands of bad elements of one kind, and a few are
    /// enough to identify the problem.
    private static let mostListed = 100

    private var listed: [SourceError] = []
    /// The number of remarks, including those that are not listed.
    public private(set) var count = 0

    /// An empty list.
    public init() {}

    /// Adds a remark.
    public func add(_ place: String, _ reason: SourceError.Reason) { add(SourceError(place, reason)) }

    /// Adds a remark, unless the same remark about the same place is listed already.
    public func add(_ remark: SourceError) {
        guard !listed.contains(remark) else { return }
        count += 1
        if listed.count < Self.mostListed { listed.append(remark) }
    }

    /// The first remark in order of reading.
    public var first: SourceError? { listed.first }

    /// The remarks in order. After a hundred, one more says how many others there are.
    public var all: [SourceError] {
        count > listed.count ? listed + [SourceError("", .more(count - listed.count))] : listed
    }
}

extension Collection where Element == SourceError {
    /// How many elements these remarks are about.
    public var elementCount: Int {
        reduce(0) { sum, remark in
            if case .more(let count) = remark.reason { sum + count } else { sum + 1 }
        }
    }

    /// The first five remarks and the number of the rest, as lines for the log.
    public var lines: [String] {
        let named = prefix(5)
        let rest = elementCount - named.elementCount
        return named.map { "left out: \($0)" } + (rest > 0 ? ["left out: \(rest) more"] : [])
    }
}
